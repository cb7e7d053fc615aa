"""A problem falls into components that share neither a person nor a shift: geography does most of it, calendars the rest."""

from dataclasses import dataclass, replace

import numpy as np

from aoxanh.matching.solver.clashes import PERIODS, key_of, used
from aoxanh.matching.solver.network import firsts, runs
from aoxanh.matching.solver.problem import Bools, Held, Ints, Pairs, Problem

SMALL = 400
"""Components with fewer pairs are solved together, up to `BATCH` pairs."""
BATCH = 4_000


@dataclass(frozen=True)
class Component:
    """A problem of its own, and where its rows stand in the whole."""

    problem: Problem
    pairs: Ints
    slots: Ints
    shifts: Ints
    people: Ints


def components(problem: Problem) -> list[Component]:
    """The parts of a problem, the largest first. Shifts that nobody may take are in none."""
    if not len(problem.pairs):
        return []
    shift = problem.slots.shift[problem.pairs.slot]
    person = units(problem)
    label = joined(person, shift, len(problem.shifts))
    label = batched(label)
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    found = [component(problem, rows) for rows in np.split(order, cuts)]
    return sorted(found, key=lambda one: -len(one.pairs))


def units(problem: Problem) -> Ints:
    """What a person is decided as: whole where ceilings of weeks or of all may bind, or nights link days; else day by day.

    A person whose days do not touch each other may stand in several components.
    """
    pairs, slots = problem.pairs, problem.slots
    day = key_of("day", pairs.person, slots.day[pairs.slot], slots.day[pairs.slot])
    whole = binding(problem)[pairs.person]
    return np.where(whole, pairs.person * 100_000 + 99_999, day)


def binding(problem: Problem) -> Bools:
    """Whose ceilings of weeks or of all their days could be reached, or who could go from a night into a day, or is in a team."""
    pairs, slots, people = problem.pairs, problem.slots, problem.people
    found = people.team >= 0
    night = slots.end[pairs.slot] > (slots.day[pairs.slot] + 1) * 1440 - NIGHT_MARGIN
    found[pairs.person[night]] = True
    long = (slots.end - slots.start)[pairs.slot]
    for period in PERIODS[1:]:
        key = key_of(period, pairs.person, slots.day[pairs.slot], slots.week[pairs.slot])
        if (np.diff(key) < 0).any():
            order = np.argsort(key, kind="stable")
        else:
            order = np.arange(len(key))
        first = firsts(runs(key[order]))
        person = pairs.person[order[first]]
        shifts, minutes = used(problem.held, period, key[order[first]])
        over = shifts + np.diff(first, append=len(key)) > getattr(people, f"{period}_shifts")[person]
        over |= minutes + np.add.reduceat(long[order], first) > getattr(people, f"{period}_minutes")[person]
        found[person[over]] = True
    return found


NIGHT_MARGIN = 240


def joined(person: Ints, shift: Ints, shifts: int) -> Ints:
    """For each pair the number of its component: the lowest label spreads from shifts to people and back until all agree."""
    mine = runs(person) if (np.diff(person) >= 0).all() else np.unique(person, return_inverse=True)[1]
    by_person, by_shift = np.argsort(mine, kind="stable"), np.argsort(shift, kind="stable")
    first_person, first_shift = firsts(mine[by_person]), firsts(shift[by_shift])
    known = shift[by_shift[first_shift]]
    label = np.arange(shifts)
    while True:
        of_person = np.minimum.reduceat(label[shift[by_person]], first_person)
        near = label.copy()
        near[known] = np.minimum.reduceat(of_person[mine[by_shift]], first_shift)
        near = near[near]
        if np.array_equal(near, label):
            return label[shift]
        label = near


def batched(label: Ints) -> Ints:
    """Small components share a number until they are enough for one go."""
    names, place, sizes = np.unique(label, return_inverse=True, return_counts=True)
    number, small = np.arange(len(names)), sizes < SMALL
    number[small] = len(names) + np.cumsum(sizes[small]) // BATCH
    return number[place]


def component(problem: Problem, rows: Ints) -> Component:
    pairs = problem.pairs.take(rows)
    order = np.argsort(pairs.person * (1 << 24) + problem.slots.start[pairs.slot], kind="stable")
    rows, pairs = rows[order], pairs.take(order)
    people, person = np.unique(pairs.person, return_inverse=True)
    shifts = np.unique(problem.slots.shift[pairs.slot])
    slots = np.flatnonzero(np.isin(problem.slots.shift, shifts))
    slot = np.searchsorted(slots, pairs.slot)
    own = problem.slots.take(slots)
    inner = replace(
        problem,
        slots=replace(own, shift=np.searchsorted(shifts, own.shift)),
        shifts=problem.shifts.take(shifts),
        people=problem.people.take(people),
        pairs=Pairs(person, slot, pairs.points),
        held=held_of(problem.held, people),
    )
    return Component(inner, rows, slots, shifts, people)


def held_of(held: Held, people: Ints) -> Held:
    mine = held.take(np.isin(held.person, people))
    return replace(mine, person=np.searchsorted(people, mine.person))
