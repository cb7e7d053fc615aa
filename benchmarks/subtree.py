"""Reading the tree of the whole country: subtree, ancestors and permitted units, of units drawn at random, on days of both sides."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from django.db import connection

from aoxanh.access.models import Grant, Scope
from aoxanh.access.queries import permitted_units
from aoxanh.accounts.models import User
from aoxanh.kit.dates import during
from aoxanh.org import country, queries
from aoxanh.org.models import Unit
from aoxanh.places.actions import load_areas
from benchmarks.figures import Figure
from benchmarks.ground import scratch_database

TIMES = 400
DAYS = (date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 22))


def run() -> Iterator[Figure]:
    """14,116 units, 10,795 before the day and 3,356 after it; every question reads all ids, of provinces, districts and communes."""
    with scratch_database():
        load_areas()
        country.load_country()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # As autovacuum leaves it within minutes.
        random = Random(1)
        provinces = list(Unit.objects.filter(kind="provincial_union"))
        units = [*provinces, *random.sample(list(Unit.objects.exclude(kind="provincial_union")), 200)]
        users = [coordinator(unit) for unit in provinces]
        asked: dict[str, Callable[[], object]] = {
            "subtree": lambda: list(queries.subtree(random.choice(units), on=random.choice(DAYS)).values_list("pk", flat=True)),
            "ancestors": lambda: list(queries.ancestors(random.choice(units), on=random.choice(DAYS)).values_list("pk", flat=True)),
            "permitted": lambda: list(
                permitted_units(random.choice(users), "activities.read", on=random.choice(DAYS)).values_list("pk", flat=True)
            ),
        }
        taken = {name: timed(ask) for name, ask in asked.items()}
    yield Figure("p95_ms", max(percentile(times) for times in taken.values()), "ms", "≤ 5")
    for name, times in taken.items():
        yield Figure(f"{name}_p95_ms", percentile(times), "ms")


def coordinator(unit: Unit) -> User:
    user = User.objects.create_user(f"{unit.code.lower()}@bench.example")
    Grant.objects.create(user=user, unit=unit, role="coordinator", scope=Scope.SUBTREE, during=during())
    return user


def timed(ask: Callable[[], object]) -> list[float]:
    """Milliseconds of each time, the first twenty left out."""
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        ask()
        found.append((time.perf_counter() - start) * 1000)
    return found[20:]


def percentile(times: list[float]) -> float:
    return sorted(times)[round(len(times) * 0.95) - 1]
