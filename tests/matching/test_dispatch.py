"""What communes lack and who is there; drafting a round of dispatch."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.models import User
from aoxanh.activities.models import Team
from aoxanh.kit.dates import during, today
from aoxanh.matching.actions import dispatch as actions
from aoxanh.matching.legs import LegPlan, Thing
from aoxanh.matching.models import Dispatch
from aoxanh.matching.queries import dispatch as queries
from aoxanh.needs.models import Material, Need
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, Person
from aoxanh.places.models import Area
from tests.cast import BEGINNING, make_activity, make_area, make_need, make_signup, make_unit, make_user, noon
from tests.matching.rounds import members, put, refused

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
