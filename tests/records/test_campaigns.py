"""What a campaign brought, counted by unit, front, stage and month."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aoxanh.activities.models import Activity, Campaign, Front, Goal, Participation, Stage
from aoxanh.kit.dates import during, today
from aoxanh.records.campaigns import Figures, aims, people_in, results, turns_in, unit_lines
from aoxanh.records.models import Record
from tests.cast import make_activity, make_need, make_signup, make_unit, noon
from tests.recognition.conftest import note_hours

AGO = today() - timedelta(days=40)


@pytest.fixture
def campaign(provincial_union) -> Campaign:
    return Campaign.objects.create(unit=provincial_union, slug="he", name="Mùa hè xanh", during=during(AGO, today() + timedelta(days=40)))


def worked(campaign, unit, by, users, *, days=-3, minutes=None, **facts):
    """An activity that is over, recorded, to which these came for four hours."""
    start = noon(days)
    shifts = [(start, start + timedelta(hours=4), 9)]
    activity = make_activity(unit, by, campaign=campaign, shifts=shifts, status=Activity.Status.RECORDED, **facts)
    for user in users:
        note_hours(make_signup(activity.shifts.get(), user), by)
    Record.objects.create(
        activity=activity, outcome="Xong", people=len(users), turns=len(users), minutes=0, beneficiaries=50, published_at=timezone.now()
    )
    return activity


def test_nothing_yet_is_nothing(campaign):
    assert results(campaign).whole == Figures()


def test_people_count_once_in_the_whole_and_turns_each_time(
    campaign, commune_union, neighbour_union, secretary, volunteer, other_volunteer
):
    worked(campaign, commune_union, secretary, [volunteer, other_volunteer])
    worked(campaign, neighbour_union, secretary, [volunteer])
    make_activity(commune_union, secretary, campaign=campaign)
    make_activity(commune_union, secretary, campaign=campaign, status=Activity.Status.CANCELLED)
    whole = results(campaign).whole
    assert (whole.activities, whole.recorded, whole.over, whole.people, whole.turns, whole.beneficiaries) == (3, 2, 2, 2, 3, 100)
    assert (whole.places, whole.taken) == (36, 3)


def test_a_units_figures_hold_those_of_units_under_it(campaign, commune_union, neighbour_union, secretary, volunteer):
    branch = make_unit("branch", "CD-01", "Chi đoàn Khun Phang", "CĐ", commune_union.area, commune_union)
    Participation.objects.create(campaign=campaign, unit=commune_union)
    worked(campaign, branch, secretary, [volunteer])
    worked(campaign, neighbour_union, secretary, [volunteer])
    found = results(campaign)
    counts = {pk: figures.turns for pk, figures in found.units.items()}
    assert counts == {commune_union.pk: 1, campaign.unit_id: 1}


def test_by_front_stage_and_month(campaign, commune_union, secretary, volunteer):
    front = Front.objects.create(campaign=campaign, name="Chuyển đổi số")
    stage = Stage.objects.create(campaign=campaign, name="Đợt 1", during=during(today() - timedelta(days=5), today()))
    worked(campaign, commune_union, secretary, [volunteer], front=front)
    worked(campaign, commune_union, secretary, [volunteer], days=-20)
    found = results(campaign)
    assert {pk: figures.turns for pk, figures in found.fronts.items()} == {front.pk: 1, None: 1}
    assert {pk: figures.turns for pk, figures in found.stages.items()} == {stage.pk: 1, None: 1}
    assert sum(figures.turns for figures in found.months.values()) == 2
    assert set(found.months) == {noon(-3).date().replace(day=1), noon(-20).date().replace(day=1)}


def test_needs_that_were_met(campaign, commune_union, secretary, volunteer):
    met, still = make_need(commune_union, secretary, status="met"), make_need(commune_union, secretary)
    for need in (met, met, still):
        worked(campaign, commune_union, secretary, [], need=need)
    whole = results(campaign).whole
    assert (whole.met, whole.needs) == (1, 2)


def test_goals_are_held_against_what_was_counted(campaign, commune_union, secretary, volunteer):
    Participation.objects.create(campaign=campaign, unit=commune_union, people=10)
    for unit, measure, value in ((None, "turns", 2), (None, "beneficiaries", 50), (commune_union, "people", 3)):
        Goal.objects.create(campaign=campaign, unit=unit, measure=measure, value=value)
    worked(campaign, commune_union, secretary, [volunteer])
    found = results(campaign)
    assert [(aim.goal.measure, aim.reached, aim.is_met, aim.missing) for aim in aims(campaign, found)] == [
        ("turns", 1, False, 1),
        ("beneficiaries", 50, True, 0),
    ]
    line = next(line for line in unit_lines(campaign, found) if line.unit == commune_union)
    assert [(aim.reached, aim.goal.value) for aim in line.aims] == [(1, 3)]


def test_units_without_an_activity_come_first(campaign, commune_union, neighbour_union, secretary):
    for unit in (commune_union, neighbour_union):
        Participation.objects.create(campaign=campaign, unit=unit)
    make_activity(neighbour_union, secretary, campaign=campaign)
    lines = unit_lines(campaign, results(campaign))
    assert [(line.unit, line.is_missing, line.leads) for line in lines] == [
        (commune_union, True, False),
        (neighbour_union, False, False),
        (campaign.unit, False, True),
    ]


def test_figures_open_into_their_people_and_turns(campaign, commune_union, secretary, volunteer, other_volunteer):
    worked(campaign, commune_union, secretary, [volunteer, other_volunteer])
    worked(campaign, commune_union, secretary, [volunteer], days=-9)
    activities, whole = Activity.objects.filter(campaign=campaign), results(campaign).whole
    people = {person.pk: (person.turns, person.minutes) for person in people_in(activities)}
    assert (len(people), sum(turns for turns, _ in people.values()), sum(minutes for _, minutes in people.values())) == (
        whole.people,
        whole.turns,
        whole.minutes,
    )
    assert (people[volunteer.person.pk][0], turns_in(activities).count()) == (2, whole.turns)


def test_it_costs_the_same_for_one_activity_and_for_many(campaign, commune_union, secretary, volunteer, django_assert_num_queries):
    worked(campaign, commune_union, secretary, [volunteer])
    with django_assert_num_queries(5):
        results(campaign)
    for number in range(8):
        worked(campaign, commune_union, secretary, [volunteer], days=-4 - number)
    with django_assert_num_queries(5):
        results(campaign)
