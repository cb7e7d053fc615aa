"""Who is entered twice among a million: asked for one new person, for a list of 50,000, and for everybody with everybody."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

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
        start = time.perf_counter()
        with watched() as peak:
            answered = bulk_candidates(rows)
            bulk = time.perf_counter() - start
            start = time.perf_counter()
            swept = sweep()
            seconds = time.perf_counter() - start
        found = found_of_planted()
        start = time.perf_counter()
        again = sweep()
        second = time.perf_counter() - start
        assert (again.noted, again.closed) == (0, 0), again
        assert len(answered) > ROWS * 0.9, len(answered)
    yield Figure("one_ms", one[len(one) * 95 // 100], "ms", "p95 ≤ 50")
    yield Figure("one_p50_ms", one[len(one) // 2], "ms")
    yield Figure("sweep_seconds", seconds, "s")
    yield Figure("sweep_again_seconds", second, "s")
    yield Figure("bulk_50k_seconds", bulk, "s")
    yield Figure("memory_mb", peak[0], "MB", "≤ 500, Python and the database's process")
    yield Figure("pairs_compared", swept.compared, "pairs")
    yield Figure("pairs_noted", swept.noted, "pairs")
    yield Figure("found_of_planted", 100 * sum(found.values()) / TWICE, "%")
    for way, number in found.items():
        yield Figure(f"found_{way.replace(', ', '_').replace(' ', '_')}", 100 * number * len(MARRED) / TWICE, "%")


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


def found_of_planted() -> dict[str, int]:
    """How many second entries stand beside their first one, by the way in which they are marred."""
    pairs = DuplicatePair.objects.filter(right_id__gt=PLANTED).values_list("left_id", "right_id")
    met = {right for left, right in pairs if str(right)[4:] == str(left)[4:]}
    ways = dict.fromkeys(MARRED, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT second, way FROM planted")
        for second, way in cursor.fetchall():
            ways[MARRED[way]] += second in met
    return ways


@contextmanager
def watched() -> Iterator[list[float]]:
    """The most memory that this process and its process at the database had together, less what all share, in MB."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
    ours, peak, done = psutil.Process(os.getpid()), [0.0], threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            used = sum(process.memory_full_info().uss for process in (ours, backend, *backend.children()))
            peak[0] = max(peak[0], used / 2**20)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
