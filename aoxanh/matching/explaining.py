"""Why here, and why short: what the pages say about a proposal, counted from the arrays that were solved, nothing guessed.

Why here, `Assignment.why`, is a list of [code, points, facts] that sums to the points, the weightiest first:

| code | facts |
|---|---|
| skill | `skill` its name, `wanted` places that ask for it |
| near | `km` |
| free | `not`: true where other times were named |
| wish, done, keep, busy | |
| fair | `turns` within thirty days before the window and in it |

Why short, `Shortfall.reasons`, is a list of [code, people, facts], the weightiest first. Each person who is not there is counted under the
first of these that holds for them:

| code | what it says of so many people |
|---|---|
| nobody_able | nobody within `km` can do `skill`; `far` can, farther away |
| asked | they were asked and have not answered |
| declined | they were asked and said no |
| consent | a guardian has not agreed yet |
| young | they are too young (or too old) for it |
| unable | they live near and cannot do `skill`, or have not proved it |
| far | they fit and live farther than `km`, which is more than `minutes` by motorbike |
| busy | they have another shift at that hour, or too near to it |
| ceiling | they would pass the most hours of a day or a week |
| lone | they may not be there without an adult, and none comes |
| urgent | they went to a shift that matters more, `shift` for one |
| elsewhere | they went where they fit better |
| unwilling | they were marked as not fitting it |
| spare | nothing keeps them: solving again may place them |
| stopped | the run was stopped before, or had no time for it |
| nobody | there is nobody at all within reach |
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from aoxanh.matching.candidates.places import Places, Slot
from aoxanh.matching.candidates.points import TERMS, Weighed
from aoxanh.matching.candidates.reading import Facts
from aoxanh.matching.solver.clashes import clash_of, clash_with_held
from aoxanh.matching.solver.problem import Ints, Problem
from aoxanh.matching.solver.repair import within_ceilings

type Reason = tuple[str, int, dict[str, Any]]


def why(facts: Facts, places: Places, weighed: Weighed, row: int, names: dict[Any, str]) -> list[Reason]:
    """The reasons of one pair, the weightiest first. `names` are those of skills by id."""
    points = {term: int(weighed.terms[term][row]) for term in TERMS}
    found = [(term, count, more(term, facts, places, weighed, row, names, count)) for term, count in points.items() if count]
    return sorted(found, key=lambda one: -abs(one[1]))


def more(term: str, facts: Facts, places: Places, weighed: Weighed, row: int, names: dict[Any, str], points: int) -> dict[str, Any]:
    """What a sentence about the term needs."""
    slot = places.slots[int(facts.slot[row])]
    if term == "skill" and (number := int(weighed.skill[row])) >= 0:
        wanted = {"wanted": slot.role.places} if slot.role and slot.wanted else {}
        return {"skill": names.get(facts.skill_ids[number], ""), **wanted}
    if term == "near":
        return {"km": round(float(facts.km[row]), 1)}
    if term == "fair":
        return {"turns": int(facts.turns[facts.person[row]])}
    return {"not": True} if term == "free" and points < 0 else {}


def runners_up(problem: Problem, chosen: Ints) -> Ints:
    """For each chosen pair the row of the best other shift of the person that fits what else they have; −1 for none."""
    pairs = problem.pairs
    taken = np.zeros(len(pairs), bool)
    taken[chosen] = True
    mine = np.zeros(len(problem.people), bool)
    mine[pairs.person[chosen]] = True
    rows = np.flatnonzero(mine[pairs.person] & ~taken)
    rows = rows[~beside_others(problem, chosen, rows)]
    order = rows[np.lexsort((pairs.points[rows], pairs.person[rows]))]
    last = np.flatnonzero(np.diff(pairs.person[order], append=-1))
    best = np.full(len(problem.people), -1)
    best[pairs.person[order[last]]] = order[last]
    return best[pairs.person[chosen]]


def beside_others(problem: Problem, chosen: Ints, rows: Ints) -> np.ndarray:
    """Whether a pair clashes with two chosen shifts of the person or more, or with one where they have several: then it replaces none."""
    pairs = problem.pairs
    first = np.searchsorted(pairs.person[chosen], pairs.person[rows], "left")
    count = np.searchsorted(pairs.person[chosen], pairs.person[rows], "right") - first
    clashes = np.zeros(len(rows), np.int64)
    for number in range(int(count.max(initial=0))):
        at = np.flatnonzero(count > number)
        clashes[at] += clash_of(problem, rows[at], chosen[first[at] + number])
    result: np.ndarray = clashes > 1
    return result


@dataclass(frozen=True)
class Short:
    """A slot that stays short, and why."""

    slot: Slot
    missing: int
    reasons: list[Reason]


def shortfalls(problem: Problem, chosen: Ints, facts: Facts, places: Places, wider: "Wider | None" = None) -> list[Short]:
    """Every slot with free places left, with its reasons. `wider` has who is kept away by rules of which the pairs know nothing."""
    pairs, slots = problem.pairs, problem.slots
    left = slots.free - np.bincount(pairs.slot[chosen], minlength=len(slots))
    shift_left = problem.shifts.free - np.bincount(slots.shift[pairs.slot[chosen]], minlength=len(problem.shifts))
    missing = np.minimum(left, shift_left[slots.shift])
    short = np.flatnonzero(missing > 0)
    counts = kept_from(problem, chosen, short)
    found = []
    for number in short.tolist():
        reasons = [*(wider.reasons(number) if wider else []), *counts.get(number, [])]
        reasons.sort(key=lambda one: (ORDER.get(one[0], 9), -one[1]))
        found.append(Short(places.slots[number], int(missing[number]), reasons or [("nobody", 0, {})]))
    return found


ORDER = {"nobody_able": 0, "nobody": 0}
"""These say it all and come first; the others by number."""


def kept_from(problem: Problem, chosen: Ints, short: Ints) -> dict[int, list[Reason]]:
    """For each short slot how many people who fit are kept away, by the reason."""
    pairs, slots = problem.pairs, problem.slots
    rows = np.flatnonzero(np.isin(pairs.slot, short))
    taken = np.zeros(len(pairs), bool)
    taken[chosen] = True
    rows = rows[~taken[rows]]
    code = np.full(len(rows), "elsewhere", dtype="U12")
    where = np.full(len(rows), -1)
    first = np.searchsorted(pairs.person[chosen], pairs.person[rows], "left")
    count = np.searchsorted(pairs.person[chosen], pairs.person[rows], "right") - first
    code[count == 0] = "spare"
    for number in range(int(count.max(initial=0))):
        at = np.flatnonzero(count > number)
        other = chosen[first[at] + number]
        bad = clash_of(problem, rows[at], other)
        urgent = slots.rank[pairs.slot[other]] > slots.rank[pairs.slot[rows[at]]]
        code[at[bad & urgent]] = "urgent"
        where[at[bad]] = pairs.slot[other][bad]
        code[at[~bad & (where[at] < 0)]] = "ceiling"
    code[(where >= 0) & (code != "urgent")] = "elsewhere"
    code[~within_ceilings(problem, rows)] = "ceiling"
    lone = slots.lone[pairs.slot[rows]] & problem.people.minor[pairs.person[rows]]
    code[lone] = "lone"
    code[clash_with_held(problem, rows)] = "busy"
    return grouped(pairs.slot[rows], pairs.person[rows], code)


def grouped(slot: Ints, person: Ints, code: np.ndarray) -> dict[int, list[Reason]]:
    """Counts by slot and code, the most first."""
    found: dict[int, list[Reason]] = {}
    keys, counts = np.unique(np.char.add(np.char.add(slot.astype("U12"), "|"), code), return_counts=True)
    for key, count in sorted(zip(keys.tolist(), counts.tolist(), strict=True), key=lambda one: -one[1]):
        number, name = key.split("|")
        found.setdefault(int(number), []).append((name, int(count), {}))
    return found


@dataclass(frozen=True)
class Wider:
    """People near a slot, or able and farther away, whom a rule keeps from it, by slot: see `candidates.around`."""

    counts: dict[int, Counter[str]]
    about: dict[int, dict[str, Any]]

    def reasons(self, number: int) -> list[Reason]:
        found, about = self.counts.get(number, Counter()), self.about.get(number, {})
        told: list[Reason] = [(code, count, about) for code, count in found.items() if count]
        if about.get("skill") and not about.get("able"):
            told.append(("nobody_able", 0, {**about, "far": found.get("far", 0)}))
            told = [one for one in told if one[0] not in ("unable", "far")]
        return told
