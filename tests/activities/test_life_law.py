"""Laws of an activity's life: no illegal move, whatever is tried in whatever order; its history tells its state and who agreed."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aoxanh.access.models import Scope
from aoxanh.activities import actions
from aoxanh.activities.drafts import NewHours
from aoxanh.activities.models import Activity, Shift, Step
from aoxanh.activities.states import MOVES
from aoxanh.kit.refusals import Refused
from tests.cast import grant, make_signup, make_user, noon

Status = Activity.Status


class Undone(Exception):
    """Takes back what an example did."""


class Life:
    """Everything that anybody may try with one activity, at any moment."""

    def __init__(self, activity, secretary, deciders):
        self.activity, self.secretary, self.deciders = activity, secretary, deciders

    def shifts(self):
        return list(self.activity.shifts.all())

    def try_(self, what):
        """Do it if it is allowed now; the state before and after."""
        before = Activity.objects.get(pk=self.activity.pk)
        with suppress(Refused), transaction.atomic():
            getattr(self, what)(before)
        return before.status, Activity.objects.get(pk=self.activity.pk).status

    def submit(self, one):
        actions.submit(one, by=self.secretary)

    def first_agrees(self, one):
        actions.approve(one, by=self.deciders[0])

    def second_agrees(self, one):
        actions.approve(one, by=self.deciders[1])

    def return_(self, one):
        actions.return_with_reason(one, reason="Thiếu", by=self.deciders[0])

    def cancel(self, one):
        actions.cancel(one, reason="Mưa", by=self.secretary)

    def postpone(self, one):
        actions.postpone(one, reason="Bão", by=self.secretary)

    def move(self, one):
        actions.postpone(one, reason="Bão", hours=self.later(), by=self.secretary)

    def resume(self, one):
        actions.resume(one, hours=self.later(), by=self.secretary)

    def later(self):
        return [NewHours(shift.pk, noon(9), noon(9) + timedelta(hours=4)) for shift in self.shifts()]

    def close(self, one):
        actions.close(one, by=self.secretary)

    def record(self, one):
        actions.mark_recorded(one, by=self.secretary)

    def days_pass(self, one):
        """A week later everything was a week earlier."""
        for model, fields in ((Activity, ("starts_at", "ends_at")), (Shift, ("starts_at", "ends_at")), (Step, ("at",))):
            for row in model.objects.all():
                for name in fields:
                    setattr(row, name, getattr(row, name) - timedelta(days=7))
                row.save(update_fields=fields)


TRIES = [
    "submit",
    "first_agrees",
    "second_agrees",
    "return_",
    "cancel",
    "postpone",
    "move",
    "resume",
    "close",
    "record",
    "days_pass",
]

BEGINNINGS = ((), ("submit",), ("submit", "first_agrees", "second_agrees"))


def check(activity, levels):
    """The steps are a legal road to the state, and it was never open without those who must agree."""
    road = list(activity.steps.order_by("at", "id"))
    states = [step.status for step in road]
    assert states[0] == Status.DRAFT
    assert states[-1] == activity.status
    assert all(after in MOVES[before] for before, after in pairwise(states))
    for number, (before, after) in enumerate(pairwise(states), 1):
        if after == Status.OPEN and before != Status.POSTPONED:
            since = max((n for n in range(number) if states[n] == Status.SUBMITTED), default=number)
            agreed = [step.by_id for step in road[since + 1 : number + 1]]
            assert len(agreed) == len(set(agreed)) == levels


@pytest.mark.parametrize("levels", [1, 2])
def test_no_order_of_tries_leads_to_an_illegal_state(levels, draft, secretary, volunteer, provincial_union, coordinator):
    second = make_user("dieuphoi2@langson.example", "Nông Văn Tài")
    grant(second, "coordinator", provincial_union, Scope.SUBTREE)
    if levels == 2:
        provincial_union.approval_rules.create(levels=2, by=coordinator)
    make_signup(draft.shifts.get(), volunteer)
    seen = set()

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.sampled_from(BEGINNINGS), st.lists(st.sampled_from(TRIES), max_size=9))
    def law(beginning, tries):
        with suppress(Undone), transaction.atomic():
            life = Life(draft, secretary, [coordinator, second])
            for what in (*beginning, *tries):
                before, after = life.try_(what)
                seen.add(after)
                assert before == after or after in MOVES[before] or (before, after, what) == (Status.OPEN, Status.OPEN, "move")
                check(Activity.objects.get(pk=draft.pk), levels)
            raise Undone

    law()
    assert {Status.SUBMITTED, Status.OPEN} <= seen


def test_every_state_has_its_moves_and_none_leads_out_of_the_end():
    assert set(MOVES) == set(Status.values)
    assert [status for status in MOVES if not MOVES[status]] == [Status.RECORDED, Status.CANCELLED, Status.WITHDRAWN]
