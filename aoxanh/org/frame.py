"""Laying facts of any day on the tree of any other day, so that not one is lost and not one is counted twice.

A fact belongs to the unit that did it. On the tree of another day that unit may not stand yet or stand no more: then its facts lie with
what became of it, or with what it was made of. Where there are several, either one of them takes all (`whole`: the main successor, the
first predecessor), or all take equal parts (`divided`). What was dissolved lies with the unit it stood under.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from uuid import UUID

from aoxanh.org.models import Parentage, Succession, Unit
from aoxanh.org.reorganisation.port import MAIN

type Place = UUID | None
"""A unit of the tree; None is outside of it, where units lie that nothing leads back from."""
type Parts = dict[Place, Fraction]

ONE = Fraction(1)


@dataclass(frozen=True)
class Life:
    """When a unit stands: from the first day to the last but one; None is open."""

    first: date | None
    end: date | None

    def holds(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.end is None or on < self.end)


class Frame:
    """Where the facts of every unit lie on the tree of the day `on`. Three queries, whatever the size of the tree."""

    def __init__(self, on: date, *, divided: bool = False) -> None:
        self.on, self.divided = on, divided
        self._lives = {pk: Life(during.lower, during.upper) for pk, during in Unit.objects.values_list("pk", "during")}
        self._after: dict[UUID, list[tuple[date, UUID, str]]] = defaultdict(list)
        self._before: dict[UUID, list[tuple[date, UUID, str]]] = defaultdict(list)
        steps = Succession.objects.order_by("predecessor__code", "successor__code")
        for old, new, day, share in steps.values_list("predecessor", "successor", "on", "share"):
            self._after[old].append((day, new, share))
            self._before[new].append((day, old, share))
        self._parents: dict[UUID, list[tuple[Life, UUID]]] = defaultdict(list)
        for child, parent, during in Parentage.objects.filter(during__isempty=False).values_list("child", "parent", "during"):
            self._parents[child].append((Life(during.lower, during.upper), parent))
        self._parts: dict[UUID, Parts] = {}

    def parts(self, unit: UUID) -> Parts:
        """Where the facts of the unit lie, with shares that add up to one."""
        if unit not in self._parts:
            self._parts[unit] = self._found(unit)
        return self._parts[unit]

    def lay(self, facts: Mapping[UUID, int | Fraction] | Iterable[tuple[UUID, int | Fraction]]) -> Parts:
        """Facts by the unit that did them, as sums by the unit of the tree under which they lie. The total stays what it was."""
        laid: Parts = defaultdict(Fraction)
        for unit, value in facts.items() if isinstance(facts, Mapping) else facts:
            for place, share in self.parts(unit).items():
                laid[place] += value * share
        return dict(laid)

    def roll_up(self, laid: Mapping[Place, int | Fraction]) -> Parts:
        """Every unit of the tree with all that lies under it, itself included; what lies outside stays outside."""
        totals: Parts = defaultdict(Fraction)
        for place, value in laid.items():
            totals[place] += value
            for above in self.above(place):
                totals[above] += value
        return dict(totals)

    def above(self, unit: Place) -> list[UUID]:
        """What the unit stands under on the day, the nearest first."""
        found: list[UUID] = []
        while unit is not None and (unit := self.tree.get(unit)) is not None:
            found.append(unit)
        return found

    @cached_property
    def tree(self) -> dict[UUID, UUID]:
        """Child to parent on the day."""
        return {child: parent for child, spans in self._parents.items() for life, parent in spans if life.holds(self.on)}

    def _found(self, unit: UUID) -> Parts:
        life = self._lives[unit]
        if life.holds(self.on):
            return {unit: ONE}
        if life.end is not None and life.end <= self.on:
            heirs = [(other, share) for day, other, share in self._after[unit] if day == life.end]
            return self._shared(heirs or self._parent(unit, life.end - timedelta(days=1)))
        origins = [(other, share) for day, other, share in self._before[unit] if day == life.first]
        return self._shared(origins or self._parent(unit, life.first or date.min))

    def _parent(self, unit: UUID, on: date) -> list[tuple[UUID, str]]:
        return [(parent, MAIN[0]) for life, parent in self._parents[unit] if life.holds(on)]

    def _shared(self, others: list[tuple[UUID, str]]) -> Parts:
        """All to the main one, or the same to each; nobody there: outside."""
        if not others:
            return {None: ONE}
        if not self.divided:
            return self.parts(next((other for other, share in others if share in MAIN), others[0][0]))
        shared: Parts = defaultdict(Fraction)
        for other, _share in others:
            for place, part in self.parts(other).items():
                shared[place] += part / len(others)
        return dict(shared)
