from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance import queries
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from tests.attendance.conftest import at
from tests.cast import make_activity, make_signup, make_user

pytestmark = pytest.mark.django_db


def names(signups: object) -> list[str]:
    return [signup.person.full_name for signup in signups]  # type: ignore[attr-defined]


@pytest.fixture
def three(shift: Shift) -> list[Signup]:
    people = [("anh@x.example", "Lộc Thị Ánh"), ("duc@x.example", "Bế Minh Đức"), ("dung@x.example", "Nông Văn Dũng")]
    return [make_signup(shift, make_user(email, name)) for email, name in people]


def test_the_roster_is_in_the_order_of_given_names(shift: Shift, three: list[Signup]):
    assert names(queries.roster_with_arrivals(shift)) == ["Lộc Thị Ánh", "Nông Văn Dũng", "Bế Minh Đức"]


@pytest.mark.parametrize(
    ("sought", "found"), [("loc thi", ["Lộc Thị Ánh"]), ("ĐỨC", ["Bế Minh Đức"]), ("du", ["Nông Văn Dũng", "Bế Minh Đức"]), ("ang", [])]
)
def test_names_are_found_without_tones(shift: Shift, three: list[Signup], sought: str, found: list[str]):
    assert names(queries.roster_with_arrivals(shift, sought=sought)) == found


def test_the_last_digits_of_a_phone_find_a_person(shift: Shift, three: list[Signup]):
    three[1].person.phone = "+84912345678"
    three[1].person.save()
    assert names(queries.roster_with_arrivals(shift, sought="5678")) == ["Bế Minh Đức"]


def test_a_given_up_place_is_not_on_the_roster(shift: Shift, three: list[Signup]):
    Signup.objects.filter(pk=three[0].pk).update(status="cancelled")
    assert names(queries.roster_with_arrivals(shift)) == ["Nông Văn Dũng", "Bế Minh Đức"]


def test_people_turns_and_minutes_are_three_figures(signup: Signup, morning: Activity, volunteer: User, arrive: Callable, leave: Callable):
    afternoon = Shift.objects.create(activity=morning, starts_at=at("13:00"), ends_at=at("16:00"), places=9)
    second = make_signup(afternoon, volunteer)
    arrive(signup)
    leave(signup)
    arrive(second, at=at("13:00"))
    assert queries.totals(morning) == queries.Totals(people=1, turns=2, minutes=235)
    assert queries.expected_totals(morning) == queries.Totals(people=1, turns=2, minutes=415)
    assert queries.attended(morning) == [queries.Attended(volunteer.person, 2, 235)]
    assert queries.minutes_of(volunteer.person) == 235
    assert [entry.minutes for entry in queries.hours_of(volunteer.person)] == [235]


def test_arrivals_are_counted_by_shift(signup: Signup, shift: Shift, three: list[Signup], morning: Activity, arrive: Callable):
    arrive(signup)
    arrive(three[0])
    assert queries.arrived(shift) == 2
    assert [found.arrived for found in queries.shifts_of(morning)] == [2]
    assert queries.people_by_activity([morning]) == {morning.pk: 2}
    assert queries.last_arrivals(shift).count() == 2


def test_todays_shifts_are_those_of_running_activities_of_the_units(
    commune_union: Unit, neighbour_union: Unit, morning: Activity, secretary: User
):
    tomorrow = make_activity(commune_union, secretary, shifts=[(at("07:00", 1), at("11:00", 1), 5)])
    make_activity(commune_union, secretary, shifts=[(at("07:00", 2), at("11:00", 2), 5)])
    make_activity(commune_union, secretary, shifts=[(at("07:00"), at("11:00"), 5)], status="draft")
    make_activity(neighbour_union, secretary, shifts=[(at("07:00"), at("11:00"), 5)])
    units = Unit.objects.filter(pk=commune_union.pk)
    found = queries.shifts_between(units, today(), today() + timedelta(days=1))
    assert [shift.activity for shift in found] == [morning, tomorrow]


def test_attended_reads_the_same_number_of_times_for_one_and_many(shift: Shift, three: list[Signup], morning: Activity, arrive: Callable):
    arrive(three[0])
    with CaptureQueriesContext(connection) as one:
        queries.attended(morning)
    for signup in three[1:]:
        arrive(signup)
    with CaptureQueriesContext(connection) as many:
        assert len(queries.attended(morning)) == 3
    assert len(many) == len(one)
