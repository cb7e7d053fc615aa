"""What the network cannot hold is put right afterwards: pairs that break a rule go, and what is still free is filled by a smaller flow."""

from dataclasses import replace

import numpy as np

from aoxanh.matching.solver.clashes import PERIODS, clash_of, clash_with_held, key_of, lone_minors, offsets, too_much, used
from aoxanh.matching.solver.problem import Bools, Held, Ints, Problem


def possible(problem: Problem) -> Ints:
    """The rows of pairs that break no rule by themselves, with what their person is in already."""
    pairs, slots = problem.pairs, problem.slots
    rows = np.flatnonzero((slots.free[pairs.slot] > 0) & (problem.shifts.free[slots.shift[pairs.slot]] > 0) & beside_an_adult(problem))
    rows = rows[within_ceilings(problem, rows)]
    return rows[~clash_with_held(problem, rows)]


def beside_an_adult(problem: Problem) -> Bools:
    """False for minors where no adult could come."""
    pairs, slots, people = problem.pairs, problem.slots, problem.people
    shift = slots.shift[pairs.slot]
    may_come = np.zeros(len(problem.shifts), bool)
    may_come[shift[people.adult[pairs.person]]] = True
    result: Bools = ~(people.minor[pairs.person] & slots.lone[pairs.slot]) | may_come[shift]
    return result


def within_ceilings(problem: Problem, rows: Ints) -> Bools:
    """Whether the person may still take the pair's shift, by number and by minutes."""
    slots, person, slot = problem.slots, problem.pairs.person[rows], problem.pairs.slot[rows]
    fits = np.ones(len(rows), bool)
    for period in PERIODS:
        key = key_of(period, person, slots.day[slot], slots.week[slot])
        keys, place = (np.unique(key, return_inverse=True)) if len(problem.held) else (key[:0], None)
        shifts, minutes = used(problem.held, period, keys) if place is not None else (np.zeros(1, np.int64),) * 2
        at = place if place is not None else np.zeros(len(rows), np.int64)
        fits &= shifts[at] + 1 <= getattr(problem.people, f"{period}_shifts")[person]
        fits &= minutes[at] + (slots.end - slots.start)[slot] <= getattr(problem.people, f"{period}_minutes")[person]
    return fits


def mended(problem: Problem, chosen: Ints) -> Ints:
    """Without the pairs that break a rule together, of two the one that brings less."""
    gain = problem.pairs.points + problem.prices.of_least(problem.slots.rank)[problem.pairs.slot] * (
        problem.slots.least[problem.pairs.slot] > 0
    )
    chosen = apart(problem, np.sort(chosen), gain)
    while (over := too_much(problem, chosen)).any():
        worst = lowest(problem.pairs.person[chosen[over]], gain[chosen[over]])
        chosen = np.delete(chosen, np.flatnonzero(over)[worst])
    return np.setdiff1d(chosen, lone_minors(problem, chosen), assume_unique=True)


def apart(problem: Problem, chosen: Ints, gain: Ints) -> Ints:
    while True:
        drop = np.zeros(len(chosen), bool)
        for one, other in offsets(problem.pairs.person[chosen]):
            bad = clash_of(problem, chosen[one], chosen[other])
            less = gain[chosen[one]] < gain[chosen[other]]
            drop[np.where(less, one, other)[bad]] = True
        if not drop.any():
            return chosen
        chosen = chosen[~drop]


def lowest(group: Ints, gain: Ints) -> Ints:
    """The row of each group that brings least."""
    order = np.lexsort((gain, group))
    return order[np.flatnonzero(np.diff(group[order], prepend=-1))]


def admitted(problem: Problem, before: Ints, new: Ints) -> Ints:
    """Those of the new pairs that, with the ones before, break nothing: what was decided first stays."""
    theirs = np.zeros(len(problem.people), bool)
    theirs[problem.pairs.person[new]] = True
    near = before[theirs[problem.pairs.person[before]]]
    while len(near) and len(new):
        both = np.sort(np.concatenate([near, new]))
        bad = np.setdiff1d(both[too_much(problem, both)], near)
        for one, other in offsets(problem.pairs.person[both]):
            wrong = clash_of(problem, both[one], both[other])
            bad = np.union1d(bad, np.setdiff1d(np.concatenate([both[one[wrong]], both[other[wrong]]]), near))
        if not len(bad):
            break
        new = np.setdiff1d(new, bad[lowest(problem.pairs.person[bad], problem.pairs.points[bad])])
    return np.setdiff1d(new, lone_minors(problem, new))


def rest(problem: Problem, chosen: Ints) -> tuple[Problem, Ints]:
    """What is still to be decided once these are, and the rows of its pairs."""
    slots, shifts, pairs = problem.slots, problem.shifts, problem.pairs
    person, slot = pairs.person[chosen], pairs.slot[chosen]
    of_slot = np.bincount(slot, minlength=len(slots))
    of_shift = np.bincount(slots.shift[slot], minlength=len(shifts))
    lone = slots.lone.copy()
    with_adult = np.zeros(len(shifts), bool)
    with_adult[slots.shift[slot[problem.people.adult[person]]]] = True
    lone[with_adult[slots.shift]] = False
    taken = Held(person, *(getattr(slots, name)[slot] for name in ("day", "week", "start", "end", "latitude", "longitude")))
    held = Held(*(np.concatenate(both) for both in zip(columns(problem.held), columns(taken), strict=True)))
    left = replace(
        problem,
        slots=replace(slots, free=slots.free - of_slot, least=np.maximum(slots.least - of_slot, 0), lone=lone),
        shifts=replace(shifts, free=shifts.free - of_shift, least=np.maximum(shifts.least - of_shift, 0)),
        held=held,
    )
    rows = np.flatnonzero((left.slots.free[pairs.slot] > 0) & (left.shifts.free[slots.shift[pairs.slot]] > 0))
    rows = np.setdiff1d(rows, chosen, assume_unique=True)
    left = replace(left, pairs=pairs.take(rows))
    rows = rows[inner := possible(left)]
    return replace(left, pairs=left.pairs.take(inner)), rows


def columns(held: Held) -> tuple[np.ndarray, ...]:
    return held.person, held.day, held.week, held.start, held.end, held.latitude, held.longitude
