"""A problem falls into components that share neither a person nor a shift: geography does most of it, calendars the rest.

Where one is still large it is cut by days, as if ceilings of weeks did not link them: each day's answer is then admitted against those
before it, and a bound for the days is a bound for the whole.
"""

from dataclasses import dataclass, replace

import numpy as np

from aoxanh.matching.solver.clashes import PERIODS, key_of, used
from aoxanh.matching.solver.network import firsts, runs
from aoxanh.matching.solver.problem import Bools, Held, Ints, Pairs, Problem

SMALL, BATCH = 400, 4_000
"""Components with fewer pairs than the one are solved together, up to the other."""
CUT = 150_000
"""Components with more pairs are cut by days."""
NIGHT_MARGIN = 240
"""Who works so late, in minutes before midnight, is decided about together with the next day."""


@dataclass(frozen=True)
class Component:
    """A problem of its own, and where its rows stand in the whole. `loose`: ceilings of weeks, or nights, link it to others."""

    problem: Problem
    pairs: Ints
    slots: Ints
    people: Ints
    loose: bool


def components(problem: Problem, *, cut: int = CUT) -> list[Component]:
    """The parts of a problem, the largest first; its pairs are sorted by person and start. Shifts that nobody may take are in none."""
    pairs, slots = problem.pairs, problem.slots
    if not len(pairs):
        return []
    shift, day = slots.shift[pairs.slot], runs(pairs.person, slots.day[pairs.slot])
    linked = binding(problem)
    by_day = joined(day, shift, len(problem.shifts))
    label = across_days(by_day, day, linked[pairs.person] * (pairs.person + 1))
    large = np.bincount(label)[label] > cut
    label = batched(np.where(large, by_day + label.max() + 1, label))
    order = np.argsort(label, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    found = [component(problem, rows, loose=bool(large[rows].any() and linked[pairs.person[rows]].any())) for rows in parts]
    return sorted(found, key=lambda one: -len(one.pairs))


def across_days(label: Ints, day: Ints, linked: Ints) -> Ints:
    """The labels of days joined where a linked person (by number from 1, 0 for the others) stands in several."""
    first = firsts(day)
    first = first[linked[first] > 0]
    wide = np.arange(int(label.max()) + 1)
    if len(first):
        found = joined(linked[first], label[first], len(wide))
        wide[label[first]] = found
    return wide[label]


def binding(problem: Problem) -> Bools:
    """Whose ceilings of weeks or of all their days could be reached, or who could go from a night into a day."""
    pairs, slots, people = problem.pairs, problem.slots, problem.people
    found = np.zeros(len(people), bool)
    night = slots.end[pairs.slot] > (slots.day[pairs.slot] + 1) * 1440 - NIGHT_MARGIN
    found[pairs.person[night]] = True
    long = (slots.end - slots.start)[pairs.slot]
    for period in PERIODS[1:]:
        key = key_of(period, pairs.person, slots.day[pairs.slot], slots.week[pairs.slot])
        first = firsts(runs(key))
        person = pairs.person[first]
        shifts, minutes = used(problem.held, period, key[first])
        over = shifts + np.diff(first, append=len(key)) > getattr(people, f"{period}_shifts")[person]
        over |= minutes + np.add.reduceat(long, first) > getattr(people, f"{period}_minutes")[person]
        found[person[over]] = True
    return found


def joined(unit: Ints, shift: Ints, shifts: int) -> Ints:
    """For each pair the number of its component: the lowest label spreads from shifts to units (sorted) and back until all agree."""
    first_unit, unit = firsts(unit), runs(unit)
    by_shift = np.argsort(short(shift), kind="stable")
    first_shift = firsts(shift[by_shift])
    known, unit_by_shift = shift[by_shift[first_shift]], unit[by_shift]
    label = np.arange(shifts)
    while True:
        of_unit = np.minimum.reduceat(label[shift], first_unit)
        near = label.copy()
        near[known] = np.minimum.reduceat(of_unit[unit_by_shift], first_shift)
        near = near[near]
        if np.array_equal(near, label):
            return label[shift]
        label = near


def short(numbers: Ints) -> np.ndarray:
    """The same in 16 bits where they fit: NumPy sorts these in linear time."""
    return numbers.astype(np.uint16) if numbers.max(initial=0) < 1 << 16 else numbers


def batched(label: Ints) -> Ints:
    """Small components share a number until they are enough for one go."""
    sizes = np.bincount(label)
    names = np.flatnonzero(sizes)
    number, small = np.arange(len(names)), sizes[names] < SMALL
    number[small] = len(names) + np.cumsum(sizes[names][small]) // BATCH
    place = np.zeros(len(sizes), np.int64)
    place[names] = number
    return short(place[label])


def component(problem: Problem, rows: Ints, *, loose: bool) -> Component:
    """The part of these pairs, whose order stays."""
    pairs = problem.pairs.take(rows)
    people = pairs.person[firsts(runs(pairs.person))]
    shifts = np.unique(problem.slots.shift[pairs.slot])
    slots = np.flatnonzero(np.isin(problem.slots.shift, shifts))
    own = problem.slots.take(slots)
    inner = replace(
        problem,
        slots=replace(own, shift=np.searchsorted(shifts, own.shift)),
        shifts=problem.shifts.take(shifts),
        people=problem.people.take(people),
        pairs=Pairs(np.searchsorted(people, pairs.person), np.searchsorted(slots, pairs.slot), pairs.points),
        held=held_of(problem.held, people),
    )
    return Component(inner, rows, slots, people, loose)


def held_of(held: Held, people: Ints) -> Held:
    if not len(held):
        return held
    mine = held.take(np.isin(held.person, people))
    return replace(mine, person=np.searchsorted(people, mine.person))
