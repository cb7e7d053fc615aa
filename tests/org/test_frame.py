"""Laws that must hold for any tree and any chain of events."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aoxanh.kit.dates import during
from aoxanh.org import queries
from aoxanh.org.actions import reorganisations
from aoxanh.org.frame import Frame
from aoxanh.org.models import Parentage, Reorganisation, Succession, Unit
from aoxanh.org.reorganisation.plans import NewUnit, Plan

START, SPAN = date(2023, 1, 1), 400
DAYS = st.integers(0, SPAN).map(lambda days: START + timedelta(days=days))
lawful = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@contextmanager
def taken_back() -> Iterator[None]:
    """Each example begins on the same empty ground."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def plant(shape: list[int]) -> list[Unit]:
    """A province and, one by one, branches and communes; each stands under an earlier one, as the numbers say."""
    units = [unit_row("provincial_union", 0)]
    for number, above in enumerate(shape, 1):
        parent = units[above % number]
        child = unit_row("commune_union" if parent.kind == "provincial_union" else "branch", number)
        Parentage.objects.create(child=child, parent=parent, during=during(START))
        units.append(child)
    return units


def unit_row(kind: str, number: int) -> Unit:
    name = f"Đơn vị {number}"
    return Unit.objects.create(
        kind=kind, code=f"U-{number:03d}", slug=f"u-{number:03d}", name=name, short_name=name, search_key="", during=during(START)
    )


def change(day: date, verb: str, dice: list[int]) -> Reorganisation | None:
    """An event of the kind on the day with units drawn by the dice; None where the tree has not enough of them, or it is blocked."""
    communes = list(queries.active(day).filter(kind="commune_union", during__startswith__lt=day).order_by("code"))
    if len(communes) < 3:
        return None
    chosen = list(dict.fromkeys(communes[number % len(communes)] for number in dice))
    parent = Unit.objects.get(code="U-000")
    plan = Plan()
    new = [NewUnit("commune_union", f"Mới {day} {number}", parent, code=f"M-{day}-{number}") for number in range(2)]
    if verb == "merge":
        plan.merge(chosen, plan.found(new[0]))
    elif verb == "absorb" and len(chosen) > 1:
        plan.merge(chosen[1:], chosen[0])
    elif verb == "split":
        plan.split(chosen[0], [plan.found(each) for each in new])
    elif verb == "divide" and len(chosen) > 1:
        ids = [plan.found(each) for each in new]
        for unit in chosen:
            plan.split(unit, ids)
    elif verb == "part":
        plan.part_with(chosen[0], plan.found(new[0]))
    elif verb == "dissolve":
        plan.dissolve(chosen[0])
    else:
        plan.rename(chosen[0], name=f"Tên {day}")
    event = reorganisations.draft(verb, on=day, by=None)
    reorganisations.plan(event, plan, by=None)
    if reorganisations.preview(event).blocking:
        return None
    return reorganisations.decide(event, by=None, seen=True)


VERBS = st.sampled_from(["merge", "absorb", "split", "divide", "part", "dissolve", "rename"])
EVENTS = st.lists(st.tuples(st.integers(1, SPAN - 1), VERBS, st.lists(st.integers(0, 30), min_size=1, max_size=4)), max_size=5)
SHAPES = st.lists(st.integers(0, 12), min_size=4, max_size=12)
FACTS = st.lists(st.tuples(st.integers(0, 40), DAYS, st.integers(1, 1000)), min_size=1, max_size=12)


def happen(events: list[tuple[int, str, list[int]]]) -> list[Reorganisation]:
    """The events that are possible, each on a day of its own, in their order."""
    days: dict[int, tuple[str, list[int]]] = {}
    for day, verb, dice in sorted(events, key=lambda event: event[0]):
        days.setdefault(day, (verb, dice))
    made = [change(START + timedelta(days=day), verb, dice) for day, (verb, dice) in days.items()]
    return [event for event in made if event]


def done(facts: list[tuple[int, date, int]]) -> list[tuple[Any, int]]:
    """Facts of units that stood on the day on which they happened."""
    found = []
    for number, day, value in facts:
        standing = list(queries.active(day).order_by("code"))
        found.append((standing[number % len(standing)].pk, value))
    return found


@pytest.mark.django_db
@lawful
@given(shape=SHAPES, events=EVENTS, facts=FACTS, on=DAYS, divided=st.booleans())
def test_not_one_fact_is_lost_or_doubled(shape: list[int], events: Any, facts: Any, on: date, divided: bool) -> None:
    with taken_back():
        plant(shape)
        happen(events)
        known = done(facts)
        frame = Frame(on, divided=divided)
        laid = frame.lay(known)
        total = sum(value for _, value in known)
        assert sum(laid.values()) == total
        standing = set(queries.active(on).values_list("pk", flat=True))
        assert set(laid) <= standing | {None}
        if not divided:
            assert all(value.denominator == 1 for value in laid.values())
        rolled = frame.roll_up(laid)
        roots = [place for place in rolled if place not in frame.tree]
        assert sum((rolled[root] for root in roots), Fraction()) == total


@pytest.mark.django_db
@lawful
@given(shape=SHAPES, events=EVENTS, on=DAYS)
def test_facts_of_a_unit_that_stands_lie_with_it(shape: list[int], events: Any, on: date) -> None:
    with taken_back():
        plant(shape)
        happen(events)
        for unit in queries.active(on):
            assert Frame(on).parts(unit.pk) == {unit.pk: 1}


@pytest.mark.django_db
@lawful
@given(shape=SHAPES, events=EVENTS, on=DAYS)
def test_the_tree_stays_a_tree(shape: list[int], events: Any, on: date) -> None:
    with taken_back():
        plant(shape)
        happen(events)
        root = Unit.objects.get(code="U-000")
        above = set(queries.subtree(root, on=on))
        alone = {unit for unit in queries.active(on) if queries.parent(unit, on=on) is None}
        assert alone == {root}
        assert above == set(queries.active(on))


def rows(model: Any) -> set[Any]:
    return set(model.objects.values_list())


@pytest.mark.django_db
@lawful
@given(shape=SHAPES, events=EVENTS, verb=VERBS, dice=st.lists(st.integers(0, 30), min_size=1, max_size=4))
def test_undoing_restores_every_row(shape: list[int], events: Any, verb: str, dice: list[int]) -> None:
    with taken_back():
        plant(shape)
        happen(events)
        before = [rows(model) for model in (Unit, Parentage, Succession)]
        event = change(date(2099, 1, 1), verb, dice)
        if event:
            reorganisations.undo(event, by=None)
        assert [rows(model) for model in (Unit, Parentage, Succession)] == before


def picture(on: date) -> set[tuple[str, str]]:
    return {(unit.name, above.name if (above := queries.parent(unit, on=on)) else "") for unit in queries.active(on)}


@pytest.mark.django_db
@lawful
@given(first=st.integers(1, 100), second=st.integers(1, 100), on=DAYS)
def test_the_order_of_independent_events_does_not_matter(first: int, second: int, on: date) -> None:
    def left(units: list[Unit]) -> Callable[[], Reorganisation]:
        return lambda: decided(first, units[1:3], "Trái")

    def right(units: list[Unit]) -> Callable[[], Reorganisation]:
        return lambda: decided(second, units[3:5], "Phải")

    def decided(day: int, units: list[Unit], name: str) -> Reorganisation:
        plan = Plan()
        plan.merge(units, plan.found(NewUnit("commune_union", name, Unit.objects.get(code="U-000"), code=name)))
        event = reorganisations.draft(name, on=START + timedelta(days=day), by=None)
        reorganisations.plan(event, plan, by=None)
        return reorganisations.decide(event, by=None, seen=True)

    pictures, sums = [], []
    for order in ((left, right), (right, left)):
        with taken_back():
            units = plant([0, 0, 0, 0])
            for side in order:
                side(units)()
            pictures.append(picture(on))
            laid = Frame(on).lay([(unit.pk, 10**number) for number, unit in enumerate(units)])
            names = dict(Unit.objects.values_list("pk", "name"))
            sums.append({names[place] if place else None: value for place, value in laid.items()})
    assert pictures[0] == pictures[1]
    assert sums[0] == sums[1]


@pytest.mark.django_db
def test_what_was_dissolved_lies_with_what_it_stood_under() -> None:
    units = plant([0, 0, 0])
    plan = Plan()
    plan.dissolve(units[1])
    event = reorganisations.draft("Giải thể", on=date(2023, 6, 1), by=None)
    reorganisations.plan(event, plan, by=None)
    reorganisations.decide(event, by=None, seen=True)
    assert Frame(date(2024, 1, 1)).lay({units[1].pk: 7}) == {units[0].pk: 7}


@pytest.mark.django_db
def test_facts_of_a_merged_unit_lie_with_the_first_of_those_it_was_made_of_or_with_all() -> None:
    units = plant([0, 0, 0])
    plan = Plan()
    new = plan.found(NewUnit("commune_union", "Mới", units[0]))
    plan.merge(units[1:3], new)
    event = reorganisations.draft("Hợp nhất", on=date(2023, 6, 1), by=None)
    reorganisations.plan(event, plan, by=None)
    reorganisations.decide(event, by=None, seen=True)
    assert Frame(date(2023, 1, 1)).lay({new: 5}) == {units[1].pk: 5}
    assert Frame(date(2023, 1, 1), divided=True).lay({new: 5}) == {units[1].pk: Fraction(5, 2), units[2].pk: Fraction(5, 2)}


@pytest.mark.django_db
def test_a_frame_asks_as_often_for_a_forest_as_for_a_tree(django_assert_num_queries: Any) -> None:
    plant([0, 0, 0, 1, 1, 2])
    with django_assert_num_queries(3):
        Frame(date(2023, 1, 1))
