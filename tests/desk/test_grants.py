"""Pages of grants: who holds what, giving, withdrawing, what the roles permit."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from aoxanh.access.models import Grant, Scope
from aoxanh.access.roles import ROLES, TABLE
from aoxanh.accounts.models import User
from aoxanh.kit.dates import during, today
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from tests.cast import BEGINNING, grant, make_user

SignIn = Callable[[User], Client]
HELD, NEW, ROLES_PAGE = "/ban-lam-viec/quyen/", "/ban-lam-viec/quyen/cap/", "/ban-lam-viec/quyen/vai-tro/"


@pytest.fixture
def typed(commune_union: Unit) -> Callable[..., dict[str, str]]:
    """What an administrator types to give a role."""

    def make(**other: str) -> dict[str, str]:
        given = {
            "request_id": str(uuid4()),
            "address": "Thuy@VanLinh.example",
            "unit": str(commune_union.pk),
            "role": "organiser",
            "scope": "unit",
            "since": today().isoformat(),
            "last_day": "",
            "reason": "Quyết định 12-QĐ/ĐTN",
        }
        return given | other

    return make


def names(page: Any) -> list[str]:
    return [row.grant.user.email for row in page.context["rows"]]


def test_the_list_names_who_holds_what_in_my_units_only(
    sign_in: SignIn, secretary: User, focal_point: User, outsider: User, coordinator: User
) -> None:
    assert names(sign_in(secretary).get(HELD)) == [secretary.email, focal_point.email]
    assert set(names(sign_in(coordinator).get(HELD))) == {user.email for user in (secretary, focal_point, outsider, coordinator)}


def test_the_list_is_that_of_a_day(sign_in: SignIn, secretary: User, volunteer: User, commune_union: Unit) -> None:
    period = during(date(2026, 1, 1), date(2026, 2, 1))
    Grant.objects.create(user=volunteer, unit=commune_union, role="organiser", scope="unit", during=period)
    browser = sign_in(secretary)
    assert [len(names(browser.get(HELD, {"ngay": day}))) for day in ("2025-12-31", "2026-01-31", "2026-02-01", "nonsense")] == [1, 2, 1, 1]


def test_ended_grants_come_on_request_and_greyed(sign_in: SignIn, secretary: User, volunteer: User, commune_union: Unit) -> None:
    Grant.objects.create(user=volunteer, unit=commune_union, role="organiser", scope="unit", during=during(BEGINNING, today()))
    page = sign_in(secretary).get(HELD, {"het": "on"})
    assert [(row.state, row.runs) for row in page.context["rows"]] == [("holds", True), ("ended", False)]
    assert page.content.decode().count("bg-base-200 text-ink-3") == 1


@pytest.mark.parametrize(
    ("sought", "emails"),
    [
        ({"tim": "hoang thi lan"}, ["daumoi@vanlinh.example"]),
        ({"tim": "bithu@vanlinh"}, ["bithu@vanlinh.example"]),
        ({"tim": "quan son"}, ["bithu@quanson.example"]),
        ({"vai-tro": "focal_point"}, ["daumoi@vanlinh.example"]),
        ({"don-vi": "doan-xa-quan-son"}, ["bithu@quanson.example"]),
        ({"tim": "khong ai ca"}, []),
    ],
)
def test_the_list_is_searched_without_tones(
    sign_in: SignIn, coordinator: User, secretary: User, focal_point: User, outsider: User, sought: dict[str, str], emails: list[str]
) -> None:
    page = sign_in(coordinator).get(HELD, sought)
    assert (page.status_code, names(page)) == (200, emails)


def test_who_gives_no_grants_sees_their_own(sign_in: SignIn, focal_point: User, volunteer: User) -> None:
    assert names(sign_in(focal_point).get(HELD)) == [focal_point.email]
    assert names(sign_in(volunteer).get(HELD)) == []


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    sign_in: SignIn, secretary: User, commune_union: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(secretary)
    with django_assert_num_queries(7):
        browser.get(HELD)
    for number in range(7):
        grant(make_user(f"m{number}@vanlinh.example", "Lý Thị Mai"), "organiser", commune_union)
    with django_assert_num_queries(7):
        browser.get(HELD)


def test_a_role_is_given_to_somebody_who_never_signed_in(
    sign_in: SignIn, secretary: User, commune_union: Unit, typed: Callable[..., dict[str, str]]
) -> None:
    answer = sign_in(secretary).post(NEW, typed(last_day="2099-12-31"))
    made = Grant.objects.get(role="organiser")
    assert (answer.status_code, answer["Location"]) == (302, HELD)
    assert (made.user.email, made.user.is_unproven, made.unit, made.given_by) == ("thuy@vanlinh.example", True, commune_union, secretary)
    assert made.during == during(today(), date(2100, 1, 1))
    assert Message.objects.get().to == "thuy@vanlinh.example"


def test_the_form_sent_twice_gives_once_and_tells_once(sign_in: SignIn, secretary: User, typed: Callable[..., dict[str, str]]) -> None:
    browser, data = sign_in(secretary), typed()
    assert [browser.post(NEW, data).status_code for _ in range(2)] == [302, 302]
    assert (Grant.objects.filter(role="organiser").count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", ""),
        ("address", "không phải"),
        ("unit", "x"),
        ("role", "king"),
        ("role", "data_officer"),
        ("since", "31/02/2027"),
        ("reason", ""),
        ("scope", "world"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(
    sign_in: SignIn, secretary: User, typed: Callable[..., dict[str, str]], field: str, value: str
) -> None:
    page = sign_in(secretary).post(NEW, typed(**{field: value}))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    kept = 'value="Thuy@VanLinh.example"' if field == "reason" else 'value="Quyết định 12-QĐ/ĐTN"'
    assert kept in page.content.decode()


@pytest.mark.parametrize(
    ("code", "field", "other"),
    [
        ("empty_period", "last_day", {"last_day": "2020-01-01"}),
        ("yourself", "address", {"address": "bithu@vanlinh.example"}),
        ("not_yours_to_give", "role", {"scope": "subtree"}),
        ("already_given", "address", {"address": "daumoi@vanlinh.example", "role": "focal_point"}),
    ],
)
def test_a_refusal_is_said_at_its_field(
    sign_in: SignIn,
    secretary: User,
    focal_point: User,
    typed: Callable[..., dict[str, str]],
    code: str,
    field: str,
    other: dict[str, str],
) -> None:
    page = sign_in(secretary).post(NEW, typed(**other))
    assert (page.status_code, page["X-Refusal"], list(page.context["form"].errors)) == (409, code, [field])


def test_nobody_gives_in_a_unit_of_others(
    sign_in: SignIn, secretary: User, neighbour_union: Unit, typed: Callable[..., dict[str, str]]
) -> None:
    page = sign_in(secretary).post(NEW, typed(unit=str(neighbour_union.pk)))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["unit"])


def test_who_gives_none_is_told_so(sign_in: SignIn, inspector: User, typed: Callable[..., dict[str, str]]) -> None:
    browser = sign_in(inspector)
    assert [browser.get(NEW).status_code, browser.post(NEW, typed()).status_code] == [403, 403]
    assert Grant.objects.filter(role="organiser").count() == 0


def test_a_grant_is_withdrawn_with_a_reason(sign_in: SignIn, secretary: User, focal_point: User) -> None:
    held = focal_point.grants.get()
    address = reverse("grants:withdraw", args=[held.pk])
    browser = sign_in(secretary)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"on": today().isoformat(), "reason": "Chuyển công tác"})["Location"] == HELD
    held.refresh_from_db()
    assert held.during.upper == today()


@pytest.mark.parametrize(
    ("typed_", "field"), [({"on": "2020-01-01", "reason": "Vì"}, "on"), ({"on": "2099-01-01", "reason": ""}, "reason")]
)
def test_a_mistake_in_a_withdrawal_is_said_at_its_field(
    sign_in: SignIn, secretary: User, focal_point: User, typed_: dict[str, str], field: str
) -> None:
    page = sign_in(secretary).post(reverse("grants:withdraw", args=[focal_point.grants.get().pk]), typed_)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])


def test_the_last_administrator_is_told_what_to_do_first(sign_in: SignIn, secretary: User) -> None:
    mine = secretary.grants.get()
    page = sign_in(secretary).post(
        reverse("grants:withdraw", args=[mine.pk]), {"on": (today() + timedelta(days=3)).isoformat(), "reason": "Hết nhiệm kỳ"}
    )
    assert (page.status_code, page["X-Refusal"]) == (409, "last_administrator")
    assert "Cấp quyền quản trị cho người khác trước" in page.content.decode()


def test_grants_of_other_units_do_not_exist(sign_in: SignIn, secretary: User, outsider: User) -> None:
    address = reverse("grants:withdraw", args=[outsider.grants.get().pk])
    browser = sign_in(secretary)
    assert [browser.get(address).status_code, browser.post(address, {}).status_code] == [404, 404]


def test_the_table_of_roles_is_the_one_of_the_code(sign_in: SignIn, volunteer: User) -> None:
    page = sign_in(volunteer).get(ROLES_PAGE)
    assert len(page.context["roles"]) == len(ROLES)
    assert [str(row.label) for row in page.context["rows"]] == [str(label) for label, _holders in TABLE.values()]


def test_a_large_tree_is_searched_for_the_unit(
    sign_in: SignIn, coordinator: User, commune_union: Unit, neighbour_union: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aoxanh.desk.views.grants.UNITS_SHOWN", 1)
    browser = sign_in(coordinator)
    assert browser.get(NEW).context["many"]
    found = browser.get(NEW, {"tim": "van linh"}).context["form"].fields["unit"].queryset
    assert list(found) == [commune_union]


def test_the_form_begins_at_the_unit_that_was_named(sign_in: SignIn, coordinator: User, neighbour_union: Unit) -> None:
    assert sign_in(coordinator).get(NEW, {"don-vi": neighbour_union.slug}).context["form"].initial["unit"] == neighbour_union


def test_a_grant_over_the_subtree_is_given_by_who_holds_it_so(
    sign_in: SignIn, coordinator: User, typed: Callable[..., dict[str, str]]
) -> None:
    assert sign_in(coordinator).post(NEW, typed(role="inspector", scope="subtree")).status_code == 302
    assert Grant.objects.get(role="inspector").scope == Scope.SUBTREE
