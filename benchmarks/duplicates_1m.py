"""Who is entered twice among a million: asked for one new person, for a list of 50,000, and for everybody with everybody."""

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import psutil
from django.db import connection

from aoxanh.org.models import Unit
from aoxanh.people.duplicates import bulk_candidates, candidates, facts_of
from aoxanh.people.models import DuplicatePair, Person
from aoxanh.people.sweep import sweep
from benchmarks.crowd import MARRED, TWICE, crowded
from benchmarks.figures import Figure

ASKED, ROWS, PLANTED = 300, 50_000, "01950000-0000-0000-0000-000000000000"


def run() -> Iterator[Figure]:
    """1,000,000 records, 20,000 of them a second entry, marred in one of seven ways."""
    with crowded():
        one = sorted(ask_for_one())
        rows = list_of(ROWS)
        with watched() as bulk:
            answered = bulk_candidates(rows)
        with watched() as first:
            swept = sweep()
        found = found_of_planted()
        with watched() as second:
            again = sweep()
        assert (again.noted, again.closed) == (0, 0), again
        assert len(answered) > ROWS * 0.9, len(answered)
    yield Figure("one_ms", one[len(one) * 95 // 100], "ms", "p95 ≤ 50")
    yield Figure("one_p50_ms", one[len(one) // 2], "ms")
    for name, work in (("sweep", first), ("sweep_again", second), ("bulk_50k", bulk)):
        yield Figure(f"{name}_seconds", work.seconds, "s")
        yield Figure(f"{name}_cpu_seconds", work.cpu_seconds, "s")
    yield Figure("memory_mb", max(bulk.peak_mb, first.peak_mb), "MB", "≤ 500, Python and the database's process")
    yield Figure("pairs_compared", swept.compared, "pairs")
    yield Figure("pairs_noted", swept.noted, "pairs")
    yield Figure("found_of_planted", 100 * sum(number for number, _ in found.values()) / TWICE, "%")
    for way, (number, planted) in found.items():
        yield Figure(f"found_{way.replace(', ', '_').replace(' ', '_')}", 100 * number / planted, "%")


def ask_for_one() -> Iterator[float]:
    """Milliseconds for each of 300 people as somebody about to be entered."""
    for person in Person.objects.filter(pk__gt=PLANTED).order_by("search_key", "id")[: ASKED * 60 : 60]:
        start = time.perf_counter()
        candidates(facts_of(person))
        yield (time.perf_counter() - start) * 1000


def list_of(rows: int) -> list:
    """A list that a unit brings, of people most of whom are known."""
    unit = Unit.objects.filter(kind="commune_union").earliest("code")
    return [
        replace(facts_of(person, unit_id=unit.pk), area_id=None) for person in Person.objects.filter(pk__lt=PLANTED).order_by("-id")[:rows]
    ]


def found_of_planted() -> dict[str, tuple[int, int]]:
    """How many second entries stand beside their first one, and how many there are, by the way in which they are marred."""
    pairs = DuplicatePair.objects.filter(right_id__gt=PLANTED).values_list("left_id", "right_id")
    met = {right for left, right in pairs if str(right)[4:] == str(left)[4:]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT second, way FROM planted")
        planted = cursor.fetchall()
    ways = {name: [second for second, way in planted if way == number] for number, name in enumerate(MARRED)}
    return {name: (len(met.intersection(seconds)), len(seconds)) for name, seconds in ways.items()}


@dataclass
class Watched:
    """What a piece of work took, here and in the process of the database."""

    seconds: float = 0
    cpu_seconds: float = 0
    peak_mb: float = 0


@contextmanager
def watched() -> Iterator[Watched]:
    """Time, CPU of both processes, and the most memory that they had together, less what all share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
    processes, work, done = (psutil.Process(os.getpid()), backend), Watched(), threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            work.peak_mb = max(work.peak_mb, sum(process.memory_full_info().uss for process in processes) / 2**20)

    watcher, start, before = threading.Thread(target=look), time.perf_counter(), cpu(processes)
    watcher.start()
    try:
        yield work
    finally:
        work.seconds, work.cpu_seconds = time.perf_counter() - start, cpu(processes) - before
        done.set()
        watcher.join()


def cpu(processes: Sequence[psutil.Process]) -> float:
    return sum(times.user + times.system for times in (process.cpu_times() for process in processes))
