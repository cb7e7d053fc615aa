"""One component: a loose flow, which bounds it, repaired and filled up; exact search where it is small and rules are in the way."""

import time
from dataclasses import replace

import numpy as np

from aoxanh.matching.solver import flow
from aoxanh.matching.solver.network import Levels, hours, levels, network, ways
from aoxanh.matching.solver.problem import Ints, Part, Problem, mates, worth
from aoxanh.matching.solver.repair import mended, possible, rest

FILLS = 8
"""Fill-up flows at most: each adds a second or third shift to somebody's day, or is the last."""
LOOKS = 3
"""Flows at most over a whole component. Each later one holds the people tight whose answer of the former broke a rule."""
LARGE = 20_000
FEW = 0.03
"""Components of more pairs get a second look only where more than three in a hundred of the chosen broke a rule."""
EXACT = 6_000
"""Components of more pairs are never searched exactly."""


def solved(problem: Problem, *, number: int, exact: float) -> Part:
    """The best answer found for a component, with its bound. Rows of `chosen` are those of the component's pairs.

    `exact`: seconds for exact search, where there is something left to gain.
    """
    began = time.perf_counter()
    rows = possible(problem)
    inner = replace(problem, pairs=problem.pairs.take(rows))
    chosen, bound = by_flow(inner)
    chosen = with_teams(inner, chosen)
    value, method, teams = worth(inner, chosen), "flow", mates_possible(inner).size > 0
    if (value < bound or teams) and len(rows) <= EXACT and exact > 0:
        chosen, bound, method = exactly(inner, chosen, bound, seconds=exact, teams=teams)
        value = worth(inner, chosen)
    together = mates(inner, chosen)
    is_best = value >= bound if method == "flow" else value + together >= bound
    proof = "optimal" if is_best and not (teams and method == "flow") else "within"
    bound = bound if method == "flow" else max(bound - together, value)
    spent = time.perf_counter() - began
    return Part(
        number, rows[chosen], np.arange(len(problem.slots)), len(problem.people), len(problem.pairs), value, bound, together,
        proof, method, spent,
    )  # fmt: skip


def by_flow(problem: Problem) -> tuple[Ints, int]:
    """An answer that keeps every rule, and a bound on all answers without teams."""
    none = np.zeros(0, np.int64)
    if not len(problem.pairs):
        return none, worth(problem, none)
    of = hours(problem)
    far = ways(problem, of)
    loose, tight = levels(problem, of, far=None), levels(problem, of, far=far)
    best, bound, now = none, -1, loose
    for _ in range(LOOKS):
        wished = flow.best(network(problem, now, problem.pairs.points), len(problem.pairs))
        bound = worth(problem, wished) if bound < 0 else bound
        kept = mended(problem, wished)
        best = max(best, filled(problem, kept), key=lambda rows: worth(problem, rows))
        broke = len(wished) - len(kept)
        if worth(problem, best) >= bound or not broke or (len(problem.pairs) > LARGE and broke < len(wished) * FEW):
            break
        now = held_tight(now, tight, np.setdiff1d(wished, kept))
    return best, bound


def held_tight(now: Levels, tight: Levels, rows: Ints) -> Levels:
    """The levels, with the people and days of these pairs as tight as their rules."""
    most = []
    for group, loose, least in zip(now.groups, now.most, tight.most, strict=True):
        changed = loose.copy()
        changed[group[rows]] = least[group[rows]]
        most.append(changed)
    return Levels(now.groups, tuple(most))


def filled(problem: Problem, chosen: Ints) -> Ints:
    """With what may still be added: second shifts on a day, and places that a repair left free."""
    for _ in range(FILLS):
        left, rows = rest(problem, chosen)
        if not len(rows):
            break
        of = hours(left)
        more = flow.best(network(left, levels(left, of, far=ways(left, of)), left.pairs.points), len(rows))
        grown = mended(problem, np.concatenate([chosen, rows[more]]))
        if worth(problem, grown) <= worth(problem, chosen):
            break
        chosen = grown
    return chosen


def mates_possible(problem: Problem) -> Ints:
    """The pairs of people who have a mate with a pair for the same shift; none where mates add nothing."""
    team, shift = problem.people.team[problem.pairs.person], problem.slots.shift[problem.pairs.slot]
    known = np.flatnonzero((team >= 0) & (problem.prices.mate > 0))
    _, place, sizes = np.unique(team[known] * len(problem.shifts) + shift[known], return_inverse=True, return_counts=True)
    return known[sizes[place] > 1] if len(known) else known


def with_teams(problem: Problem, chosen: Ints) -> Ints:
    """The answer, or a better one in which teams go together: members are drawn to where mates are, and only they are decided anew."""
    rows = mates_possible(problem)
    team, shift = problem.people.team[problem.pairs.person], problem.slots.shift[problem.pairs.slot]
    key = team * len(problem.shifts) + shift
    for _ in range(2 if len(rows) else 0):
        there, counts = np.unique(key[np.intersect1d(chosen, rows)], return_counts=True)
        if not len(there):
            break
        place = np.minimum(np.searchsorted(there, key[rows]), len(there) - 1)
        drawn = problem.pairs.points.copy()
        drawn[rows] += np.where(there[place] == key[rows], problem.prices.mate * counts[place] // (counts[place] + 1), 0)
        other = redecided(replace(problem, pairs=replace(problem.pairs, points=drawn)), chosen, np.unique(problem.pairs.person[rows]))
        if total(problem, other) <= total(problem, chosen):
            break
        chosen = other
    return chosen


def redecided(problem: Problem, chosen: Ints, people: Ints) -> Ints:
    """The answer with these people set free and assigned again, all others where they are."""
    free = np.zeros(len(problem.people), bool)
    free[people] = True
    kept = chosen[~free[problem.pairs.person[chosen]]]
    left, rows = rest(problem, kept)
    mine = np.flatnonzero(free[left.pairs.person])
    left, rows = replace(left, pairs=left.pairs.take(mine)), rows[mine]
    if not len(rows):
        return chosen
    more = flow.best(network(left, levels(left, hours(left), far=None), left.pairs.points), len(rows))
    return filled(problem, mended(problem, np.concatenate([kept, rows[more]])))


def total(problem: Problem, chosen: Ints) -> int:
    return worth(problem, chosen) + mates(problem, chosen)


def exactly(problem: Problem, chosen: Ints, bound: int, *, seconds: float, teams: bool) -> tuple[Ints, int, str]:
    """What exact search makes of the flow's answer; its bound counts teams, so does the one that is given back."""
    from aoxanh.matching.solver.exact import searched

    best, most, _ = searched(problem, chosen, seconds=seconds)
    if total(problem, best) < total(problem, chosen):
        best = chosen
    return best, most if teams else min(most, bound), "cp-sat"
