"""Which shifts one person cannot take both, and an independent look at an answer: the hard rules as they are, one by one."""

import numpy as np

from aoxanh.matching.solver.problem import Bools, Floats, Held, Ints, Problem, kilometres, minutes_between


def offsets(group: Ints) -> list[tuple[Ints, Ints]]:
    """All pairs of rows of one group (sorted), as lists of rows: first those next to each other, then those one apart, …"""
    found, first, gap = [], np.arange(len(group)), 1
    while len(first := first[first + gap < len(group)]) and len(first := first[group[first] == group[first + gap]]):
        found.append((first, first + gap))
        gap += 1
    return found


def clash(
    start: tuple[Ints, Ints], end: tuple[Ints, Ints], latitude: tuple[Floats, Floats], longitude: tuple[Floats, Floats], speed: Floats
) -> Bools:
    """Whether two shifts overlap, or leave less time between them than the way takes."""
    gap = np.maximum(start[1] - end[0], start[0] - end[1])
    way = minutes_between(kilometres(latitude[0], longitude[0], latitude[1], longitude[1]), speed)
    result: Bools = (gap < 0) | (gap < way)
    return result


def clash_of(problem: Problem, one: Ints, other: Ints) -> Bools:
    """Whether pairs of one person, row by row, exclude each other."""
    slots, speed = problem.slots, problem.people.speed[problem.pairs.person[one]]
    a, b = problem.pairs.slot[one], problem.pairs.slot[other]
    starts, ends = (slots.start[a], slots.start[b]), (slots.end[a], slots.end[b])
    return clash(starts, ends, (slots.latitude[a], slots.latitude[b]), (slots.longitude[a], slots.longitude[b]), speed)


def clash_with_held(problem: Problem, rows: Ints) -> Bools:
    """Whether a pair excludes itself by a shift that the person is in already."""
    held, pairs, slots = problem.held, problem.pairs, problem.slots
    found = np.zeros(len(rows), bool)
    if not len(held):
        return found
    order = np.argsort(held.person, kind="stable")
    mine = held.take(order)
    first = np.searchsorted(mine.person, pairs.person[rows], "left")
    count = np.searchsorted(mine.person, pairs.person[rows], "right") - first
    for number in range(int(count.max(initial=0))):
        at = np.flatnonzero(count > number)
        other, slot = first[at] + number, pairs.slot[rows[at]]
        found[at] |= clash(
            (slots.start[slot], mine.start[other]),
            (slots.end[slot], mine.end[other]),
            (slots.latitude[slot], mine.latitude[other]),
            (slots.longitude[slot], mine.longitude[other]),
            problem.people.speed[pairs.person[rows[at]]],
        )
    return found


PERIODS = ("day", "week", "all")


def key_of(period: str, person: Ints, day: Ints, week: Ints) -> Ints:
    """One number for a person and a day, a week, or all of the time."""
    return person * 100_000 + (day if period == "day" else week if period == "week" else 0)


def used(held: Held, period: str, keys: Ints) -> tuple[Ints, Ints]:
    """Shifts and minutes that what is held uses up of each key (sorted, each once)."""
    if not len(held) or not len(keys):
        return np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
    mine = key_of(period, held.person, held.day, held.week)
    place = np.searchsorted(keys, mine)
    known = (place < len(keys)) & (keys[np.minimum(place, len(keys) - 1)] == mine)
    shifts = np.bincount(place[known], minlength=len(keys))
    minutes = np.bincount(place[known], weights=(held.end - held.start)[known], minlength=len(keys))
    return shifts, minutes.astype(np.int64)


def broken(problem: Problem, chosen: Ints) -> list[str]:
    """The codes of the hard rules that these pairs break together; [] is what every answer has."""
    pairs, slots = problem.pairs, problem.slots
    person, slot = pairs.person[chosen], pairs.slot[chosen]
    found = set()
    of_slot = np.bincount(slot, minlength=len(slots))
    if (of_slot > slots.free).any() or (np.bincount(slots.shift[slot], minlength=len(problem.shifts)) > problem.shifts.free).any():
        found.add("full")
    order = np.argsort(person, kind="stable")
    for one, other in offsets(person[order]):
        if clash_of(problem, chosen[order][one], chosen[order][other]).any():
            found.add("clash")
    if clash_with_held(problem, chosen).any():
        found.add("clash")
    if too_much(problem, chosen).any():
        found.add("too_much")
    if len(lone_minors(problem, chosen)):
        found.add("lone_minor")
    if len(np.unique(person * len(problem.shifts) + slots.shift[slot])) < len(chosen):
        found.add("twice")
    return sorted(found)


def too_much(problem: Problem, chosen: Ints) -> Bools:
    """Which of the pairs belong to a person whose ceiling is passed."""
    pairs, slots, people = problem.pairs, problem.slots, problem.people
    person, slot = pairs.person[chosen], pairs.slot[chosen]
    found = np.zeros(len(chosen), bool)
    for period in PERIODS:
        keys, place = np.unique(key_of(period, person, slots.day[slot], slots.week[slot]), return_inverse=True)
        shifts, minutes = used(problem.held, period, keys)
        shifts = shifts + np.bincount(place, minlength=len(keys))
        minutes = minutes + np.bincount(place, weights=(slots.end - slots.start)[slot], minlength=len(keys)).astype(np.int64)
        found |= shifts[place] > getattr(people, f"{period}_shifts")[person]
        found |= minutes[place] > getattr(people, f"{period}_minutes")[person]
    return found


def lone_minors(problem: Problem, chosen: Ints) -> Ints:
    """The chosen pairs of minors in shifts where no adult would be beside them."""
    shift = problem.slots.shift[problem.pairs.slot[chosen]]
    minor, adult = (of[problem.pairs.person[chosen]] for of in (problem.people.minor, problem.people.adult))
    has_adult = np.bincount(shift[adult], minlength=len(problem.shifts)) > 0
    lone = np.zeros(len(problem.shifts), bool)
    lone[problem.slots.shift[problem.slots.lone]] = True
    return chosen[minor & lone[shift] & ~has_adult[shift]]
