from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.test import RequestFactory

from aoxanh.kit.paging import page, page_after

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 21, 5, 0, 0, 123456, tzinfo=UTC)
BY = ("-date_joined", "email")


@pytest.fixture
def users() -> QuerySet:
    """Seven accounts, of which three pairs began at the same moment."""
    model = get_user_model()
    for number in range(7):
        model.objects.create_user(f"{number}@example.vn", date_joined=NOON.replace(hour=number // 2))
    return model.objects.filter(email__endswith="@example.vn")


def walk(rows: QuerySet, size: int) -> Iterator[list[str]]:
    after = ""
    while True:
        found = page_after(rows, by=BY, after=after, size=size)
        yield [user.email for user in found]
        if not (after := found.next):
            return


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20])
def test_pages_hold_every_row_once_and_in_order(users: QuerySet, size: int) -> None:
    pages = list(walk(users, size))
    assert [email for page in pages for email in page] == [user.email for user in users.order_by(*BY)]
    assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)


def test_a_row_that_comes_in_before_does_not_move_the_next_page(users: QuerySet) -> None:
    first = page_after(users, by=BY, size=3)
    before = [user.email for user in page_after(users, by=BY, after=first.next, size=3)]
    get_user_model().objects.create_user("new@example.vn", date_joined=NOON.replace(hour=23))
    assert [user.email for user in page_after(users, by=BY, after=first.next, size=3)] == before


@pytest.mark.parametrize("key", ["x", "!!!", "W10", "WyJhIiwgImIiXQ", "ey"])
def test_a_key_that_is_not_ours_starts_the_list_anew(users: QuerySet, key: str) -> None:
    assert page_after(users, by=BY, after=key, size=2).rows == page_after(users, by=BY, size=2).rows


def test_the_next_page_keeps_the_filters(users: QuerySet) -> None:
    request = RequestFactory().get("/", {"xa": ["06463", "06475"], "sau": "x"})
    found = page(users, request, by=BY, size=2)
    assert found.next_query == f"xa=06463&xa=06475&sau={found.next}"


def test_a_page_costs_one_query(users: QuerySet, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        list(page_after(users, by=BY, size=2))
