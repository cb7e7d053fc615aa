"""For which unit one acts: a choice among today's grants, kept in the session; it narrows and never permits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from aoxanh.access.actions import withdraw
from aoxanh.access.models import Grant
from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.desk.queries import desk_of
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Unit
from tests.cast import acting_of, grant, make_activity, make_need

SignIn = Callable[[User], Client]
DESK, CHOICE = "/ban-lam-viec/", "/ban-lam-viec/thay-mat/"


@pytest.fixture
def both(secretary: User, neighbour_union: Unit) -> Grant:
    """The secretary of Vạn Linh also organises for Quan Sơn."""
    return grant(secretary, "organiser", neighbour_union)


def test_without_a_choice_one_acts_for_the_oldest_grants_unit(both: Grant, secretary: User, commune_union: Unit) -> None:
    assert (acting_of(secretary).unit, len(acting_of(secretary).units)) == (commune_union, 2)


def test_the_chosen_unit_is_kept_for_the_next_pages(sign_in: SignIn, both: Grant, secretary: User, neighbour_union: Unit) -> None:
    browser = sign_in(secretary)
    assert browser.post(CHOICE, {"unit": str(neighbour_union.pk)})["Location"] == DESK
    page = browser.get(DESK)
    assert (page.context["desk_unit"], browser.session["acting_for"]) == (neighbour_union, str(neighbour_union.pk))
    assert f'value="{neighbour_union.pk}" aria-current="true"' in page.content.decode()


def test_a_unit_without_a_grant_cannot_be_chosen(sign_in: SignIn, secretary: User, neighbour_union: Unit) -> None:
    browser = sign_in(secretary)
    assert [browser.post(CHOICE, {"unit": value}).status_code for value in (str(neighbour_union.pk), "x", "")] == [404, 404, 404]


def test_a_withdrawn_unit_falls_back(sign_in: SignIn, both: Grant, secretary: User, commune_union: Unit, neighbour_union: Unit) -> None:
    browser = sign_in(secretary)
    browser.post(CHOICE, {"unit": str(neighbour_union.pk)})
    withdraw(both, on=today(), by=None, reason="")
    assert browser.get(DESK).context["desk_unit"] == commune_union
    assert browser.session["acting_for"] == str(commune_union.pk)


def test_a_unit_that_ended_does_not_offer_itself(both: Grant, secretary: User, commune_union: Unit, neighbour_union: Unit) -> None:
    Unit.objects.filter(pk=neighbour_union.pk).update(during=during(None, today()))
    assert acting_of(secretary).units == [commune_union]


def test_the_desk_shows_what_the_chosen_unit_must_do(both: Grant, secretary: User, commune_union: Unit, neighbour_union: Unit) -> None:
    here = make_activity(commune_union, secretary, title="Dọn kênh", status="returned")
    there = make_activity(neighbour_union, secretary, title="Sửa cầu", status="returned")
    found = [desk_of(secretary, acting_of(secretary, acting_for=str(unit.pk))).returned.rows for unit in (commune_union, neighbour_union)]
    assert found == [[here], [there]]


def test_acting_for_the_province_shows_everything_under_it(
    coordinator: User, provincial_union: Unit, commune_union: Unit, neighbour_union: Unit, secretary: User
) -> None:
    grant(coordinator, "organiser", commune_union)
    made = {make_activity(unit, secretary, status="submitted").pk for unit in (commune_union, neighbour_union)}
    assert {row.pk for row in desk_of(coordinator, acting_of(coordinator)).to_decide.rows} == made


def test_lists_and_new_forms_follow_the_choice(
    sign_in: SignIn, both: Grant, secretary: User, commune_union: Unit, neighbour_union: Unit
) -> None:
    make_activity(commune_union, secretary, title="Dọn kênh")
    make_activity(neighbour_union, secretary, title="Sửa cầu")
    browser = sign_in(secretary)
    browser.post(CHOICE, {"unit": str(neighbour_union.pk)})
    titles = [row.title for row in browser.get("/ban-lam-viec/hoat-dong/").context["page"]]
    chosen = browser.get("/ban-lam-viec/hoat-dong/tao/").context["form"].initial["unit"]
    assert (titles, chosen) == (["Sửa cầu"], neighbour_union)


def test_the_choice_permits_nothing(sign_in: SignIn, both: Grant, secretary: User, commune_union: Unit, neighbour_union: Unit) -> None:
    """What lies in the other unit still opens by its address."""
    activity = make_activity(commune_union, secretary)
    browser = sign_in(secretary)
    browser.post(CHOICE, {"unit": str(neighbour_union.pk)})
    assert browser.get(f"/ban-lam-viec/hoat-dong/{activity.pk}/").status_code == 200


def test_the_log_says_for_which_unit_one_acted_and_from_where(
    sign_in: SignIn, both: Grant, secretary: User, commune_union: Unit, neighbour_union: Unit
) -> None:
    need = make_need(commune_union, secretary, ends_on=today() + timedelta(days=3))
    browser = sign_in(secretary)
    browser.post(CHOICE, {"unit": str(neighbour_union.pk)})
    browser.post(f"/ban-lam-viec/nhu-cau/{need.pk}/xac-nhan/", REMOTE_ADDR="203.0.113.77")
    line = Line.objects.get(verb="needs.confirmed")
    assert (line.by, line.unit_id, line.acting_for, line.origin) == (secretary, commune_union.pk, neighbour_union.pk, "web 203.0.113.0/24")


def test_a_switch_costs_the_menus_no_more_questions(
    sign_in: SignIn, secretary: User, neighbour_union: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(secretary)
    browser.get(CHOICE)
    with django_assert_num_queries(4):
        browser.get(CHOICE)
    grant(secretary, "organiser", neighbour_union)
    with django_assert_num_queries(4):
        browser.get(CHOICE)
