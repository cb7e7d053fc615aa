"""People of units, on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from aoxanh.kit.dates import holds
from aoxanh.kit.vietnamese import search_key
from aoxanh.people.models import Appointment, Availability, Membership, Person, PersonSkill

LIVING = Q(merged_into=None, erased_at=None)
"""Records that stand for somebody: not taken up into another, not erased."""

BANDS: dict[str, tuple[int, int | None]] = {"0-15": (0, 15), "16-18": (16, 18), "19-24": (19, 24), "25-30": (25, 30), "31": (31, None)}
"""From and to, in full years, both included. Youth is 16 to 30 (Luật Thanh niên 2020)."""


@dataclass(frozen=True)
class Filters:
    """What a list of people is narrowed to; None and "" narrow nothing. `weekday` counts from Monday, 0."""

    kind: str = ""
    unit_id: UUID | None = None
    skill_id: UUID | None = None
    proved: bool = False
    weekday: int | None = None
    part: str = ""
    band: str = ""
    to_forget: bool = False


def belonging(units: Any, on: date, kind: str = "") -> Q:
    """Who is a member of one of the units on the day (of that kind), or, when any kind will do, holds a post there."""
    members = Membership.objects.filter(holds(on), person=OuterRef("pk"), unit_id__in=units)
    if kind:
        return Q(Exists(members.filter(kind=kind)))
    holders = Appointment.objects.filter(holds(on), person=OuterRef("pk"), post__unit_id__in=units)
    return Q(Exists(members)) | Q(Exists(holders))


def belonging_ids(units: Any, on: date) -> QuerySet[Any, Any]:
    """The same as a set of ids, for lists: what the units hold is read, however many other people there are."""
    members = Membership.objects.filter(holds(on), unit_id__in=units).values("person_id")
    return members.union(Appointment.objects.filter(holds(on), post__unit_id__in=units).values("person_id"))


def filtered(people: QuerySet[Person], filters: Filters, *, on: date) -> QuerySet[Person]:
    """The people that the filters leave, each once."""
    if filters.kind and not filters.unit_id:
        people = people.filter(Exists(Membership.objects.filter(holds(on), person=OuterRef("pk"), kind=filters.kind)))
    if filters.unit_id:
        people = people.filter(belonging([filters.unit_id], on, filters.kind))
    if filters.skill_id:
        people = people.filter(Exists(skilled(filters.skill_id, on, proved=filters.proved).filter(person=OuterRef("pk"))))
    if filters.weekday is not None or filters.part:
        people = people.filter(free_at(filters.weekday, filters.part))
    if filters.band:
        people = people.filter(in_band(filters.band, on))
    return people.filter(forget_on__isnull=False) if filters.to_forget else people


def free_at(weekday: int | None, part: str) -> Q:
    when = Availability.objects.filter(person=OuterRef("pk"))
    if weekday is not None:
        when = when.filter(weekday=weekday)
    return Q(Exists(when.filter(part=part) if part else when))


def skilled(skill_id: UUID, on: date, *, proved: bool) -> QuerySet[PersonSkill]:
    """Who says they have the skill; `proved`: an officer saw the paper, and it still holds on the day."""
    rows = PersonSkill.objects.filter(skill_id=skill_id)
    return rows.filter(proved_on(on)) if proved else rows


def proved_on(on: date) -> Q:
    return Q(Q(valid_until=None) | Q(valid_until__gte=on), proved_at__isnull=False)


def in_band(band: str, on: date) -> Q:
    """Full years on the day; of whom only the year is known, by the year."""
    youngest, oldest = BANDS[band]
    dated, year = Q(birth_date__lte=years_before(on, youngest)), Q(birth_year__lte=on.year - youngest)
    if oldest is not None:
        dated &= Q(birth_date__gt=years_before(on, oldest + 1))
        year &= Q(birth_year__gte=on.year - oldest)
    return dated | year


def years_before(on: date, years: int) -> date:
    """The last birthday that makes so many full years; who was born on 29/02 turns on 01/03 of other years."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def row_parts(on: date) -> list[Prefetch]:
    """What a row shows beside the person: `standing` (memberships of the day with their units), `posts` and `listed_skills`."""
    memberships = Membership.objects.filter(holds(on)).select_related("unit").order_by("unit__search_key", "kind")
    posts = Appointment.objects.filter(holds(on)).select_related("post__unit").order_by("post__title")
    skills = PersonSkill.objects.select_related("skill").order_by("skill__order", "skill__code")
    return [
        Prefetch("memberships", memberships, to_attr="standing"),
        Prefetch("appointments", posts, to_attr="posts"),
        Prefetch("own_skills", skills, to_attr="listed_skills"),
    ]


def same_person(*, full_name: str, birth_date: date | None, phone: str, email: str) -> Q:
    """Whoever has this phone or mail address, or this name (tones ignored) and birth date."""
    same = Q(pk=None)
    if phone:
        same |= Q(phone=phone)
    if email:
        same |= Q(email=email)
    return same | Q(search_key=search_key(full_name), birth_date=birth_date) if birth_date else same
