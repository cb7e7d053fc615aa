"""Laws of the solver, on problems drawn by chance: no hard rule is broken, the bound bounds, small ones are solved as by trying all."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aoxanh.matching.solver import (
    NONE,
    Held,
    Pairs,
    People,
    Prices,
    Problem,
    Shifts,
    Slots,
    components,
    gathered,
    mates,
    parts,
    solve,
    solvers,
    worth,
)
from aoxanh.matching.solver.clashes import broken
from aoxanh.matching.solver.parts import solved
from aoxanh.matching.solver.repair import possible

TIMES = ((420, 660), (450, 930), (540, 720), (700, 900), (1080, 1260))


def drawn(chance: int, *, people: int, shifts: int, pairs: int, hard: bool = True) -> Problem:
    """A problem: shifts of several hours and days around one town, some with two roles; people with ceilings, minors, teams."""
    dice = np.random.default_rng(chance)
    roles = dice.integers(1, 3, shifts)
    shift = np.repeat(np.arange(shifts), roles)
    day, hours = dice.integers(0, 3, shifts), dice.integers(0, len(TIMES), shifts)
    start = np.array([TIMES[each][0] for each in hours]) + day * 1440
    end = np.array([TIMES[each][1] for each in hours]) + day * 1440
    free = dice.integers(0, 3, len(shift))
    at = dice.uniform(0, 0.15 if hard else 0.0, shifts)
    lone = (dice.random(shifts) < 0.3)[shift] & hard
    slots = Slots(
        shift, day[shift], day[shift] * 0, start[shift], end[shift], free, np.minimum(dice.integers(0, 2, len(shift)), free),
        dice.integers(0, 4, shifts)[shift], 21 + at[shift], np.full(len(shift), 106.0), lone,
    )  # fmt: skip
    room = np.maximum(np.bincount(shift, free, shifts).astype(np.int64) - dice.integers(0, 2, shifts), 0)
    ages = dice.random(people)
    minor = (ages < 0.2) & hard
    most = np.where(dice.random(people) < 0.3, 300, 600) if hard else np.full(people, NONE)
    weekly = np.where(dice.random(people) < 0.3, 700, NONE) if hard else np.full(people, NONE)
    none = np.full(people, NONE)
    crowd = People(
        none, most, none, weekly, np.where(dice.random(people) < 0.2, 2, NONE) if hard else none, none,
        dice.choice([12.0, 35.0], people), minor, ages > 0.3, dice.integers(-1, 2, people),
    )  # fmt: skip
    chosen = np.sort(dice.choice(people * len(shift), min(pairs, people * len(shift)), replace=False))
    person, slot = np.divmod(chosen, len(shift))
    order = np.lexsort((slots.start[slot], person))
    busy = dice.integers(0, people, 2 if hard else 0)
    when = dice.integers(0, 3, len(busy))
    ones = np.ones(len(busy))
    held = Held(busy, when, when * 0, when * 1440 + 420, when * 1440 + 600, ones * 21, ones * 106)
    table = Pairs(person[order], slot[order], dice.integers(-4, 100, len(chosen)))
    return Problem(
        slots,
        Shifts(room, np.minimum(dice.integers(0, 2, shifts), room), slots.rank[np.searchsorted(shift, np.arange(shifts))]),
        crowd,
        table,
        held,
    )


def best_of_all(problem: Problem) -> int:
    """By trying every set of pairs: points with prices and teams."""
    rows = possible(problem)
    sets = (np.array(each, np.int64) for size in range(len(rows) + 1) for each in combinations(rows.tolist(), size))
    return max(worth(problem, each) + mates(problem, each) for each in sets if not broken(problem, each))


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_no_answer_breaks_a_hard_rule_and_none_passes_its_bound(chance):
    problem = drawn(chance, people=14, shifts=9, pairs=90)
    found = solved(problem, number=0, exact=0)
    assert broken(problem, found.chosen) == []
    assert found.value <= found.bound
    assert found.value == worth(problem, found.chosen)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_small_problems_are_solved_as_by_trying_all(chance):
    problem = drawn(chance, people=5, shifts=4, pairs=11)
    found = solved(problem, number=0, exact=5)
    best = best_of_all(problem)
    assert found.value + found.mates == best
    assert found.proved == "optimal"
    assert found.bound + found.mates >= best


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_without_ways_ceilings_and_teams_a_flow_is_within_a_thousandth_of_the_best(chance):
    problem = replace(drawn(chance, people=5, shifts=4, pairs=11, hard=False), prices=Prices(mate=0))
    found = solved(problem, number=0, exact=0)
    assert found.value >= best_of_all(problem) * 0.999 - 300


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_components_share_no_person_of_a_day_and_no_shift(chance):
    problem = drawn(chance, people=40, shifts=20, pairs=60)
    found = components(problem)
    assert sorted(np.concatenate([one.pairs for one in found]).tolist()) == list(range(len(problem.pairs)))
    for one, other in combinations(found, 2):
        assert not set(problem.slots.shift[one.slots]) & set(problem.slots.shift[other.slots])


@pytest.mark.parametrize("chance", range(4))
def test_parts_put_together_break_nothing_even_when_cut_by_days(chance):
    problem = drawn(chance, people=60, shifts=40, pairs=900)
    with solvers() as running:
        found = components(problem, cut=50)
        answer = gathered(problem, list(parts(problem, found, running, seconds=60)), 0)
    assert broken(problem, answer.chosen) == []
    assert answer.value <= answer.bound
    assert {part.trouble for part in answer.parts} == {""}
    assert answer.value >= solve(problem).value * 0.97


def test_without_time_every_part_says_so_and_the_bound_holds():
    problem = drawn(1, people=60, shifts=40, pairs=900)
    answer = solve(problem, seconds=0)
    assert {part.trouble for part in answer.parts} == {"time"}
    assert len(answer.chosen) == 0
    assert answer.bound >= solve(problem).value


def test_a_solver_without_memory_says_so_and_the_next_part_is_solved():
    problem = drawn(1, people=60, shifts=40, pairs=900)
    answer = solve(problem, memory=150 * 2**20)
    assert {part.trouble for part in answer.parts} == {"memory"}


def test_the_minimum_of_an_urgent_shift_comes_first():
    one = np.ones(2, np.int64)
    slots = Slots(np.arange(2), one * 0, one * 0, one * 420, one * 660, one, one, np.array([0, 3]), one * 21.0, one * 106.0, one < 0)
    person = np.ones(1, np.int64)
    none = person * NONE
    people = People(none, none, none, none, none, none, person * 35.0, person < 0, person > 0, person * -1)
    pairs = Pairs(np.zeros(2, np.int64), np.arange(2), np.array([100, 1]))
    held = Held(*(np.zeros(0, np.int64) for _ in range(5)), np.zeros(0), np.zeros(0))
    assert solve(Problem(slots, Shifts(one, one * 0, slots.rank), people, pairs, held)).chosen.tolist() == [1]
