"""From rows to arrays: who may go where in a window, with what is known of each for points and ceilings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from aoxanh.kit.dates import today
from aoxanh.matching.candidates import sql
from aoxanh.matching.candidates.columns import Columns, Query, columns, columns_of_all
from aoxanh.matching.candidates.places import Places, Slot
from aoxanh.matching.solver.problem import Bools, Floats, Held, Ints

EPOCH = date(1900, 1, 1)
FAR_KM = 100_000.0
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Question:
    """Of which people: members of `units`, `people` by id, or who lives in `areas`. `reach_km` None: however far. `bulk`: temporary tables.

    `proposal`: whose bans hold and whose former places count. `month_before`: turns are counted from there to the end of the window.
    """

    places: Places
    units: Sequence[UUID] = ()
    people: Sequence[UUID] | None = None
    areas: Sequence[UUID] | None = None
    reach_km: float | None = None
    proposal: UUID | None = None
    bulk: bool = False


@dataclass(frozen=True)
class Facts:
    """What was read. People and slots by number; `pairs` break no rule of age, consent, skill or distance, nor was anybody asked before."""

    ids: np.ndarray
    born: Ints
    transport: Ints
    latitude: Floats
    longitude: Floats
    person: Ints
    slot: Ints
    km: Floats
    skills: tuple[Ints, Ints, Ints]
    skill_ids: list[UUID]
    free: Ints
    free_known: Bools
    turns: Ints
    done: tuple[Ints, Ints]
    kinds: list[str]
    wishes: tuple[Ints, Ints]
    former: tuple[Ints, Ints]
    team: Ints
    held: Held
    adults: set[int] = field(default_factory=set)

    def person_id(self, number: int) -> UUID:
        return UUID(bytes=self.ids[number].tobytes())


class Tables:
    """The tables that the queries stand on: temporary ones, or written out before each query."""

    def __init__(self, cursor: CursorWrapper, values: dict[str, Any], *, bulk: bool) -> None:
        self.cursor, self.values, self.bulk = cursor, values, bulk
        self.before: list[str] = []

    def make(self, name: str, query: str) -> None:
        if not self.bulk:
            self.before.append(f"{name} AS ({query})")
            return
        self.cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
        self.cursor.execute(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {query}", self.values)
        self.cursor.execute(f"ANALYZE {name}")

    def read(self, *queries: Query) -> list[Columns]:
        """The columns of each query: one by one from temporary tables, else all in one go."""
        if self.bulk:
            return [columns(self.cursor, query, self.values) for query in queries]
        return columns_of_all(self.cursor, self.before, list(queries), self.values)


@transaction.atomic
def read(asked: Question) -> Facts:
    """All of it in one transaction, so that the pieces fit."""
    with connection.cursor() as cursor:
        values = values_of(asked)
        if asked.bulk:
            cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        tables = Tables(cursor, values, bulk=asked.bulk)
        make_people(tables, asked)
        tables.make("slot", sql.SLOT)
        tables.make("shift", sql.SHIFT)
        tables.make("fits", sql.FITS)
        tables.make("barred", sql.BARRED)
        tables.make("near", sql.NEAR if asked.reach_km else sql.EVERYWHERE)
        return facts(tables, asked)


def make_people(tables: Tables, asked: Question) -> None:
    which = sql.THESE if asked.people is not None else sql.MEMBERS
    if asked.areas is not None:
        which = f"{sql.CLOSE_BY} AND {sql.MEMBERS}" if asked.units else sql.CLOSE_BY
    tables.make("person", sql.person(which))


def values_of(asked: Question) -> dict[str, Any]:
    slots, wanted = asked.places.slots, asked.places.wanted
    classes = {one: number for number, one in enumerate(wanted)}
    starts = [slot.shift.starts_at for slot in slots] or [timezone.now()]
    until = max([slot.shift.ends_at for slot in slots] or [timezone.now()])
    up = (asked.reach_km or FAR_KM) / sql.KM_A_DEGREE
    return {
        **of_slots(slots, classes),
        "class_numbers": list(classes.values()),
        "class_skills": [one.skill for one in wanted],
        "class_degrees": [one.degree for one in wanted],
        "class_proved": [one.proved for one in wanted],
        "class_days": [one.day for one in wanted],
        "units": list(asked.units),
        "people": list(asked.people or ()),
        "areas": list(asked.areas or ()),
        "proposal": asked.proposal or NOBODY,
        "today": today(),
        "grown": min((slot.grown for slot in slots), default=EPOCH),
        "reach": asked.reach_km or FAR_KM,
        "km": sql.KM_A_DEGREE,
        "up": up,
        "across": up * sql.CELL_STRETCH,
        "skills": skill_ids(asked.places),
        "kinds": kinds(asked.places),
        "transports": list(settings.TRAVEL_KMH),
        "midnight": asked.places.midnight,
        "since": asked.places.midnight - timedelta(hours=12),
        "until": max(until, asked.places.midnight) + timedelta(days=7),
        "month_ago": min(starts) - timedelta(days=30),
        "adult": settings.ADULT_AGE,
        "zone": settings.TIME_ZONE,
    }


def of_slots(slots: list[Slot], classes: dict[Any, int]) -> dict[str, Any]:
    return {
        "numbers": [slot.number for slot in slots],
        "shift_numbers": [slot.shift_number for slot in slots],
        "shifts": [slot.shift.pk for slot in slots],
        "latitudes": [slot.shift.activity.latitude for slot in slots],
        "longitudes": [slot.shift.activity.longitude for slot in slots],
        "born_from": [slot.born_from for slot in slots],
        "born_until": [slot.born_until for slot in slots],
        "grown_by": [slot.grown for slot in slots],
        "classes": [classes[slot.wanted] if slot.wanted else -1 for slot in slots],
        "trainings": [classes[slot.training] if slot.training else -1 for slot in slots],
    }


def skill_ids(found: Places) -> list[UUID]:
    """The skills that roles ask for and activities wish for."""
    wished = {skill.pk for shift in found.shifts for skill in shift.activity.skills.all()}
    return sorted(wished | {slot.wanted.skill for slot in found.slots if slot.wanted})


def kinds(found: Places) -> list[str]:
    return sorted({shift.activity.kind for shift in found.shifts})


READ: dict[str, Query] = {
    "pairs": (sql.PAIRS, "int int int"),
    "people": (sql.PEOPLE, "uuid int int real real"),
    "free": (sql.FREE, "int int"),
    "turns": (sql.TURNS, "int int"),
    "teams": (sql.TEAMS, "int int"),
    "skills": (sql.SKILLS, "int int int"),
    "done": (sql.DONE, "int int"),
    "wishes": (sql.WISHES, "int int"),
    "former": (sql.FORMER, "int int"),
    "held": (sql.HELD, "int int int real real"),
    "adults": (sql.ADULTS, "int"),
}


def facts(tables: Tables, asked: Question) -> Facts:
    rows: dict[str, Any] = dict(zip(READ, tables.read(*READ.values()), strict=True))
    person, slot, tenths = in_order(asked.places, *rows["pairs"])
    ids, born, transport, latitude, longitude = rows["people"]
    free = np.zeros(len(ids), np.int64)
    np.bitwise_or.at(free, rows["free"][0], 1 << rows["free"][1])
    return Facts(
        ids=ids,
        born=born,
        transport=transport,
        latitude=latitude,
        longitude=longitude,
        person=person,
        slot=slot,
        km=tenths / 10,
        skills=rows["skills"],
        skill_ids=tables.values["skills"],
        free=free,
        free_known=free > 0,
        turns=spread(rows["turns"], len(ids)),
        done=rows["done"],
        kinds=tables.values["kinds"],
        wishes=rows["wishes"],
        former=rows["former"],
        team=spread(rows["teams"], len(ids), otherwise=-1),
        held=held(*rows["held"]),
        adults=set(rows["adults"][0].tolist()),
    )


def in_order(found: Places, person: Ints, slot: Ints, tenths: Ints) -> tuple[Ints, Ints, Ints]:
    """Sorted by person, then by the start of the shift, as the solver wants them."""
    rank = np.zeros(len(found.slots), np.int64)
    rank[sorted(range(len(rank)), key=lambda number: found.slots[number].shift.starts_at)] = np.arange(len(rank))
    order = np.argsort(person * len(rank) + rank[slot])
    return person[order], slot[order], tenths[order]


def spread(rows: tuple[np.ndarray, ...], count: int, *, otherwise: int = 0) -> Ints:
    """Values by person as a column for all people."""
    column = np.full(count, otherwise, np.int64)
    column[rows[0]] = rows[1]
    return column


def held(person: Ints, start: Ints, end: Ints, latitude: Floats, longitude: Floats) -> Held:
    return Held(person, start // 1440, start // 10080, start, end, latitude, longitude)
