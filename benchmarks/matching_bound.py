"""The bound of a matching, by a solver that is not ours: the linear relaxation of the same hard rules and weights, solved by HiGHS.

A process of its own, `python -m benchmarks.matching_bound FILE`, since HiGHS and OR-Tools do not live in one. Rows: all shifts of a person
that share a moment (the largest such sets), ceilings of days, weeks and in all, places of slots and of shifts; minimums are priced pieces.
Ways between shifts, adults beside minors and teams are no part of it, nor are, in components so large that they are cut by days, ceilings
of weeks: the bound can only be the higher for it, and the ratio the lower.
"""

import json
import pickle
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np

from aoxanh.matching.solver import components
from aoxanh.matching.solver.clashes import PERIODS, key_of, offsets, used
from aoxanh.matching.solver.network import hours
from aoxanh.matching.solver.problem import Ints, Problem
from aoxanh.matching.solver.repair import possible


class Rows:
    """Rows of a matrix, block by block."""

    def __init__(self) -> None:
        self.row: list[np.ndarray] = []
        self.column: list[np.ndarray] = []
        self.value: list[np.ndarray] = []
        self.upper: list[np.ndarray] = []
        self.lower: list[np.ndarray] = []
        self.count = 0

    def add(self, row: Ints, column: Ints, value: np.ndarray, upper: np.ndarray, lower: float = -highspy.kHighsInf) -> None:
        """A block of rows numbered from 0; every row has its upper bound."""
        self.row.append(row + self.count)
        self.column.append(column)
        self.value.append(value.astype(float))
        self.upper.append(upper.astype(float))
        self.lower.append(np.full(len(upper), lower))
        self.count += len(upper)


def cliques(problem: Problem) -> tuple[Ints, Ints]:
    """Sets of pairs of one person that share a moment, as (set, pair): for each start those that last beyond it; each set once."""
    slot = problem.pairs.slot
    start, end = problem.slots.start[slot], problem.slots.end[slot]
    every = np.arange(len(slot))
    sets, members = [every], [every]
    for one, other in offsets(hours(problem).run):
        lasts, same = end[one] > start[other], start[one] == start[other]
        sets += [other[lasts], one[same]]
        members += [one[lasts], other[same]]
    number, member = np.concatenate(sets), np.concatenate(members)
    sizes = np.bincount(number, minlength=len(slot))
    marks = np.random.default_rng(0).integers(1, 1 << 50, len(slot))
    sums = np.zeros(len(slot), np.int64)
    np.add.at(sums, number, marks[member])
    _, first = np.unique(sums, return_index=True)
    wanted = np.zeros(len(slot), bool)
    wanted[first] = True
    keep = wanted[number] & (sizes[number] > 1)
    return np.unique(number[keep], return_inverse=True)[1], member[keep]


def model(problem: Problem) -> highspy.HighsLp:
    pairs, slots, shifts, prices = problem.pairs, problem.slots, problem.shifts, problem.prices
    count, every, rows = len(pairs), np.arange(len(pairs)), Rows()
    number, member = cliques(problem)
    rows.add(number, member, np.ones(len(member)), np.ones(number.max(initial=-1) + 1))
    long = (slots.end - slots.start)[pairs.slot]
    for period in PERIODS:
        keys, place = np.unique(key_of(period, pairs.person, slots.day[pairs.slot], slots.week[pairs.slot]), return_inverse=True)
        person = np.zeros(len(keys), np.int64)
        person[place] = pairs.person
        for spent, what, weight in zip(
            used(problem.held, period, keys), ("shifts", "minutes"), (np.ones(count), long.astype(float)), strict=True
        ):
            room = getattr(problem.people, f"{period}_{what}")[person] - spent
            binds = np.bincount(place, weights=weight, minlength=len(keys)) > room
            at = np.cumsum(binds) - 1
            mine = binds[place]
            rows.add(at[place[mine]], every[mine], weight[mine], room[binds])
    base = count
    cost: list[np.ndarray] = [pairs.points + prices.place]
    upper: list[np.ndarray] = [np.ones(count)]
    for of, table in ((pairs.slot, slots), (slots.shift[pairs.slot], shifts)):
        least = np.minimum(table.least, table.free)
        pieces = np.arange(len(table))
        row, column = np.concatenate([of, pieces, pieces]), np.concatenate([every, base + pieces, base + len(table) + pieces])
        rows.add(row, column, np.concatenate([np.ones(count), -np.ones(2 * len(table))]), np.zeros(len(table)), lower=0.0)
        cost += [prices.of_least(table.rank), np.zeros(len(table))]
        upper += [least, table.free - least]
        base += 2 * len(table)
    return matrix(rows, np.concatenate(cost).astype(float), np.concatenate(upper).astype(float))


def matrix(rows: Rows, cost: np.ndarray, upper: np.ndarray) -> highspy.HighsLp:
    row, column, value = (np.concatenate(parts) for parts in (rows.row, rows.column, rows.value))
    order = np.argsort(column, kind="stable")
    made = highspy.HighsLp()
    made.num_col_, made.num_row_ = len(cost), rows.count
    made.sense_, made.col_cost_ = highspy.ObjSense.kMaximize, cost
    made.col_lower_, made.col_upper_ = np.zeros(len(cost)), upper
    made.row_lower_, made.row_upper_ = np.concatenate(rows.lower), np.concatenate(rows.upper)
    made.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    made.a_matrix_.start_ = np.searchsorted(column[order], np.arange(len(cost) + 1))
    made.a_matrix_.index_, made.a_matrix_.value_ = row[order], value[order]
    return made


def bound(problem: Problem) -> dict[str, float]:
    """The optimum of the relaxation, and what it took."""
    kept = replace(problem, pairs=problem.pairs.take(possible(problem)))
    began = time.perf_counter()
    found = sum(optimum(one.problem) for one in components(kept))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"bound": found, "seconds": time.perf_counter() - began, "memory_mb": memory}


def optimum(problem: Problem) -> float:
    """The higher of what the primal and the dual answer say: whatever the solver's tolerance, a bound."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 -- theirs
    solver.passModel(model(problem))
    solver.run()
    return max(float(solver.getInfo().objective_function_value), dual(solver))


def dual(solver: highspy.Highs) -> float:
    """The value of the dual answer: a bound whether or not the primal one is quite there."""
    lp, solution = solver.getLp(), solver.getSolution()
    prices = np.array(solution.row_dual)
    prices = np.where(np.isfinite(np.array(lp.row_lower_)), prices, np.maximum(prices, 0))
    start = np.array(lp.a_matrix_.start_)
    index, value = np.array(lp.a_matrix_.index_), np.array(lp.a_matrix_.value_)
    column = np.repeat(np.arange(lp.num_col_), np.diff(start))
    gains = np.array(lp.col_cost_) - np.bincount(column, weights=prices[index] * value, minlength=lp.num_col_)
    return float(prices @ np.array(lp.row_upper_) + np.maximum(gains, 0) @ np.array(lp.col_upper_))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bound(pickle.loads(Path(sys.argv[1]).read_bytes()))))
