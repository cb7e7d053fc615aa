"""What a person did, from the ledger: turn by turn, year by year, with certificates and skills; five queries, however long it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from aoxanh.activities.models import Activity
from aoxanh.attendance.models import TURNS, ServiceHours, Source
from aoxanh.kit.dates import today
from aoxanh.people.models import Person, PersonSkill
from aoxanh.recognition.models import Certificate


@dataclass(frozen=True)
class Part:
    """A person's part in an activity. `minutes` is what the ledger counts, corrections and all."""

    activity: Activity
    roles: list[str]
    first_on: date
    last_on: date
    turns: int
    minutes: int


@dataclass(frozen=True)
class Reported:
    """Hours that no door saw: the person told them, a unit believed them."""

    title: str
    place: str
    unit_name: str
    on: date
    minutes: int


@dataclass(frozen=True)
class Figures:
    """Activities, turns (lượt) and minutes are three different numbers; `reported` minutes stand apart from those seen at a door."""

    activities: int = 0
    turns: int = 0
    minutes: int = 0
    reported: int = 0


@dataclass(frozen=True)
class PersonRecord:
    """A person's whole record; parts and years come the newest first."""

    person: Person
    parts: list[Part]
    reported: list[Reported]
    years: list[tuple[int, Figures]]
    total: Figures
    certificates: list[Certificate]
    skills: list[PersonSkill]

    @property
    def is_empty(self) -> bool:
        return not (self.parts or self.reported or self.certificates or self.skills)


def record_of(person: Person) -> PersonRecord:
    """The record as the ledger says it now."""
    related = ("activity__unit", "activity__area", "signup__role", "unit", "claim")
    entries = list(ServiceHours.objects.filter(person=person).select_related(*related).order_by("on", "id"))
    by_year: dict[int, list[ServiceHours]] = defaultdict(list)
    for entry in entries:
        by_year[entry.on.year].append(entry)
    return PersonRecord(
        person=person,
        parts=parts_of(entries),
        reported=[reported_of(entry) for entry in reversed(entries) if entry.source == Source.SELF_REPORTED],
        years=[(year, figures_of(by_year[year])) for year in sorted(by_year, reverse=True)],
        total=figures_of(entries),
        certificates=list(standing_certificates(person)),
        skills=list(proved_skills(person)),
    )


def standing_certificates(person: Person) -> Iterable[Certificate]:
    """Those that are still valid, the latest first."""
    return Certificate.objects.filter(person=person, revocation=None).order_by("-issued_on", "-id")


def proved_skills(person: Person) -> Iterable[PersonSkill]:
    """Skills of which an officer saw the paper, and which have not run out."""
    valid = Q(valid_until=None) | Q(valid_until__gte=today())
    return person.own_skills.filter(valid, proved_at__isnull=False).select_related("skill").order_by("skill__order", "skill__code")


def parts_of(entries: list[ServiceHours]) -> list[Part]:
    """Activity by activity, the latest first; one of which everything was taken off again is none."""
    grouped: dict[Activity, list[ServiceHours]] = defaultdict(list)
    for entry in entries:
        if entry.activity and entry.source != Source.SELF_REPORTED:
            grouped[entry.activity].append(entry)
    found = [part_of(activity, rows) for activity, rows in grouped.items()]
    return sorted(
        (part for part in found if part.turns or part.minutes), key=lambda part: (part.last_on, str(part.activity.pk)), reverse=True
    )


def part_of(activity: Activity, rows: list[ServiceHours]) -> Part:
    roles = dict.fromkeys(row.signup.role.name for row in rows if row.signup and row.signup.role)
    return Part(activity, list(roles), rows[0].on, rows[-1].on, turns_in(rows), sum(row.minutes for row in rows))


def reported_of(entry: ServiceHours) -> Reported:
    claim = entry.claim
    title = (claim.title if claim else "") or entry.reason
    return Reported(title, claim.place if claim else "", entry.unit.name, entry.on, entry.minutes)


def figures_of(rows: list[ServiceHours]) -> Figures:
    seen = [row for row in rows if row.source != Source.SELF_REPORTED]
    return Figures(
        activities=len({row.activity_id for row in seen if row.source in TURNS}),
        turns=turns_in(seen),
        minutes=sum(row.minutes for row in seen),
        reported=sum(row.minutes for row in rows if row.source == Source.SELF_REPORTED),
    )


def turns_in(rows: list[ServiceHours]) -> int:
    return sum(1 for row in rows if row.source in TURNS)
