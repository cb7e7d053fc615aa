"""The problem as a network: source → person → week → day → hours → pair → slot → shift → sink. A level stands only where it can bind.

Pairs are sorted by person and start. `tight` networks hold only what every rule allows: one shift of all that touch the same hours, one a
day where ways may be too long. `loose` ones allow at least all that the rules allow: their optimum bounds every answer from above.
"""

from dataclasses import dataclass

import numpy as np

from aoxanh.matching.solver.clashes import PERIODS, clash_of, key_of, offsets, used
from aoxanh.matching.solver.problem import Bools, Ints, Problem

FAR = 1 << 32


@dataclass(frozen=True)
class Network:
    """Arcs for a minimum cost flow; the first ones are the pairs, in their order."""

    tail: Ints
    head: Ints
    capacity: Ints
    cost: Ints
    source: int
    sink: int
    supply: int


@dataclass(frozen=True)
class Hours:
    """Runs of pairs of a person that touch the same hours of a day. `most` of them exclude no other; 1 means that all overlap."""

    run: Ints
    first: Ints
    most: Ints


@dataclass(frozen=True)
class Levels:
    """For each level from the pairs up: a group for each pair and how many shifts each group may have."""

    groups: tuple[Ints, ...]
    most: tuple[Ints, ...]


def runs(*columns: Ints) -> Ints:
    """Numbers 0, 1, … that change wherever one of the sorted columns does."""
    changes = np.zeros(len(columns[0]), bool)
    for column in columns:
        changes[1:] |= column[1:] != column[:-1]
    return np.cumsum(changes)


def firsts(run: Ints) -> Ints:
    return np.flatnonzero(np.diff(run, prepend=-1))


def hours(problem: Problem) -> Hours:
    slots, slot = problem.slots, problem.pairs.slot
    start, end = slots.start[slot], slots.end[slot]
    day = runs(problem.pairs.person, slots.day[slot])
    busy_until = np.maximum.accumulate(end + day * FAR)
    begins = np.ones(len(slot), bool)
    begins[1:] = start[1:] + day[1:] * FAR >= busy_until[:-1]
    run = np.cumsum(begins) - 1
    first = np.flatnonzero(begins)
    return Hours(run, first, disjoint(start, end, run, first))


def disjoint(start: Ints, end: Ints, run: Ints, first: Ints) -> Ints:
    """How many of each run one person can take one after the other: the earliest end first, again and again."""
    most, free_from, left = np.zeros(len(first), np.int64), np.full(len(first), -FAR), np.arange(len(run))
    while len(left):
        ends = np.full(len(first), FAR)
        np.minimum.at(ends, run[left], end[left])
        most[ends < FAR] += 1
        free_from = np.where(ends < FAR, ends, free_from)
        left = left[start[left] >= free_from[run[left]]]
    return most


def ways(problem: Problem, of: Hours) -> Bools:
    """For each pair whether on its day, outside its own hours, the way to another one may be too long."""
    slot = problem.pairs.slot
    found = np.zeros(len(slot), bool)
    rows = np.flatnonzero(several(runs(problem.pairs.person, problem.slots.day[slot]), of.run))
    day = runs(problem.pairs.person[rows], problem.slots.day[slot[rows]])
    for one, other in offsets(day):
        apart = of.run[rows[one]] != of.run[rows[other]]
        left, right = rows[one[apart]], rows[other[apart]]
        bad = clash_of(problem, left, right)
        found[left[bad]] = found[right[bad]] = True
    return found


def several(group: Ints, run: Ints) -> Bools:
    """Which rows lie in a group that has more than one run."""
    first = firsts(group)
    many = np.maximum.reduceat(run, first) > np.minimum.reduceat(run, first)
    result: Bools = many[group]
    return result


def levels(problem: Problem, of: Hours, *, far: Bools | None) -> Levels:
    """`far` says where ways are too long: then tight, without it loose."""
    pairs, slots, tight = problem.pairs, problem.slots, far is not None
    long = (slots.end - slots.start)[pairs.slot]
    groups, most = [of.run], [np.ones_like(of.most) if tight else of.most]
    for period in PERIODS:
        key = key_of(period, pairs.person, slots.day[pairs.slot], slots.week[pairs.slot])
        group = runs(key)
        first = firsts(group)
        shifts, minutes = used(problem.held, period, key[first])
        person = pairs.person[first]
        left = getattr(problem.people, f"{period}_shifts")[person] - shifts
        length = np.maximum.reduceat(long, first) if tight else np.minimum.reduceat(long, first)
        left = np.minimum(left, (getattr(problem.people, f"{period}_minutes")[person] - minutes) // np.maximum(length, 1))
        if period == "day" and far is not None:
            left = np.where(np.maximum.reduceat(far, first), np.minimum(left, 1), left)
        groups.append(group)
        most.append(np.maximum(left, 0))
    return Levels(tuple(groups), tuple(most))


def network(problem: Problem, of: Levels, points: Ints) -> Network:
    slots, shifts, prices = problem.slots, problem.shifts, problem.prices
    tail, arcs, nodes = tree(of, len(points))
    slot_node, shift_node = nodes + np.arange(len(slots)), nodes + len(slots) + np.arange(len(shifts))
    source, sink = nodes + len(slots) + len(shifts), nodes + len(slots) + len(shifts) + 1
    supply = min(int(shifts.free.sum()), len(points))
    slot_least, shift_least = np.minimum(slots.least, slots.free), np.minimum(shifts.least, shifts.free)
    blocks: list[tuple[Ints, ...]] = [
        (np.where(tail < 0, source, tail), slot_node[problem.pairs.slot], np.ones_like(points), -points),
        *((np.where(above < 0, source, above), below, room, np.zeros_like(room)) for above, below, room in arcs),
        (slot_node, shift_node[slots.shift], slot_least, -prices.of_least(slots.rank)),
        (slot_node, shift_node[slots.shift], slots.free - slot_least, np.zeros_like(slots.free)),
        (shift_node, np.full(len(shifts), sink), shift_least, -prices.of_least(shifts.rank) - prices.place),
        (shift_node, np.full(len(shifts), sink), shifts.free - shift_least, np.full(len(shifts), -prices.place)),
        tuple(np.array([each]) for each in (source, sink, supply, 0)),
    ]
    tails, heads, rooms, costs = (np.concatenate(columns) for columns in zip(*blocks, strict=True))
    return Network(tails, heads, rooms, costs, source, sink, supply)


def tree(of: Levels, count: int) -> tuple[Ints, list[tuple[Ints, Ints, Ints]], int]:
    """For each pair the node above it (−1 is the source), the arcs between nodes as (above, below, capacity), and how many nodes there are.

    An element is a pair, or a node of the level below that binds; `row` is the first pair of each, and they stay in that order.
    """
    tail, arcs, nodes = np.full(count, -1), [], 0
    row, node, room = np.arange(count), np.full(count, -1), np.ones(count, np.int64)
    for group, most in zip(of.groups, of.most, strict=True):
        if not len(row):
            break
        mine = group[row]
        first = firsts(mine)
        held, sizes = most[mine[first]], np.add.reduceat(room, first)
        binds = held < sizes
        number = np.where(binds, nodes + np.cumsum(binds) - 1, -1)
        above = np.repeat(number, np.diff(first, append=len(row)))
        plain = (above >= 0) & (node < 0)
        tail[row[plain]] = above[plain]
        between = (above >= 0) & (node >= 0)
        arcs.append((above[between], node[between], room[between]))
        nodes += int(binds.sum())
        stays = np.flatnonzero(above < 0)
        row = np.concatenate([row[stays], row[first[binds]]])
        node = np.concatenate([node[stays], number[binds]])
        room = np.concatenate([room[stays], held[binds]])
        order = np.argsort(row, kind="stable")
        row, node, room = row[order], node[order], room[order]
    top = node >= 0
    arcs.append((np.full(int(top.sum()), -1), node[top], room[top]))
    return tail, arcs, nodes
