from datetime import date, timedelta

import pytest

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.org.actions import reorganisations
from aoxanh.org.models import Post, Reorganisation, Unit
from aoxanh.org.reorganisation.plans import NewUnit, Plan
from aoxanh.people.actions.moves import settle, settle_all
from aoxanh.people.models import Appointment, Membership, Person, UnsettledMove
from aoxanh.people.queries.moves import choice, unsettled
from aoxanh.places.models import Area, Succession
from tests.cast import BEGINNING, make_area, make_unit

DAY = today() - timedelta(days=10)


@pytest.fixture
def old(provincial_union: Unit, province: Area) -> list[Unit]:
    """Three communes."""
    return [
        make_unit(
            "commune_union",
            f"DX-{n}",
            f"Đoàn xã Cũ {n}",
            f"C{n}",
            make_area(f"8000{n}", f"Xã Cũ {n}", "Xã", 21.6, 106.5 + n / 50, province),
            provincial_union,
        )
        for n in (1, 2, 3)
    ]


@pytest.fixture
def areas(province: Area) -> list[Area]:
    """Two new areas to which old ones went."""
    return [make_area(f"8100{n}", f"Xã Mới {n}", "Xã", 21.7, 106.5 + n / 50, province) for n in (1, 2)]


def member(name: str, unit: Unit, area: Area | None = None, since: date = BEGINNING, until: date | None = None) -> Membership:
    person = Person.objects.create(full_name=name, area=area)
    return Membership.objects.create(person=person, unit=unit, during=during(since, until))


def decided(plan: Plan) -> Reorganisation:
    event = reorganisations.draft("Sắp xếp", on=DAY, by=None)
    reorganisations.plan(event, plan, by=None)
    return reorganisations.decide(event, by=None, seen=True)


def split(old: list[Unit], areas: list[Area], provincial_union: Unit) -> tuple[Reorganisation, list[Unit]]:
    """The first commune goes to two new ones, mainly to the first."""
    plan = Plan()
    ids = [
        plan.found(NewUnit("commune_union", f"Đoàn xã Mới {n}", provincial_union, area=area, code=f"M{n}"))
        for n, area in enumerate(areas, 1)
    ]
    plan.split(old[0], ids)
    return decided(plan), [Unit.objects.get(pk=pk) for pk in ids]


def units_of(person: Person) -> list[tuple[str, date | None, date | None]]:
    rows = person.memberships.order_by("during", "unit__code").select_related("unit")
    return [(row.unit.code, row.during.lower, row.during.upper) for row in rows if not row.during.isempty]


def test_members_of_merged_units_go_on_in_the_new_one_once(provincial_union: Unit, old: list[Unit]) -> None:
    first = member("Vi Thị An", old[0])
    Membership.objects.create(person=first.person, unit=old[1], during=during(BEGINNING))
    plan = Plan()
    plan.merge(old[:2], plan.found(NewUnit("commune_union", "Đoàn xã Mới", provincial_union, code="M")))
    decided(plan)
    assert units_of(first.person) == [("DX-1", BEGINNING, DAY), ("DX-2", BEGINNING, DAY), ("M", DAY, None)]
    assert not UnsettledMove.objects.exists()


def test_a_member_of_the_unit_that_takes_up_stays_a_member_once(old: list[Unit]) -> None:
    both = member("Vi Thị An", old[0])
    Membership.objects.create(person=both.person, unit=old[1], during=during(BEGINNING))
    plan = Plan()
    plan.merge([old[0]], old[1])
    decided(plan)
    assert units_of(both.person) == [("DX-1", BEGINNING, DAY), ("DX-2", BEGINNING, None)]


def test_a_membership_that_would_end_later_ends_then_in_the_successor(old: list[Unit]) -> None:
    leaving = member("Vi Thị An", old[0], until=today() + timedelta(days=5))
    over = member("Vi Thị Bình", old[0], until=DAY - timedelta(days=5))
    plan = Plan()
    plan.merge([old[0]], old[1])
    decided(plan)
    assert units_of(leaving.person) == [("DX-1", BEGINNING, DAY), ("DX-2", DAY, today() + timedelta(days=5))]
    assert units_of(over.person) == [("DX-1", BEGINNING, DAY - timedelta(days=5))]


def test_a_membership_that_only_begins_after_the_day_begins_in_the_successor(old: list[Unit]) -> None:
    later = member("Vi Thị An", old[0], since=today() + timedelta(days=3))
    plan = Plan()
    plan.merge([old[0]], old[1])
    decided(plan)
    assert units_of(later.person) == [("DX-2", today() + timedelta(days=3), None)]


def test_of_a_split_unit_the_place_decides_and_where_it_does_not_somebody_does(
    provincial_union: Unit, old: list[Unit], areas: list[Area]
) -> None:
    lives_there = member("Vi Thị An", old[0], areas[1])
    lives_in_what_went_there = member("Vi Thị Bình", old[0], old[1].area)
    Succession.objects.create(old=old[1].area, new=areas[1], share="whole", on=DAY)
    unknown = member("Vi Thị Chi", old[0], old[0].area)
    event, new = split(old, areas, provincial_union)
    assert [units_of(row.person)[-1][0] for row in (lives_there, lives_in_what_went_there, unknown)] == ["M2", "M2", "M1"]
    waiting = choice(unsettled(event).get())
    assert (waiting.move.after.person, waiting.units) == (unknown.person, tuple(new))


def test_the_preview_says_how_many_wait(provincial_union: Unit, old: list[Unit], areas: list[Area]) -> None:
    member("Vi Thị Chi", old[0])
    plan = Plan()
    plan.split(old[0], old[1:])
    event = reorganisations.draft("Chia", on=DAY, by=None)
    reorganisations.plan(event, plan, by=None)
    assert "members_undecided" in {conflict.code for conflict in reorganisations.preview(event).to_decide}
    assert not UnsettledMove.objects.exists()


def test_members_of_a_dissolved_unit_are_named(old: list[Unit]) -> None:
    member("Vi Thị Chi", old[0])
    plan = Plan()
    plan.dissolve(old[0])
    event = reorganisations.draft("Giải thể", on=DAY, by=None)
    reorganisations.plan(event, plan, by=None)
    assert "members_left" in {conflict.code for conflict in reorganisations.preview(event).to_decide}


def test_a_decision_puts_the_member_there_from_the_day_on(
    provincial_union: Unit, old: list[Unit], areas: list[Area], secretary: User
) -> None:
    unknown = member("Vi Thị Chi", old[0])
    event, new = split(old, areas, provincial_union)
    settle(unsettled(event).get(), unit=new[1], by=secretary)
    assert units_of(unknown.person) == [("DX-1", BEGINNING, DAY), ("M2", DAY, None)]
    assert not unsettled(event).exists()


def test_a_decision_for_many_empties_the_list(provincial_union: Unit, old: list[Unit], areas: list[Area], secretary: User) -> None:
    people = [member(f"Vi Thị {name}", old[0]).person for name in ("Chi", "Dung")]
    event, new = split(old, areas, provincial_union)
    assert settle_all(list(unsettled(event)), unit=new[0], by=secretary) == 2
    assert [units_of(person)[-1][0] for person in people] == ["M1", "M1"]
    assert not unsettled(event).exists()


def test_who_is_a_member_there_already_stays_so_once(provincial_union: Unit, old: list[Unit], areas: list[Area], secretary: User) -> None:
    unknown = member("Vi Thị Chi", old[0])
    event, new = split(old, areas, provincial_union)
    Membership.objects.create(person=unknown.person, unit=new[1], during=during(DAY))
    settle(unsettled(event).get(), unit=new[1], by=secretary)
    assert units_of(unknown.person) == [("DX-1", BEGINNING, DAY), ("M2", DAY, None)]


def test_only_a_successor_can_be_chosen(provincial_union: Unit, old: list[Unit], areas: list[Area], secretary: User) -> None:
    member("Vi Thị Chi", old[0])
    event, _ = split(old, areas, provincial_union)
    with pytest.raises(Refused) as refusal:
        settle(unsettled(event).get(), unit=old[2], by=secretary)
    assert refusal.value.code == "not_a_successor"


def test_appointments_end_with_the_post(old: list[Unit]) -> None:
    held = member("Vi Thị An", old[0])
    post = Post.objects.create(unit=old[0], title="Bí thư", during=during(BEGINNING))
    appointment = Appointment.objects.create(person=held.person, post=post, during=during(BEGINNING))
    plan = Plan()
    plan.merge([old[0]], old[1])
    decided(plan)
    appointment.refresh_from_db()
    assert appointment.during == during(BEGINNING, DAY)


def test_a_part_that_leaves_takes_the_members_who_live_there(provincial_union: Unit, old: list[Unit], areas: list[Area]) -> None:
    leaves, stays = member("Vi Thị An", old[0], areas[0]), member("Vi Thị Bình", old[0], old[0].area)
    plan = Plan()
    plan.part_with(old[0], plan.found(NewUnit("commune_union", "Đoàn xã Mới", provincial_union, area=areas[0], code="M1")))
    decided(plan)
    assert units_of(leaves.person) == [("DX-1", BEGINNING, DAY), ("M1", DAY, None)]
    assert units_of(stays.person) == [("DX-1", BEGINNING, None)]


def test_a_reversal_gives_members_back_to_what_they_came_from(provincial_union: Unit, old: list[Unit], secretary: User) -> None:
    people = [member(f"Vi Thị {n}", unit).person for n, unit in zip("AB", old[:2], strict=True)]
    newcomer_unit = Plan()
    new = newcomer_unit.found(NewUnit("commune_union", "Đoàn xã Mới", provincial_union, code="M"))
    newcomer_unit.merge(old[:2], new)
    event = decided(newcomer_unit)
    later = reorganisations.reverse(event, on=today(), by=secretary)
    reorganisations.decide(later, by=secretary, seen=True)
    assert [units_of(person)[-1][0].rsplit("-", 1)[0] for person in people] == ["DX-1", "DX-2"]
    assert not UnsettledMove.objects.filter(event=later).exists()
