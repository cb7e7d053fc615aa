"""Incidents: who reports where, who is told, what is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, DateTimeField, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from aoxanh.access.models import Grant, Scope
from aoxanh.access.roles import COORDINATOR, roles_with
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Incident, Shift, Signup
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.org.queries import ancestors, parent

Severity, Status = Incident.Severity, Incident.Status
HANDLE = "incidents.handle"
AROUND = timedelta(days=2)
ORDER = (Status.OPEN, Status.HANDLED, Status.CLOSED)
WHOLE = ("unit", "activity__created_by__person", "shift", "reporter", "by__person")


@dataclass(frozen=True)
class Spot:
    """Where a report can be about: a shift, or a unit alone. `phone` calls who is in charge there."""

    value: str
    title: str
    shift: Shift | None
    unit: Unit
    phone: str = ""
    in_charge: str = ""

    @classmethod
    def of_shift(cls, shift: Shift) -> "Spot":
        activity, person = shift.activity, getattr(shift.activity.created_by, "person", None)
        phone = (person.phone if person else "") or activity.unit.phone
        return cls(f"s:{shift.pk}", f"{activity.title}, {shift.label}", shift, activity.unit, phone, person.full_name if person else "")

    @classmethod
    def of_unit(cls, unit: Unit) -> "Spot":
        return cls(f"u:{unit.pk}", unit.name, None, unit, unit.phone)


def shifts_near(shifts: QuerySet[Shift]) -> list[Shift]:
    """Shifts of these days, the nearest first: those that run, then those that were or will be."""
    now = timezone.now()
    public = shifts.filter(starts_at__lt=now + AROUND, ends_at__gt=now - AROUND, activity__status__in=Activity.PUBLIC)
    found = public.select_related("activity__unit", "activity__created_by__person").order_by("starts_at", "id")[:40]
    return sorted(found, key=lambda shift: (not shift.starts_at <= now <= shift.ends_at, abs(shift.starts_at - now)))


def own_shifts(signups: QuerySet[Signup]) -> QuerySet[Shift]:
    return Shift.objects.filter(pk__in=signups.filter(status=Signup.Status.CONFIRMED).values("shift"))


def to_tell(incident: Incident) -> list[User]:
    """Whom a report reaches at once, with their people; nobody for a minor one that waits at the desk.

    Serious: who deals with incidents in the unit, and the organiser. Grave: the unit above and the province's coordinators too.
    What is restricted goes past the organiser, who may be concerned, and to the unit above.
    """
    if incident.severity == Severity.MINOR and not incident.is_restricted:
        return []
    above = parent(incident.unit, on=today()) if incident.severity == Severity.GRAVE or incident.is_restricted else None
    told = Q(pk__in=grants_in([incident.unit_id, *([above.pk] if above else [])]).values("user"))
    if incident.severity == Severity.GRAVE:
        told |= Q(pk__in=coordinators_above(incident.unit).values("user"))
    if incident.activity and not incident.is_restricted:
        told |= Q(pk=incident.activity.created_by_id)
    return list(User.objects.filter(told, is_active=True).select_related("person").order_by("pk"))


def handlers(unit: Unit, *, above: bool = False) -> list[User]:
    """Who deals with incidents of the unit, and with `above` of the one over it."""
    over = parent(unit, on=today()) if above else None
    grants = grants_in([unit.pk, *([over.pk] if over else [])])
    return list(User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk"))


def grants_in(units: Iterable[UUID]) -> QuerySet[Grant]:
    return Grant.objects.filter(holds(today()), role__in=roles_with(HANDLE), unit__in=list(units))


def coordinators_above(unit: Unit) -> QuerySet[Grant]:
    provinces = ancestors(unit, on=today()).filter(kind="provincial_union")
    return Grant.objects.filter(holds(today()), role=COORDINATOR, unit__in=provinces, scope=Scope.SUBTREE)


def desk_incidents(incidents: QuerySet[Incident]) -> QuerySet[Any]:
    """Open ones first, the gravest of them on top; page them by ("turn", "-severity", "-reported_at", "id")."""
    ranks = [When(status=status, then=Value(number)) for number, status in enumerate(ORDER)]
    turned = incidents.annotate(turn=Case(*ranks, output_field=IntegerField()))
    return with_last(turned).select_related("unit", "activity", "reporter")


def with_last(incidents: QuerySet[Incident]) -> QuerySet[Any]:
    """With `last_at`: when somebody last did something about it."""
    return incidents.annotate(last_at=Coalesce(Max("steps__at"), "reported_at", output_field=DateTimeField()))


def open_incidents(incidents: QuerySet[Incident]) -> QuerySet[Any]:
    """Those that wait for somebody, the gravest first."""
    return desk_incidents(incidents.exclude(status=Status.CLOSED)).order_by("-severity", "turn", "-reported_at", "id")


def counts(incidents: QuerySet[Incident]) -> dict[str, int]:
    """How many are new, being dealt with and closed; how many of those not closed are grave."""
    unclosed = ~Q(status=Status.CLOSED)
    return incidents.order_by().aggregate(
        new=Count("pk", filter=Q(status=Status.OPEN)),
        handled=Count("pk", filter=Q(status=Status.HANDLED)),
        closed=Count("pk", filter=Q(status=Status.CLOSED)),
        grave=Count("pk", filter=unclosed & Q(severity=Severity.GRAVE)),
    )


def forgotten() -> QuerySet[Any]:
    """Those not closed about which nobody did anything for INCIDENT_REMINDER_HOURS."""
    before = timezone.now() - timedelta(hours=settings.INCIDENT_REMINDER_HOURS)
    return (
        with_last(Incident.objects.exclude(status=Status.CLOSED))
        .filter(last_at__lt=before)
        .select_related("unit", "activity")
        .order_by("pk")
    )
