"""All that the desk shows of one person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from aoxanh.kit.dates import is_within
from aoxanh.kit.parts.when import WEEKDAYS
from aoxanh.people import dossier
from aoxanh.people.models import Appointment, Membership, Person, PersonSkill
from aoxanh.people.queries.consents import Standing, standing_consents
from aoxanh.people.queries.profile import age


@dataclass(frozen=True)
class Record:
    """A person's page at the desk. `free` are weekdays with their parts; `briefs` what floors above say of the person."""

    skills: list[PersonSkill]
    free: list[tuple[str, str]]
    memberships: list[tuple[Membership, bool]]
    posts: list[tuple[Appointment, bool]]
    consents: list[Standing]
    briefs: list[tuple[str, str]]
    years: int | None


def record_of(person: Person, on: date) -> Record:
    return Record(
        skills=list(person.own_skills.select_related("skill", "proved_by__person").order_by("skill__order", "skill__code")),
        free=free(person),
        memberships=[(row, is_within(on, row.during)) for row in newest_first(person.memberships.select_related("unit"))],
        posts=[(row, is_within(on, row.during)) for row in newest_first(person.appointments.select_related("post__unit"))],
        consents=standing_consents(person),
        briefs=dossier.briefs(person),
        years=age(person.birth_date, on=on) if person.birth_date else None,
    )


def newest_first(rows: Any) -> list[Any]:
    return list(rows.order_by("-during", "id"))


def free(person: Person) -> list[tuple[str, str]]:
    parts: dict[int, list[str]] = {}
    order = ["morning", "afternoon", "evening"]
    for row in sorted(person.availabilities.all(), key=lambda row: (row.weekday, order.index(row.part))):
        parts.setdefault(row.weekday, []).append(str(row.get_part_display()).lower())
    return [(str(WEEKDAYS[weekday]), ", ".join(found)) for weekday, found in parts.items()]
