"""Who goes where: 10,000 people and 1,000 shifts, 100,000 and 5,000, all eligible pairs, measured against an LP solver that is not ours."""

import json
import pickle
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psutil
from django.db.models import Max, Min

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift
from aoxanh.kit.dates import local
from aoxanh.matching import runs
from aoxanh.matching.actions.runs import start_run
from aoxanh.matching.models import Assignment, Proposal
from aoxanh.matching.solver import Answer, Problem, solve
from aoxanh.matching.solving import ask
from aoxanh.org.models import Unit
from benchmarks.figures import Figure
from benchmarks.matching_ground import Size, crowd

SMALL = Size(people=10_000, shifts=1_000, days=9, provinces=34)
LARGE = Size(people=100_000, shifts=5_000, days=9, provinces=34)
REACH_KM = {SMALL: 25, LARGE: 18}


def run() -> Iterator[Figure]:
    """Both sizes: the solver alone, and a whole run from the database back into it; processor seconds beside those of the clock."""
    for label, size in (("10k", SMALL), ("100k", LARGE)):
        yield from measured(label, size)


def measured(label: str, size: Size) -> Iterator[Figure]:
    with crowd(size):
        proposal = make_proposal(REACH_KM[size])
        problem = ask(proposal).problem
        with watched() as alone:
            answer = solve(problem)
        bound = asked_of_another(problem)
        with watched() as whole:
            start_run(proposal, by=proposal.created_by)
            runs.run(proposal.pk)
        proposal.refresh_from_db()
        assert proposal.status == Proposal.Status.READY, proposal.note
        placed = Assignment.objects.filter(proposal=proposal).count()
    yield from figures(label, problem, answer, bound, alone, whole)
    yield Figure(f"placed_{label}", placed, "people")


def figures(label: str, problem: Problem, answer: Answer, bound: dict[str, float], alone: "Watched", whole: "Watched") -> Iterator[Figure]:
    points = float(problem.pairs.points[answer.chosen].sum())
    large = label == "100k"
    yield Figure(f"pairs_{label}", len(problem.pairs), "pairs")
    yield Figure(f"ratio_{label}", answer.value / bound["bound"], "of LP", "≥ 0.999", baseline=1.0)
    yield Figure(f"ratio_points_{label}", 1 - (bound["bound"] - answer.value) / points, "of LP", "the same gap, in points alone")
    yield Figure(f"own_bound_{label}", answer.bound / bound["bound"], "of LP", "≥ 1")
    yield Figure(f"solve_seconds_{label}", alone.seconds, "s", "≤ 5" if large else "", baseline=bound["seconds"])
    yield Figure(f"solve_cpu_seconds_{label}", alone.cpu_seconds, "s")
    yield Figure(f"total_seconds_{label}", whole.seconds, "s", "≤ 20" if large else "")
    yield Figure(f"total_cpu_seconds_{label}", whole.cpu_seconds, "s", "without the database's")
    yield Figure(
        "memory_mb" if large else f"memory_mb_{label}", whole.peak_mb, "MB", "≤ 1000" if large else "", baseline=bound["memory_mb"]
    )


def make_proposal(reach_km: int) -> Proposal:
    """Everybody, everywhere, over all days of the shifts."""
    days = Shift.objects.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    return Proposal.objects.create(
        unit=Unit.objects.get(kind="central_union"),
        name="Cả nước",
        starts_on=local(days["first"]).date(),
        ends_on=local(days["last"]).date(),
        reach_km=reach_km,
        request_id=uuid4(),
        created_by=User.objects.get(),
    )


def asked_of_another(problem: Problem) -> dict[str, float]:
    """What HiGHS says of the same problem, in a process of its own."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "problem"
        file.write_bytes(pickle.dumps(problem, protocol=5))
        said = subprocess.run([sys.executable, "-m", "benchmarks.matching_bound", str(file)], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(said.stdout)
    return found


@dataclass
class Watched:
    """What a piece of work took; memory is that of all processes that it started, at the same moment."""

    seconds: float = 0
    cpu_seconds: float = 0
    peak_mb: float = 0
    done: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        while not self.done.wait(0.1):
            self.peak_mb = max(self.peak_mb, sum(map(used_mb, psutil.Process().children(recursive=True))))


def used_mb(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        return float(process.memory_full_info().pss / 2**20)
    return 0.0


def cpu_seconds() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


@contextmanager
def watched() -> Iterator[Watched]:
    work = Watched()
    watcher, start, before = threading.Thread(target=work.look), time.perf_counter(), cpu_seconds()
    watcher.start()
    try:
        yield work
    finally:
        work.seconds, work.cpu_seconds = time.perf_counter() - start, cpu_seconds() - before
        work.done.set()
        watcher.join()
