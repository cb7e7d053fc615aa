"""Activities that answer a need: what they add to it, and what becomes of it when they are off or over."""

from datetime import timedelta

import pytest

from aoxanh.activities.actions.contents import count_need
from aoxanh.activities.models import Activity, Signup
from aoxanh.needs.actions import recount_needs
from aoxanh.needs.answers import answers_to
from aoxanh.needs.models import Need
from tests.cast import make_activity, make_signup, noon

Status = Need.Status


@pytest.fixture
def answering(commune_union, secretary, need):
    def make(days=2, places=8, **facts):
        shifts = [(noon(days), noon(days) + timedelta(hours=4), places)]
        return make_activity(commune_union, secretary, shifts=shifts, need=need, **facts)

    return make


def test_several_activities_answer_one_need(answering, need, secretary):
    answering(places=8)
    answering(days=5, places=4)
    count_need(need, by=secretary)
    found = answers_to(need.pk, 12)
    assert ([row.places for row in found.rows], found.fell_short, Need.objects.get().status) == ([8, 4], 0, Status.MET)


@pytest.mark.parametrize("status", [Activity.Status.POSTPONED, Activity.Status.CANCELLED])
def test_what_is_called_off_counts_back(answering, need, secretary, status):
    off, _stays = answering(places=8), answering(days=5, places=4)
    count_need(need, by=secretary)
    Activity.objects.filter(pk=off.pk).update(status=status)
    count_need(need, by=secretary)
    rows = {row.id: row for row in answers_to(need.pk, 12).rows}
    assert (Need.objects.get().met_people, Need.objects.get().status) == (4, Status.PARTLY_MET)
    assert (rows[off.pk].is_off, rows[off.pk].counts) == (True, 0)


def test_what_waits_for_approval_is_listed_and_counts_for_nothing(answering, need, secretary):
    answering(status=Activity.Status.SUBMITTED)
    count_need(need, by=secretary)
    assert (Need.objects.get().met_people, [row.address for row in answers_to(need.pk, 12).rows]) == (0, [""])


def test_a_draft_is_nobodys_business(answering, need):
    answering(status=Activity.Status.DRAFT)
    assert not answers_to(need.pk, 12)


def test_once_it_is_over_those_who_had_a_place_count_and_the_need_says_what_is_missing(answering, need, secretary, volunteer):
    activity = answering(days=-1, places=12)
    Need.objects.update(met_people=12, status=Status.MET)
    make_signup(activity.shifts.get(), volunteer)
    assert recount_needs() == 1
    assert (Need.objects.get().met_people, Need.objects.get().status) == (1, Status.PARTLY_MET)
    assert (answers_to(need.pk, 12).helped, answers_to(need.pk, 12).fell_short) == (1, 11)
    assert need.steps.get().by is None


def test_once_attendance_is_settled_those_who_came_count(answering, need, volunteer, other_volunteer):
    shift = answering(days=-1, places=12).shifts.get()
    make_signup(shift, volunteer, outcome=Signup.Outcome.CAME)
    make_signup(shift, other_volunteer, outcome=Signup.Outcome.ABSENT)
    recount_needs()
    (row,) = answers_to(need.pk, 12).rows
    assert (Need.objects.get().met_people, row.came, row.people) == (1, 1, 2)


def test_nothing_fell_short_while_another_activity_is_ahead(answering, need):
    answering(days=-1)
    answering(days=3)
    assert answers_to(need.pk, 12).fell_short == 0


def test_counting_again_changes_nothing(answering, need):
    answering(days=-1)
    recount_needs()
    assert recount_needs() == 0
