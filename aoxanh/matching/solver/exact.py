"""Exact search with CP-SAT, for components that are small and full of rules that a flow cannot hold: it starts from the flow's answer.

The model says the same as `clashes.broken`: overlaps and ways, ceilings, adults beside minors; and it counts teams, which no flow can.
"""

from collections.abc import Iterator

import numpy as np
from ortools.sat.python import cp_model

from aoxanh.matching.solver.clashes import PERIODS, clash_of, key_of, offsets, used
from aoxanh.matching.solver.network import runs
from aoxanh.matching.solver.problem import Ints, Problem

type Model = cp_model.CpModel
type Var = cp_model.IntVar
type Sum = cp_model.LinearExprT


def searched(problem: Problem, hint: Ints, *, seconds: float) -> tuple[Ints, int, bool]:
    """The best answer, the bound on value and teams together, and whether the answer reached it."""
    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in range(len(problem.pairs))]
    keep_places(model, problem, takes)
    keep_apart(model, problem, takes)
    keep_ceilings(model, problem, takes)
    keep_minors_company(model, problem, takes)
    model.maximize(sum(gains(model, problem, takes, hint)))
    chosen = set(hint.tolist())
    for row, take in enumerate(takes):
        model.add_hint(take, row in chosen)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return hint, int(solver.best_objective_bound) if status == cp_model.UNKNOWN else 0, False
    best = np.array([row for row, take in enumerate(takes) if solver.boolean_value(take)], np.int64)
    return best, int(np.floor(solver.best_objective_bound + 1e-6)), status == cp_model.OPTIMAL


def groups(of: Ints) -> Iterator[tuple[int, list[int]]]:
    """Each number with the rows that have it."""
    order = np.argsort(of, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(of[order])) + 1):
        if len(rows):
            yield int(of[rows[0]]), rows.tolist()


def keep_places(model: Model, problem: Problem, takes: list[Var]) -> None:
    shift = problem.slots.shift[problem.pairs.slot]
    for of, free in ((problem.pairs.slot, problem.slots.free), (shift, problem.shifts.free)):
        for number, rows in groups(of):
            if len(rows) > free[number]:
                model.add(sum(takes[row] for row in rows) <= int(free[number]))


def keep_apart(model: Model, problem: Problem, takes: list[Var]) -> None:
    """Runs in which all exclude each other as one clause, the others two by two."""
    person = runs(problem.pairs.person)
    for one, other in offsets(person):
        bad = clash_of(problem, one, other)
        for left, right in zip(one[bad].tolist(), other[bad].tolist(), strict=True):
            model.add_at_most_one(takes[left], takes[right])


def keep_ceilings(model: Model, problem: Problem, takes: list[Var]) -> None:
    pairs, slots, people = problem.pairs, problem.slots, problem.people
    long = (slots.end - slots.start)[pairs.slot].tolist()
    for period in PERIODS:
        key = key_of(period, pairs.person, slots.day[pairs.slot], slots.week[pairs.slot])
        for number, rows in groups(key):
            shifts, minutes = (int(count[0]) for count in used(problem.held, period, np.array([number])))
            person = pairs.person[rows[0]]
            most, most_minutes = (int(getattr(people, f"{period}_{what}")[person]) for what in ("shifts", "minutes"))
            if len(rows) + shifts > most:
                model.add(sum(takes[row] for row in rows) <= most - shifts)
            if sum(long[row] for row in rows) + minutes > most_minutes:
                model.add(sum(long[row] * takes[row] for row in rows) <= most_minutes - minutes)


def keep_minors_company(model: Model, problem: Problem, takes: list[Var]) -> None:
    pairs, slots, people = problem.pairs, problem.slots, problem.people
    for _, rows in groups(slots.shift[pairs.slot]):
        if slots.lone[pairs.slot[rows]].any():
            adults = [takes[row] for row in rows if people.adult[pairs.person[row]]]
            for row in rows:
                if people.minor[pairs.person[row]]:
                    model.add_bool_or(*adults, takes[row].negated())


def gains(model: Model, problem: Problem, takes: list[Var], hint: Ints) -> Iterator[Sum]:
    """The terms of the objective: `worth` and `mates`."""
    pairs, slots, shifts, prices = problem.pairs, problem.slots, problem.shifts, problem.prices
    for points, take in zip(pairs.points.tolist(), takes, strict=True):
        yield (points + prices.place) * take
    shift = slots.shift[pairs.slot]
    for of, least, rank in ((pairs.slot, slots.least, slots.rank), (shift, shifts.least, shifts.rank)):
        for number, rows in groups(of):
            if (most := int(min(least[number], len(rows)))) > 0:
                filled = model.new_int_var(0, most, "")
                model.add(filled <= sum(takes[row] for row in rows))
                model.add_hint(filled, min(most, int(np.isin(rows, hint).sum())))
                yield int(prices.of_least(rank[number])) * filled
    team = problem.people.team[pairs.person]
    together = np.where(team >= 0, team * len(shifts) + shift, -1)
    for number, rows in groups(together):
        if number >= 0 and len(rows) > 1 and prices.mate:
            some = model.new_bool_var("")
            for row in rows:
                model.add_implication(takes[row], some)
            model.add_hint(some, bool(np.isin(rows, hint).any()))
            yield sum(prices.mate * takes[row] for row in rows) - prices.mate * some
