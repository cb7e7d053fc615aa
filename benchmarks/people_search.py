"""Finding somebody among a million people, as officers type: without tones, unfinished, one letter wrong, by phone, with a year."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from aoxanh.access.models import Scope
from aoxanh.access.queries import permitted_ids
from aoxanh.accounts.models import User
from aoxanh.kit.dates import holds, today
from aoxanh.kit.phones import spoken
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, Person
from aoxanh.people.search import find_people
from benchmarks.crowd import crowded
from benchmarks.figures import Figure
from tests.cast import grant

EACH, WARM = 150, 20
LETTERS = "aeghiklmnoptuy"

TRIGRAMS = """
SELECT id FROM people_person WHERE search_key %% %s ORDER BY similarity(search_key, %s) DESC LIMIT 20
"""


def run() -> Iterator[Figure]:
    """900 searches over everybody, and over a province and a commune; the same typos by pg_trgm on the whole name in the same run."""
    with crowded():
        people = sample()
        everybody = Person.objects.filter(merged_into=None, erased_at=None)
        every = {
            kind: measure([form(person) for person in people], lambda text: find_people(text, everybody)) for kind, form in FORMS.items()
        }
        cpu = cpu_of([form(person) for person in people for form in FORMS.values()], everybody)
        mixed = sorted(one for taken in every.values() for one in taken)
        province, commune = (Unit.objects.filter(kind=f"{kind}_union").order_by("code")[0] for kind in ("provincial", "commune"))
        scoped = {unit.kind: within(unit, people) for unit in (province, commune)}
        trigrams = baseline([typo(person) for person in people])
    yield Figure("p95_ms", percentile(mixed, 95), "ms", "≤ 20", baseline=percentile(trigrams, 95))
    yield Figure("cpu_ms", sum(cpu) / len(cpu), "ms")
    yield Figure("p95_cpu_ms", percentile(cpu, 95), "ms")
    yield Figure("p50_ms", percentile(mixed, 50), "ms", baseline=percentile(trigrams, 50))
    for kind, taken in every.items():
        yield Figure(f"p95_ms_{kind}", percentile(taken, 95), "ms", "≤ 20")
    for kind, taken in scoped.items():
        yield Figure(f"p95_ms_in_{kind}", percentile(taken, 95), "ms")


def sample() -> list[Person]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.25)")
    return list(Person.objects.exclude(phone="").exclude(birth_date=None).order_by("?")[:EACH])


def whole(person: Person) -> str:
    return person.search_key


def toned(person: Person) -> str:
    return person.full_name


def unfinished(person: Person) -> str:
    return person.search_key[: -max(1, len(person.search_key.split()[-1]) // 2)]


def typo(person: Person) -> str:
    dice, key = Random(str(person.pk)), person.search_key
    spot = dice.randrange(1, len(key) - 1)
    return (key[:spot] + dice.choice(LETTERS) + key[spot + 1 :]) if key[spot] != " " else key.replace(" ", "  ", 1)


def given(person: Person) -> str:
    return " ".join(person.search_key.split()[-2:])


def turned(person: Person) -> str:
    words = person.search_key.split()
    return f"{words[-1]} {words[0]}"


def phone(person: Person) -> str:
    return spoken(person.phone)


def with_year(person: Person) -> str:
    return f"{given(person)} {person.born}"


FORMS: dict[str, Callable[[Person], str]] = {
    "whole": whole,
    "toned": toned,
    "unfinished": unfinished,
    "typo": typo,
    "given": given,
    "turned": turned,
    "phone": phone,
    "with_year": with_year,
}


def within(unit: Unit, people: Sequence[Person]) -> list[float]:
    """As an officer of the unit, whose grant reaches everything under it."""
    user = User.objects.create_user(f"{unit.code.lower()}@tinhnguyen.example")
    grant(user, "coordinator", unit, Scope.SUBTREE)
    units = permitted_ids(user, "people.read", on=today(), former=False)
    seen = visible(units)
    return sorted(
        one for form in FORMS.values() for one in measure([form(each) for each in people], lambda t: find_people(t, seen, units=units))
    )


def visible(units: object) -> QuerySet[Person]:
    return Person.objects.filter(Exists(Membership.objects.filter(holds(today()), person=OuterRef("pk"), unit_id__in=units)))


def cpu_of(texts: Sequence[str], everybody: QuerySet[Person]) -> list[float]:
    """Milliseconds of CPU of each search, here and in the process of the database, sorted: neighbours steal no CPU."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    taken = []
    for text in texts:
        before = time.thread_time_ns() + int(spent.read_text().split()[0])
        find_people(text, everybody)
        taken.append((time.thread_time_ns() + int(spent.read_text().split()[0]) - before) / 1_000_000)
    return sorted(taken)


def measure(texts: Sequence[str], search: Callable[[str], object]) -> list[float]:
    """Milliseconds of each search, sorted; the first are for warming up."""
    for text in texts[:WARM]:
        search(text)
    taken = []
    for text in texts:
        start = time.perf_counter()
        search(text)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def baseline(texts: Sequence[str]) -> list[float]:
    """The whole name under a trigram index, as most do it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX bench_trigrams ON people_person USING gin (search_key gin_trgm_ops)")
        cursor.execute("SET pg_trgm.similarity_threshold = 0.6")
        return measure([search_key(text) for text in texts[:50]], lambda text: cursor.execute(TRIGRAMS, [text, text]))


def percentile(taken: Sequence[float], share: int) -> float:
    return sorted(taken)[min(len(taken) - 1, len(taken) * share // 100)]
