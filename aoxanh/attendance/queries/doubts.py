"""The short list of an activity, and the phones that may still keep something for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from aoxanh.access.models import Grant
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift
from aoxanh.attendance.models import CheckIn, Device, Doubt, Scan
from aoxanh.attendance.rules import arrival_of, name_of
from aoxanh.org.models import Unit
from aoxanh.people.queries.portraits import shows_portrait

DAYS = timedelta(days=2)
SETTLED_SHOWN = 50


@dataclass(frozen=True)
class Seen:
    """One time that somebody was seen: when, by whom, on which phone, and who sent it where that is another."""

    at: datetime
    by: str
    phone: str = ""
    sent_by: str = ""
    kind: str = ""


def doubts_of(activity: Activity) -> QuerySet[Any]:
    """Those of the activity with both scans, who made them, and whether the photo of the person may be shown."""
    scans = [f"{scan}__{name}" for scan in ("scan", "other") for name in ("device", "by__person", "sent_by__person")]
    person = ["signup__person__portrait", "signup__shift", "signup__check_in__by__person", "signup__check_in__device"]
    found = Doubt.objects.filter(shift__activity=activity).select_related("shift", "settled_by__person", *scans, *person)
    return found.annotate(shows=shows_portrait("signup__person"))


def open_doubts(activity: Activity) -> QuerySet[Any]:
    """What waits, in the order in which it happened."""
    return doubts_of(activity).filter(settled_at=None).order_by("scan__at", "pk")


def settled_doubts(activity: Activity) -> QuerySet[Any]:
    """What was decided, the latest first."""
    return doubts_of(activity).exclude(settled_at=None).order_by("-settled_at", "-pk")[:SETTLED_SHOWN]


def open_number(activity: Activity) -> int:
    return Doubt.objects.filter(shift__activity=activity, settled_at=None).count()


def sightings(doubt: Doubt) -> Iterator[Seen]:
    """The scan in doubt, then the one it disagrees with, or the arrival that stands."""
    yield of_scan(doubt.scan)
    arrival = arrival_of(doubt.signup) if doubt.signup else None
    if doubt.other:
        yield of_scan(doubt.other)
    elif arrival and arrival.scan_id != doubt.scan_id:
        yield of_arrival(arrival)


def of_scan(scan: Scan) -> Seen:
    sent_by = name_of(scan.sent_by) if scan.sent_by_id != scan.by_id else ""
    return Seen(scan.at, name_of(scan.by), scan.device.name, sent_by, scan.kind)


def of_arrival(arrival: CheckIn) -> Seen:
    return Seen(arrival.at, name_of(arrival.by) if arrival.by else "", arrival.device.name if arrival.device else "", kind="in")


def with_doubts(units: QuerySet[Unit]) -> QuerySet[Any]:
    """Activities of the units in which something waits on the short list, with how much (`doubts`), the latest first."""
    waiting = Doubt.objects.filter(shift__activity=OuterRef("pk"), settled_at=None)
    counted = waiting.order_by().values("shift__activity").annotate(n=Count("pk")).values("n")
    found = Activity.objects.filter(Exists(waiting), unit__in=units.values("pk")).select_related("unit")
    return found.annotate(doubts=Coalesce(Subquery(counted), 0)).order_by("-starts_at", "id")


def doubts_by_activity(shifts: list[Shift]) -> dict[Any, int]:
    """How much waits at the activities of these shifts."""
    open_ones = Doubt.objects.filter(shift__activity__in={shift.activity_id for shift in shifts}, settled_at=None)
    return dict(open_ones.order_by().values_list("shift__activity").annotate(n=Count("pk")))


def phones_of(activity: Activity) -> QuerySet[Any]:
    """Phones that saw somebody of the activity, or that its organisers prepared for its days; those that keep something first."""
    organisers = Grant.objects.filter(user=OuterRef("user"), unit=activity.unit_id, role__in=roles_with("attendance.take"))
    seen = Scan.objects.filter(device=OuterRef("pk"), shift__activity=activity)
    found = Device.objects.annotate(has_seen=Exists(seen), of_unit=Exists(organisers))
    prepared = Q(of_unit=True, called_at__gte=activity.starts_at - DAYS) if activity.starts_at else Q(pk=None)
    return found.filter(Q(has_seen=True) | prepared).select_related("user__person").order_by("-waiting", "-called_at")


def portrait_of(doubt: Any) -> str:
    """The address of the photo that may be shown; "" without one."""
    person = doubt.signup.person if doubt.signup else None
    return person.portrait.url(160) if person and doubt.shows and person.portrait else ""


def decided_by(user: User | None) -> str:
    return name_of(user) if user else ""
