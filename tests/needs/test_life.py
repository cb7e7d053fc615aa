"""The state of a need is what its numbers say, until it is closed or its days are over."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.needs.actions import (
    MaterialPlan,
    close_need,
    confirm_need,
    count_places,
    lapse_needs,
    note_pledge,
    publish_need,
    reopen_need,
    withdraw_pledge,
)
from aoxanh.needs.models import Need, Pledge, Step
from tests.cast import make_need
from tests.needs.conftest import facts

Status = Need.Status
BY_THEN = today() + timedelta(days=30)


def over(need):
    Need.objects.filter(pk=need.pk).update(starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1))


def test_a_need_whose_days_are_over_lapses_with_a_line_and_a_step(need):
    over(need)
    assert lapse_needs(today()) == 1
    step = need.steps.get()
    assert (Need.objects.get().status, step.status, step.why, step.by) == (Status.LAPSED, Status.LAPSED, Step.Why.WINDOW, None)
    line = Line.objects.get(verb="needs.lapsed")
    assert (line.unit_id, line.by, line.details) == (need.unit_id, None, {"reason": "window", "people": 0, "wanted": 12})


def test_a_need_that_was_met_ends_as_closed(need, secretary):
    count_places(need, places=12, by=secretary)
    over(need)
    lapse_needs(today())
    assert (Need.objects.get().status, need.steps.order_by("-id").first().why) == (Status.CLOSED, Step.Why.ENOUGH)


def test_on_its_last_day_a_need_stands(need):
    Need.objects.update(ends_on=today())
    assert (lapse_needs(today()), Need.objects.get().status) == (0, Status.OPEN)


def test_lapsing_twice_lapses_once(need):
    over(need)
    assert [lapse_needs(today()), lapse_needs(today())] == [1, 0]
    assert Step.objects.count() == 1


def test_many_needs_lapse_in_a_constant_number_of_statements(commune_union, focal_point, django_assert_max_num_queries):
    gone = {"starts_on": today() - timedelta(days=9), "ends_on": today() - timedelta(days=1)}
    for _ in range(60):
        make_need(commune_union, focal_point, **gone)
    with django_assert_max_num_queries(20):
        assert lapse_needs(today()) == 60


def test_a_lapsed_need_cannot_be_confirmed(need, focal_point):
    over(need)
    lapse_needs(today())
    with pytest.raises(Refused) as caught:
        confirm_need(Need.objects.get(), by=focal_point)
    assert caught.value.code == "over"


def test_a_lapsed_need_stays_so_when_its_places_are_counted(need, secretary):
    over(need)
    lapse_needs(today())
    counted = count_places(need, places=18, by=secretary)
    assert (counted.status, counted.met_people) == (Status.LAPSED, 18)


def test_a_need_opens_again_as_its_numbers_are_by_then(need, secretary):
    close_need(need, reason="mistake", by=secretary)
    count_places(need, places=5, by=secretary)
    assert reopen_need(need, by=secretary).status == Status.PARTLY_MET
    assert [step.why for step in need.steps.all()] == ["mistake", "places", "reopened"]


def test_what_is_open_cannot_be_opened_again(need, secretary):
    with pytest.raises(Refused) as caught:
        reopen_need(need, by=secretary)
    assert caught.value.code == "not_closed"


def test_what_is_over_cannot_be_opened_again(need, secretary):
    close_need(need, reason="not_needed", by=secretary)
    over(need)
    with pytest.raises(Refused) as caught:
        reopen_need(need, by=secretary)
    assert caught.value.code == "over"


def test_a_material_that_only_begins_to_come_makes_it_partly_met(publish, focal_point):
    need = publish(materials=(MaterialPlan("Chăn", 42),))
    note_pledge(need.materials.get(), quantity=1, state="received", request_id=uuid4(), by=focal_point)
    assert Need.objects.get().status == Status.PARTLY_MET


def test_people_alone_do_not_meet_a_need_that_asks_for_things_too(publish, secretary):
    need = publish(materials=(MaterialPlan("Chăn", 42),))
    assert count_places(need, places=12, by=secretary).status == Status.PARTLY_MET


def said(need):
    """What the numbers of the need say, counted here from its rows."""
    lines = list(need.materials.all())
    came = [sum(pledge.quantity for pledge in line.pledges.exclude(state="withdrawn")) for line in lines]
    has_things = all(amount >= line.quantity for amount, line in zip(came, lines, strict=True))
    if need.met_people >= need.people_wanted and has_things:
        return Status.MET
    return Status.PARTLY_MET if need.met_people or any(came) else Status.OPEN


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("count"), st.integers(0, 20)),
        st.tuples(st.just("note"), st.integers(1, 60)),
        st.tuples(st.just("withdraw"), st.just(0)),
        st.tuples(st.just("close"), st.just(0)),
        st.tuples(st.just("reopen"), st.just(0)),
        st.tuples(st.just("confirm"), st.just(0)),
        st.tuples(st.just("lapse"), st.just(0)),
    ),
    max_size=14,
)


def do(need, operation, number, by):
    """One operation on the need; whether it may have ended or opened it."""
    match operation:
        case "count":
            count_places(need, places=number, by=by)
        case "note":
            note_pledge(need.materials.get(), quantity=number, state="promised", request_id=uuid4(), by=by)
        case "withdraw":
            if pledge := Pledge.objects.filter(material__need=need, state="promised").first():
                withdraw_pledge(pledge, by=by)
        case "close":
            close_need(need, reason="not_needed", by=by)
        case "reopen":
            reopen_need(need, by=by)
        case "confirm":
            confirm_need(need, by=by)
        case "lapse":
            lapse_needs(BY_THEN)


@given(people=st.integers(0, 12), operations=OPERATIONS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_in_whatever_order_the_state_is_what_the_numbers_say(commune_union, focal_point, people, operations):
    with transaction.atomic():
        wanted = facts(people_wanted=people, materials=(MaterialPlan("Chăn", 42),))
        need = publish_need(commune_union, facts=wanted, request_id=uuid4(), by=focal_point)
        ended = None
        for operation, number in operations:
            before = ended
            with suppress(Refused), transaction.atomic():
                do(need, operation, number, focal_point)
                ended = {"close": ended or Status.CLOSED, "reopen": None}.get(operation, ended)
                if operation == "lapse" and before is None:
                    ended = Status.CLOSED if said(need) == Status.MET else Status.LAPSED
            need.refresh_from_db()
            assert need.status == (ended or said(need))
            assert need.steps.count() == 0 or need.steps.last().status == need.status
        transaction.set_rollback(True)
