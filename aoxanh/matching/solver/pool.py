"""Two processes that solve; this one hands out components and hears answers. OR-Tools is never loaded here."""

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Thread

import numpy as np

from aoxanh.matching.solver.components import Component, components
from aoxanh.matching.solver.problem import Answer, Ints, Part, Problem, worth

PROCESSES = 2
SOLVER_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Solver:
    """A process of its own that solves one component at a time."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.begin()

    def begin(self) -> None:
        command = [sys.executable, "-m", "aoxanh.matching.solver.worker"]
        environment = {**os.environ, **SOLVER_ENVIRONMENT}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603
        self.tell({"memory": self.memory})

    def tell(self, message: object) -> None:
        assert self.process.stdin
        pickle.dump(message, self.process.stdin, protocol=5)
        self.process.stdin.flush()

    def ask(self, number: int, problem: Problem, seconds: float) -> Part | str:
        """The answer; a code where there is none: memory."""
        try:
            self.tell((number, problem, seconds))
            assert self.process.stdout
            said = pickle.load(self.process.stdout)  # noqa: S301 -- from our own child
        except (EOFError, OSError, pickle.UnpicklingError):
            return "memory"
        return said if isinstance(said, Part) else said[1]

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


@contextmanager
def solvers(count: int = PROCESSES, *, memory: int = 0) -> Iterator[list[Solver]]:
    """Processes that load their library while this one reads its data. They end with the block, whatever they do."""
    running = [Solver(memory) for _ in range(count)]
    try:
        yield running
    finally:
        for one in running:
            one.end()


def solve(problem: Problem, *, seconds: float = 600, memory: int = 0) -> Answer:
    """The whole problem at once; see `parts` for hearing each component."""
    began = time.perf_counter()
    with solvers(memory=memory) as running:
        found = list(parts(problem, components(problem), running, seconds=seconds))
    return gathered(problem, found, time.perf_counter() - began)


def gathered(problem: Problem, found: Sequence[Part], seconds: float) -> Answer:
    chosen = np.sort(np.concatenate([part.chosen for part in found])) if found else np.zeros(0, np.int64)
    beside = worth(problem, chosen) - sum(part.value for part in found)
    bound = sum(part.bound for part in found) + beside
    return Answer(chosen, worth(problem, chosen), bound, sum(part.mates for part in found), tuple(found), seconds)


def parts(problem: Problem, found: list[Component], running: list[Solver], *, seconds: float) -> Iterator[Part]:
    """Answers as they come, with rows of the whole problem. What time or memory did not suffice for comes as "open"."""
    waiting, answers = list(enumerate(found))[::-1], SimpleQueue[tuple[int, Part | str]]()
    until = time.monotonic() + seconds

    def work(solver: Solver) -> None:
        with suppress(IndexError):
            while True:
                number, one = waiting.pop()
                left = until - time.monotonic()
                said = solver.ask(number, one.problem, left) if left > 0 else "time"
                if said == "memory":
                    solver.end()
                    solver.begin()
                answers.put((number, said))

    for solver in running:
        Thread(target=work, args=(solver,), daemon=True).start()
    missing = set(range(len(found)))
    while missing:
        try:
            number, said = answers.get(timeout=max(until - time.monotonic(), 0.01))
        except Empty:
            break
        missing.discard(number)
        yield placed(problem, found[number], said) if isinstance(said, Part) else unsolved(number, found[number], said)
    for number in sorted(missing):
        yield unsolved(number, found[number], "time")


def placed(problem: Problem, one: Component, part: Part) -> Part:
    return replace(part, chosen=one.pairs[part.chosen], slots=one.slots)


def unsolved(number: int, one: Component, trouble: str) -> Part:
    """A component without an answer; all its places free and its best points make the bound."""
    none: Ints = np.zeros(0, np.int64)
    return Part(number, none, one.slots, len(one.people), len(one.pairs), 0, ceiling(one.problem), 0, "open", "", 0.0, trouble)


def ceiling(problem: Problem) -> int:
    """A bound that needs no solver: every shift takes the best that may come, whoever else wants them."""
    slots, shifts, prices = problem.slots, problem.shifts, problem.prices
    shift = slots.shift[problem.pairs.slot]
    order = np.lexsort((-problem.pairs.points, shift))
    place = np.arange(len(order)) - np.searchsorted(shift[order], shift[order])
    counts = place < shifts.free[shift[order]]
    least = (prices.of_least(slots.rank) * slots.least).sum() + (prices.of_least(shifts.rank) * shifts.least).sum()
    return int(problem.pairs.points[order][counts].sum() + prices.place * counts.sum() + least)
