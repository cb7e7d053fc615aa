"""Whoever reads the ledger counts corrections, and never takes reported hours for a turn."""

from uuid import uuid4

import pytest

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Campaign, Signup
from aoxanh.attendance.dossier import brief
from aoxanh.attendance.models import CheckIn, ServiceHours
from aoxanh.attendance.queries import Totals, attended, totals
from aoxanh.desk.queries import year_of
from aoxanh.kit.dates import during, today
from aoxanh.portal.queries.home import year_of as year_in
from aoxanh.recognition.choosing import who_came
from aoxanh.records.campaigns import people_in, results, turns_in
from tests.cast import count_turn, make_activity, make_signup, noon

pytestmark = pytest.mark.django_db

TURN, CORRECTION, OFF, REPORTED = 240, 30, -60, 120
COUNTED = TURN + CORRECTION + OFF


@pytest.fixture
def summer(provincial_union) -> Campaign:
    return Campaign.objects.create(unit=provincial_union, slug="he", name="Mùa hè xanh", during=during(today(), None))


@pytest.fixture
def turn(commune_union, secretary: User, volunteer: User, summer: Campaign) -> Signup:
    """A turn with a correction, and something taken off; beside it two hours that the same person reported."""
    activity = make_activity(commune_union, secretary, shifts=[(noon(), noon(0).replace(hour=16), 9)], campaign=summer)
    signup = make_signup(activity.shifts.get(), volunteer)
    CheckIn.objects.create(signup=signup, scan_id=uuid4(), at=noon(), method="qr")
    for minutes, source in ((TURN, "check_out"), (CORRECTION, "correction"), (OFF, "taken_off")):
        count_turn(signup, minutes=minutes, source=source, on=today())
    ServiceHours.objects.create(person=volunteer.person, unit=commune_union, minutes=REPORTED, on=today(), source="self_reported")
    return signup


def test_an_activity_counts_its_corrections_once(turn: Signup):
    activity = turn.shift.activity
    assert totals(activity) == Totals(people=1, turns=1, minutes=COUNTED)
    assert [(one.turns, one.minutes) for one in attended(activity)] == [(1, COUNTED)]


def test_a_campaign_counts_them_in_figures_turns_and_people(turn: Signup, summer: Campaign):
    activities = Activity.objects.filter(campaign=summer)
    whole = results(summer).whole
    assert (whole.people, whole.turns, whole.minutes) == (1, 1, COUNTED)
    assert [row.minutes for row in turns_in(activities)] == [COUNTED]
    assert [(row.turns, row.minutes) for row in people_in(activities)] == [(1, COUNTED)]


def test_certificates_say_what_the_ledger_says(turn: Signup):
    [(person, minutes, *_days)] = who_came(turn.shift.activity)
    assert (person, minutes) == (turn.person_id, COUNTED)


def test_ones_own_year_has_a_turn_and_all_minutes(turn: Signup, volunteer: User):
    year = year_of(volunteer.person, today().year)
    assert (year.turns, year.minutes) == (1, COUNTED + REPORTED)


def test_the_home_of_the_province_tells_of_activities_alone(turn: Signup, province):
    year = year_in(province, today())
    assert (year.people, year.minutes) == (1, COUNTED)


def test_a_copy_of_ones_data_says_hours_and_turns(turn: Signup, volunteer: User):
    assert brief(volunteer.person) == "5,5 giờ, 1 lượt"
