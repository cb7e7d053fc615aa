"""Rounds of dispatch: suggestions, sending, answers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aoxanh.accounts.models import User
from aoxanh.activities.models import Team, TeamMember
from aoxanh.kit.dates import during, today
from aoxanh.matching import sending
from aoxanh.matching.actions import dispatch as actions
from aoxanh.matching.legs import LegPlan, Thing
from aoxanh.matching.models import Dispatch, Leg
from aoxanh.matching.queries import dispatch as queries
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from tests.cast import BEGINNING, make_need
from tests.matching.rounds import members, put, refused, sent_leg

# Suggestions


def test_the_plan_covers_what_it_can_with_the_fewest_kilometres():
    metres = {(0, 2): 5_000, (0, 3): 9_000, (1, 2): 1_000}
    sent = sending.plan({0: 10, 1: 5}, {2: 8, 3: 20}, metres)
    assert sorted(sent) == [(0, 2, 3), (0, 3, 7), (1, 2, 5)]


def test_a_plan_without_anything_to_give_is_empty():
    assert sending.plan({}, {1: 4}, {}) == []


def test_suggested_lines_send_groups_from_the_nearest_to_the_need_that_lacks_most(
    dispatch: Dispatch, commune_union: Unit, neighbour_union: Unit, secretary: User, coordinator: User
):
    small, large = (make_need(commune_union, secretary, people_wanted=number) for number in (2, 8))
    members(neighbour_union, 20)
    rows = queries.balances(dispatch, on=today())
    places = {row.area.short_name: number for number, row in enumerate(rows)}
    sent = [(places["Quan Sơn"], places["Vạn Linh"], 6)]
    facts = {"rows": rows, "sent": sent, "senders": queries.receivers(rows, today()), "revision": 0}
    assert actions.put_suggested(dispatch, by=coordinator, **facts) == 1
    leg = dispatch.legs.get()
    assert (leg.sender, leg.receiver, leg.people, leg.need) == (neighbour_union, commune_union, 6, large)
    assert small.pk != large.pk


def test_a_suggestion_of_nobody_is_said_in_words(dispatch: Dispatch, coordinator: User):
    facts: dict[str, Any] = {"rows": [], "sent": [], "senders": {}, "revision": 0}
    assert refused(lambda: actions.put_suggested(dispatch, by=coordinator, **facts)) == "nothing_to_suggest"


# Sending and answers


def test_who_receives_who_sends_and_who_leads_are_told_once(
    dispatch: Dispatch,
    plan: Callable[..., LegPlan],
    provincial_union: Unit,
    volunteer: User,
    secretary: User,
    focal_point: User,
    outsider: User,
    coordinator: User,
):
    team = Team.objects.create(unit=provincial_union, name="Đội hình y bác sĩ trẻ", leader=volunteer.person, during=during(BEGINNING))
    TeamMember.objects.create(team=team, person=volunteer.person)
    put(dispatch, plan(things=(Thing(20, "chăn"),)), coordinator)
    put(dispatch, plan(team=team, sender=provincial_union, people=1), coordinator)
    dispatch.refresh_from_db()
    sent = actions.send(dispatch, revision=dispatch.revision, by=coordinator)
    assert actions.send(sent, revision=0, by=coordinator).sent_at == sent.sent_at
    told = sorted(Message.objects.values_list("to", flat=True))
    assert told == sorted([secretary.email, focal_point.email, outsider.email, volunteer.email])
    assert "20 chăn" in Message.objects.get(to=secretary.email).body


def test_an_empty_round_is_not_sent(dispatch: Dispatch, coordinator: User):
    assert refused(lambda: actions.send(dispatch, revision=0, by=coordinator)) == "no_legs"


def test_a_round_that_is_over_is_not_sent(dispatch: Dispatch, plan: Callable[..., LegPlan], coordinator: User):
    put(dispatch, plan(), coordinator)
    Dispatch.objects.filter(pk=dispatch.pk).update(starts_on=today() - timedelta(days=3), ends_on=today() - timedelta(days=2))
    assert refused(lambda: actions.send(dispatch, revision=1, by=coordinator)) == "in_the_past"


def test_what_was_sent_stays_as_it_is(dispatch: Dispatch, plan: Callable[..., LegPlan], coordinator: User):
    put(dispatch, plan(), coordinator)
    actions.send(dispatch, revision=1, by=coordinator)
    assert refused(lambda: put(dispatch, plan(people=9), coordinator)) == "not_draft"


def test_who_receives_says_yes_or_why_not_and_may_think_again(
    dispatch: Dispatch, plan: Callable[..., LegPlan], secretary: User, coordinator: User
):
    leg = sent_leg(dispatch, plan(), coordinator)
    assert refused(lambda: actions.answer_leg(leg, accept=False, by=secretary)) == "reason_missing"
    assert actions.answer_leg(leg, accept=False, reason="Đường vào còn tắc.", by=secretary).answer == "declined"
    assert actions.answer_leg(leg, accept=True, by=secretary).answer == "accepted"
    assert Message.objects.filter(to=coordinator.email).count() == 2


def test_a_draft_waits_for_no_answer(dispatch: Dispatch, plan: Callable[..., LegPlan], secretary: User, coordinator: User):
    leg = put(dispatch, plan(), coordinator)
    assert refused(lambda: actions.answer_leg(leg, accept=True, by=secretary)) == "not_sent"


def test_people_on_their_way_are_not_turned_back_by_a_tap(
    dispatch: Dispatch, plan: Callable[..., LegPlan], secretary: User, coordinator: User
):
    leg = actions.answer_leg(sent_leg(dispatch, plan(), coordinator), accept=True, by=secretary)
    Leg.objects.filter(pk=leg.pk).update(starts_on=today())
    assert refused(lambda: actions.answer_leg(leg, accept=False, reason="Mưa", by=secretary)) == "leg_begun"


def test_a_sent_round_is_called_off_with_a_reason_that_everyone_hears(
    dispatch: Dispatch, plan: Callable[..., LegPlan], secretary: User, outsider: User, coordinator: User
):
    sent_leg(dispatch, plan(), coordinator)
    Message.objects.all().delete()
    assert refused(lambda: actions.cancel_dispatch(dispatch, reason=" ", by=coordinator)) == "reason_missing"
    actions.cancel_dispatch(dispatch, reason="Bão đổi hướng.", by=coordinator)
    actions.cancel_dispatch(dispatch, reason="Bão đổi hướng.", by=coordinator)
    assert sorted(Message.objects.values_list("to", flat=True)) == sorted([secretary.email, outsider.email])
