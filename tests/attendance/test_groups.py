"""A leader checks in the group: only theirs, only now, and the organiser sees who did it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from aoxanh.accounts.models import User
from aoxanh.activities.models import Party, Shift, Signup, Team, TeamMember
from aoxanh.attendance.actions.groups import take_group
from aoxanh.attendance.models import CheckIn, CheckOut, Method
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from tests.cast import make_activity, make_signup, make_user

HOUR = timedelta(hours=1)


@pytest.fixture
def shift(commune_union, secretary: User) -> Shift:
    start = timezone.now() - HOUR
    return make_activity(commune_union, secretary, shifts=[(start, start + 4 * HOUR, 40)]).shifts.get()


@pytest.fixture
def party(shift: Shift, volunteer: User) -> Party:
    return Party.objects.create(shift=shift, name="Nhóm bạn", leader=volunteer.person, request_id=uuid4())


def join(shift: Shift, number: int, **facts: object) -> Signup:
    signup = make_signup(shift, make_user(f"ban{number}@x.example", f"Nông Văn Ba {'abcdefghij'[number]}"))
    Signup.objects.filter(pk=signup.pk).update(**facts)
    return signup


def page(shift: Shift) -> str:
    return reverse("screen:group", args=[shift.pk])


def picks(*signups: Signup) -> list[str]:
    return [f"{signup.pk} {uuid4()}" for signup in signups]


def test_the_leader_of_a_group_checks_it_in_and_out(shift: Shift, party: Party, volunteer: User, sign_in: Callable[[User], Client]) -> None:
    mine, browser = [join(shift, number, party=party) for number in range(3)], sign_in(volunteer)
    sent = {"nguoi": picks(*mine[:2])}
    assert [browser.post(page(shift), sent).status_code for _ in range(2)] == [302, 302]
    arrivals = CheckIn.objects.all()
    assert {arrival.signup_id for arrival in arrivals} == {signup.pk for signup in mine[:2]}
    assert {(arrival.method, arrival.by) for arrival in arrivals} == {(Method.LEADER, volunteer)}
    assert browser.post(page(shift), {"nguoi": picks(mine[0]), "luot": "ve"}).status_code == 302
    assert CheckOut.objects.get().check_in.signup == mine[0]


def test_the_leader_of_a_team_checks_in_its_members(
    shift: Shift, commune_union, volunteer: User, sign_in: Callable[[User], Client]
) -> None:
    team = Team.objects.create(unit=commune_union, name="Đội hình", leader=volunteer.person, during=during(today()))
    inside, gone = join(shift, 1), join(shift, 2)
    TeamMember.objects.create(team=team, person=inside.person)
    TeamMember.objects.create(team=team, person=gone.person, left_at=timezone.now())
    browser = sign_in(volunteer)
    shown = browser.get(page(shift)).content.decode()
    assert inside.person.full_name in shown
    assert gone.person.full_name not in shown
    assert browser.post(page(shift), {"nguoi": picks(inside)}).status_code == 302


def test_people_of_others_are_not_theirs(shift: Shift, party: Party, volunteer: User) -> None:
    join(shift, 1, party=party)
    with pytest.raises(Refused) as caught:
        take_group(shift, picks=[(join(shift, 2).pk, uuid4())], leaves=False, by=volunteer)
    assert caught.value.code == "not_their_leader"
    assert not CheckIn.objects.exists()


def test_who_leads_nobody_there_has_no_such_page(shift: Shift, party: Party, secretary: User, sign_in: Callable[[User], Client]) -> None:
    join(shift, 1, party=party)
    assert sign_in(secretary).get(page(shift)).status_code == 404


def test_the_page_is_there_on_the_day_only(shift: Shift, party: Party, volunteer: User, sign_in: Callable[[User], Client]) -> None:
    join(shift, 1, party=party)
    start = timezone.now() + 3 * HOUR
    Shift.objects.filter(pk=shift.pk).update(starts_at=start, ends_at=start + HOUR)
    assert sign_in(volunteer).get(page(shift)).status_code == 404


def test_nobody_ticked_says_so(shift: Shift, party: Party, volunteer: User, sign_in: Callable[[User], Client]) -> None:
    join(shift, 1, party=party)
    answer = sign_in(volunteer).post(page(shift), {})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "nobody_ticked")


def test_who_is_refused_says_why_and_the_others_are_recorded(
    shift: Shift, party: Party, volunteer: User, sign_in: Callable[[User], Client]
) -> None:
    first, second = join(shift, 1, party=party), join(shift, 2, party=party)
    CheckIn.objects.create(signup=first, scan_id=uuid4(), at=timezone.now(), method="qr")
    answer = sign_in(volunteer).post(page(shift), {"nguoi": picks(first, second)})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "some_refused")
    assert CheckIn.objects.filter(signup=second).exists()


def test_the_page_asks_as_much_for_one_as_for_many(
    shift: Shift, party: Party, volunteer: User, sign_in: Callable[[User], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(volunteer)
    join(shift, 0, party=party)
    browser.get(page(shift))
    with django_assert_num_queries(4) as seen:
        browser.get(page(shift))
    for number in range(1, 8):
        join(shift, number, party=party)
    with django_assert_num_queries(len(seen)):
        browser.get(page(shift))
