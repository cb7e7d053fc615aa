"""Rounds of dispatch: what a commune lacks and who is free, drafts, sending, answers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.models import User
from aoxanh.activities.models import Team, TeamMember
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.matching import sending
from aoxanh.matching.actions import dispatch as actions
from aoxanh.matching.legs import LegPlan, Thing
from aoxanh.matching.models import Dispatch, Leg
from aoxanh.matching.queries import dispatch as queries
from aoxanh.needs.models import Material, Need
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, Person
from aoxanh.places.models import Area
from tests.cast import BEGINNING, make_activity, make_area, make_need, make_signup, make_unit, make_user, noon

SATURDAY = 2
"""Days from now on which the round is."""


@pytest.fixture
def dispatch(provincial_union: Unit, coordinator: User) -> Dispatch:
    days = {"starts_on": today() + timedelta(days=SATURDAY), "ends_on": today() + timedelta(days=SATURDAY + 1)}
    return actions.create_dispatch(provincial_union, name="Sau mưa lũ", request_id=uuid4(), by=coordinator, **days)


@pytest.fixture
def plan(dispatch: Dispatch, van_linh: Area, neighbour_union: Unit, commune_union: Unit) -> Callable[..., LegPlan]:
    def make(**facts: Any) -> LegPlan:
        given = {"area": van_linh, "sender": neighbour_union, "people": 5, "starts_on": dispatch.starts_on, "ends_on": dispatch.ends_on}
        return LegPlan(**given | facts)

    return make


def members(unit: Unit, number: int) -> list[Person]:
    people = [Person.objects.create(full_name=f"Vi Văn {number}") for number in range(number)]
    Membership.objects.bulk_create(Membership(person=person, unit=unit, during=during(BEGINNING)) for person in people)
    return people


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def put(dispatch: Dispatch, plan: LegPlan, by: User, **more: Any) -> Leg:
    dispatch.refresh_from_db()
    return actions.put_leg(dispatch, plan=plan, revision=dispatch.revision, by=by, **more)


# What communes lack, and who is there


def test_a_commune_lacks_whom_no_place_is_made_for_and_what_nobody_promised(
    dispatch: Dispatch, commune_union: Unit, neighbour_union: Unit, secretary: User
):
    make_need(commune_union, secretary, people_wanted=12, met_people=4)
    make_need(commune_union, secretary, people_wanted=3, met_people=9, urgent=True)
    need = make_need(neighbour_union, secretary, people_wanted=0, materials_wanted=25, materials_lacking=17)
    Material.objects.create(need=need, number=1, name="Chăn", quantity=20, received=3)
    Material.objects.create(need=need, number=2, name="Gạo", quantity=5, promised=5)
    make_need(commune_union, secretary, people_wanted=40, starts_on=today() + timedelta(days=30), ends_on=today() + timedelta(days=31))
    make_need(commune_union, secretary, people_wanted=50, status=Need.Status.CLOSED)
    found = {row.area.short_name: row for row in queries.balances(dispatch, on=today())}
    assert {name: (row.needs, row.urgent, row.missing) for name, row in found.items()} == {"Vạn Linh": (2, 1, 8), "Quan Sơn": (1, 0, 0)}
    assert [(thing.name, thing.missing) for thing in found["Quan Sơn"].things] == [("Chăn", 17)]


def test_free_is_who_belongs_there_and_has_no_place_in_the_window(dispatch: Dispatch, commune_union: Unit, secretary: User):
    here = members(commune_union, 5)
    Person.objects.filter(pk=here[0].pk).update(erased_at=noon())
    Membership.objects.create(person=here[1], unit=commune_union, kind=Membership.Kind.UNION, during=during(BEGINNING))
    shift = make_activity(commune_union, secretary).shifts.get()
    user = make_user("ban@vanlinh.example", "Vi Văn Bận")
    Membership.objects.create(person=user.person, unit=commune_union, during=during(BEGINNING))
    make_signup(shift, user)
    [row] = queries.balances(dispatch, on=today())
    assert (row.members, row.busy, row.free) == (5, 1, 4)


def test_people_on_their_way_count_where_they_go_and_where_they_leave(
    dispatch: Dispatch, plan: Callable[..., LegPlan], commune_union: Unit, neighbour_union: Unit, secretary: User, coordinator: User
):
    make_need(commune_union, secretary, people_wanted=12)
    members(neighbour_union, 9)
    put(dispatch, plan(people=5), coordinator)
    to, of = queries.balances(dispatch, on=today())
    assert (to.area.short_name, to.missing, to.coming, to.lacking) == ("Vạn Linh", 12, 5, 7)
    assert (of.area.short_name, of.members, of.going, of.free) == ("Quan Sơn", 9, 5, 4)


def test_another_draft_moves_nobody_and_a_sent_round_does(
    dispatch: Dispatch, plan: Callable[..., LegPlan], commune_union: Unit, secretary: User, coordinator: User
):
    make_need(commune_union, secretary, people_wanted=12)
    other = actions.copy_dispatch(dispatch, name="Cách khác", request_id=uuid4(), by=coordinator)
    leg = put(other, plan(people=5), coordinator)
    assert next(iter(queries.balances(dispatch, on=today()))).coming == 0
    other.refresh_from_db()
    actions.send(other, revision=other.revision, by=coordinator)
    assert next(iter(queries.balances(dispatch, on=today()))).coming == 5
    actions.answer_leg(leg, accept=False, reason="Đường vào còn tắc.", by=secretary)
    assert next(iter(queries.balances(dispatch, on=today()))).coming == 0


def test_the_board_asks_as_much_for_many_communes_as_for_one(
    dispatch: Dispatch, province: Area, provincial_union: Unit, commune_union: Unit, secretary: User
):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.balances(dispatch, on=today())
        return len(seen)

    make_need(commune_union, secretary)
    members(commune_union, 2)
    before = asked()
    for number in range(6):
        area = make_area(f"0699{number}", f"Xã Số {number}", "Xã", 21.6, 106.5 + number / 50, province)
        unit = make_unit("commune_union", f"DX-{number}", f"Đoàn xã Số {number}", "ĐTN", area, provincial_union)
        make_need(unit, secretary)
        members(unit, 2)
    assert asked() == before


# Drafting


def test_a_round_sent_twice_is_made_once(provincial_union: Unit, coordinator: User):
    facts = {"name": "Sau bão", "starts_on": today(), "ends_on": today(), "request_id": uuid4(), "by": coordinator}
    assert actions.create_dispatch(provincial_union, **facts) == actions.create_dispatch(provincial_union, **facts)


@pytest.mark.parametrize(("first", "last", "code"), [(3, 2, "ends_before_starts"), (-3, -2, "in_the_past")])
def test_a_round_needs_days_ahead(provincial_union: Unit, coordinator: User, first: int, last: int, code: str):
    days = {"starts_on": today() + timedelta(days=first), "ends_on": today() + timedelta(days=last)}
    make = lambda: actions.create_dispatch(provincial_union, name="Sau bão", request_id=uuid4(), by=coordinator, **days)  # noqa: E731
    assert refused(make) == code


def test_a_line_says_who_goes_where_with_what_and_who_receives_them(
    dispatch: Dispatch, plan: Callable[..., LegPlan], commune_union: Unit, coordinator: User
):
    leg = put(dispatch, plan(things=(Thing(20, "chăn"),), note="Có bác sĩ"), coordinator)
    assert (leg.receiver, leg.people, leg.note) == (commune_union, 5, "Có bác sĩ")
    assert [(thing.quantity, thing.name) for thing in leg.goods.all()] == [(20, "chăn")]
    changed = put(dispatch, plan(people=7), coordinator, leg_id=leg.pk)
    assert (changed.pk, changed.people, changed.goods.count()) == (leg.pk, 7, 0)


def test_who_saw_an_older_draft_is_told_so(dispatch: Dispatch, plan: Callable[..., LegPlan], coordinator: User):
    put(dispatch, plan(), coordinator)
    assert refused(lambda: actions.put_leg(dispatch, plan=plan(people=9), revision=0, by=coordinator)) == "changed_meanwhile"
    assert [leg.people for leg in dispatch.legs.all()] == [5]


def test_a_line_sends_something(dispatch: Dispatch, plan: Callable[..., LegPlan], coordinator: User):
    assert refused(lambda: put(dispatch, plan(people=0), coordinator)) == "nothing_sent"
    assert put(dispatch, plan(people=0, things=(Thing(20, "chăn"),)), coordinator).people == 0


def test_a_line_lies_within_the_days_of_the_round(dispatch: Dispatch, plan: Callable[..., LegPlan], coordinator: User):
    assert refused(lambda: put(dispatch, plan(ends_on=dispatch.ends_on + timedelta(days=1)), coordinator)) == "days_outside"


def test_nobody_is_sent_to_where_they_are(dispatch: Dispatch, plan: Callable[..., LegPlan], commune_union: Unit, coordinator: User):
    assert refused(lambda: put(dispatch, plan(sender=commune_union), coordinator)) == "already_there"


def test_a_need_is_one_of_that_commune_and_still_open(
    dispatch: Dispatch, plan: Callable[..., LegPlan], neighbour_union: Unit, commune_union: Unit, secretary: User, coordinator: User
):
    elsewhere = make_need(neighbour_union, secretary)
    closed = make_need(commune_union, secretary, status=Need.Status.CLOSED)
    assert [refused(lambda need=need: put(dispatch, plan(need=need), coordinator)) for need in (elsewhere, closed)] == 2 * [
        "need_elsewhere"
    ]


def test_a_team_is_in_one_place_at_a_time(
    dispatch: Dispatch, plan: Callable[..., LegPlan], neighbour_union: Unit, provincial_union: Unit, quan_son: Area, coordinator: User
):
    team = Team.objects.create(unit=provincial_union, name="Đội hình y bác sĩ trẻ", during=during(BEGINNING))
    first = put(dispatch, plan(team=team, sender=provincial_union), coordinator)
    again = plan(team=team, sender=provincial_union, area=quan_son)
    assert refused(lambda: put(dispatch, again, coordinator)) == "team_is_away"
    assert put(dispatch, plan(team=team, sender=provincial_union, people=8), coordinator, leg_id=first.pk).people == 8


def test_somebody_must_be_there_to_receive(dispatch: Dispatch, plan: Callable[..., LegPlan], province: Area, coordinator: User):
    nobodys = make_area("06999", "Xã Vắng", "Xã", 21.7, 106.6, province)
    assert refused(lambda: put(dispatch, plan(area=nobodys), coordinator)) == "nobody_receives"


def test_a_line_that_was_taken_out_is_not_changed(dispatch: Dispatch, plan: Callable[..., LegPlan], coordinator: User):
    leg = put(dispatch, plan(), coordinator)
    dispatch.refresh_from_db()
    actions.remove_leg(dispatch, leg_id=leg.pk, revision=dispatch.revision, by=coordinator)
    assert dispatch.legs.count() == 0
    assert refused(lambda: put(dispatch, plan(), coordinator, leg_id=leg.pk)) == "leg_gone"


def test_a_copy_is_another_what_if_of_the_same_lines(dispatch: Dispatch, plan: Callable[..., LegPlan], coordinator: User):
    put(dispatch, plan(things=(Thing(20, "chăn"),)), coordinator)
    key = uuid4()
    copies = [actions.copy_dispatch(dispatch, name="Cách khác", request_id=key, by=coordinator) for _ in range(2)]
    assert copies[0] == copies[1]
    assert [(leg.people, leg.goods.get().quantity) for leg in copies[0].legs.all()] == [(5, 20)]


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


def sent_leg(dispatch: Dispatch, plan: LegPlan, by: User) -> Leg:
    leg = put(dispatch, plan, by)
    actions.send(dispatch, revision=1, by=by)
    return leg


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
