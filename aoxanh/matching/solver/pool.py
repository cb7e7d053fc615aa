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
from aoxanh.matching.solver.problem import Answer, Ints, Part, Problem, mates, worth
from aoxanh.matching.solver.repair import admitted, rest

PROCESSES = 2
EXACT_WITHIN, EXACT_IN_ALL = 300_000, 30.0
"""Exact search is for problems of fewer pairs, and takes so many seconds in all of its components at most."""
SOLVER_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Solver:
    """A process of its own that solves one component at a time."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.begin()

    def begin(self) -> None:
        command = [sys.executable, "-m", "aoxanh.matching.solver.worker"]
        environment = {**os.environ, **SOLVER_ENVIRONMENT}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.tell({"memory": self.memory})

    def tell(self, message: object) -> None:
        assert self.process.stdin
        pickle.dump(message, self.process.stdin, protocol=5)
        self.process.stdin.flush()

    def ask(self, number: int, problem: Problem, exact: float) -> Part | str:
        """The answer; a code where there is none: memory."""
        try:
            self.tell((number, problem, exact))
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
    value, bound = worth(problem, chosen), sum(part.bound for part in found)
    return Answer(chosen, value, max(bound, value), mates(problem, chosen), tuple(found), seconds)


def parts(problem: Problem, found: list[Component], running: list[Solver], *, seconds: float) -> Iterator[Part]:
    """Answers as they come, with rows of the whole problem. What time or memory did not suffice for comes as "open".

    Parts that ceilings of weeks link are admitted in the order in which they come. What that leaves free is filled by one part more.
    """
    until, accepted, dropped = time.monotonic() + seconds, [np.zeros(0, np.int64)], 0
    for number, said in answers(found, running, until):
        if not isinstance(said, Part):
            yield unsolved(number, found[number], said)
            continue
        part = replace(said, chosen=found[number].pairs[said.chosen], slots=found[number].slots)
        if found[number].loose:
            kept = admitted(problem, np.concatenate(accepted), part.chosen)
            dropped += len(part.chosen) - len(kept)
            part = lessened(problem, part, kept)
        accepted.append(part.chosen)
        yield part
    if dropped:
        yield from the_rest(problem, np.concatenate(accepted), running, number=len(found), until=until)


def lessened(problem: Problem, part: Part, kept: Ints) -> Part:
    if len(kept) == len(part.chosen):
        return part
    value = part.value - worth(problem, part.chosen) + worth(problem, kept)
    return replace(part, chosen=kept, value=value, mates=mates(problem, kept), proved="within")


def the_rest(problem: Problem, accepted: Ints, running: list[Solver], *, number: int, until: float) -> Iterator[Part]:
    """What may still be added to all parts together."""
    left, rows = rest(problem, np.sort(accepted))
    if not len(rows):
        return
    whole = Component(left, rows, np.arange(0), np.arange(0), loose=False)
    for _, said in answers([whole], running[:1], until):
        if isinstance(said, Part) and len(said.chosen):
            gain = worth(problem, np.concatenate([accepted, rows[said.chosen]])) - worth(problem, accepted)
            yield replace(said, number=number, chosen=rows[said.chosen], slots=np.arange(0), value=gain, bound=0, proved="within")


def answers(found: list[Component], running: list[Solver], until: float) -> Iterator[tuple[int, Part | str]]:
    """Each component's answer, or the code of what it lacked, in the order in which they are ready."""
    waiting, ready = list(enumerate(found))[::-1], SimpleQueue[tuple[int, Part | str]]()
    exact = exact_seconds(found)

    def work(solver: Solver) -> None:
        with suppress(IndexError):
            while True:
                number, one = waiting.pop()
                said = solver.ask(number, one.problem, exact) if time.monotonic() < until else "time"
                if said == "memory":
                    solver.end()
                    solver.begin()
                ready.put((number, said))

    for solver in running:
        Thread(target=work, args=(solver,), daemon=True).start()
    missing = set(range(len(found)))
    while missing:
        try:
            number, said = ready.get(timeout=max(until - time.monotonic(), 0.01))
        except Empty:
            break
        missing.discard(number)
        yield number, said
    yield from ((number, "time") for number in sorted(missing))


def exact_seconds(found: list[Component]) -> float:
    """Seconds for exact search in one component: none where there are so many pairs that people wait for all of it."""
    if sum(len(one.pairs) for one in found) > EXACT_WITHIN:
        return 0.0
    return min(max(EXACT_IN_ALL / max(len(found), 1), 0.2), 5.0)


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
