"""The home page: what is ahead around a commune, and what the year has brought to its province."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from math import cos, radians
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from aoxanh.activities.models import FREE, Activity, Shift
from aoxanh.activities.queries.map import with_missing
from aoxanh.attendance.models import CheckIn, ServiceHours
from aoxanh.kit.dates import local
from aoxanh.places.boundaries import EDITION
from aoxanh.places.geometry import METRES_PER_DEGREE, haversine_m
from aoxanh.places.models import Area, Level
from aoxanh.places.queries import areas_on
from aoxanh.portal.queries.needs import public_needs
from aoxanh.records.models import DeclaredWork

DAYS = 7
RADIUS_M = 25_000
CONFIRMED_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Turn:
    """An activity on one day: its shifts of that day taken together."""

    activity: Activity
    starts_at: datetime
    ends_at: datetime
    places: int
    taken: int
    free: int
    metres: float

    @property
    def day(self) -> date:
        return local(self.starts_at).date()


@dataclass(frozen=True)
class Week:
    """The seven days from `since` within RADIUS_M of a commune's official point."""

    since: date
    turns: list[Turn]

    @cached_property
    def free(self) -> int:
        return sum(turn.free for turn in self.turns)

    @cached_property
    def activities(self) -> int:
        return len({turn.activity.pk for turn in self.turns})

    @cached_property
    def days(self) -> list[tuple[date, int]]:
        """Each day and how many activities it has."""
        days = [self.since + timedelta(days=number) for number in range(DAYS)]
        return [(day, len(self.on(day))) for day in days]

    def on(self, day: date) -> list[Turn]:
        return [turn for turn in self.turns if turn.day == day]

    @property
    def first_day(self) -> date:
        """The first day with a free place, else the first with an activity, else today."""
        free = (turn.day for turn in self.turns if turn.free)
        return next(free, next((turn.day for turn in self.turns), self.since))


@dataclass(frozen=True)
class Year:
    """What a province has to show since the first of January: every figure with what it is out of."""

    since: date
    recorded: int
    planned: int
    people: int
    minutes: int


def shifts_ahead(on: date) -> QuerySet[Shift]:
    """Shifts of open activities that have not begun, until the end of the seventh day."""
    until = timezone.make_aware(datetime.combine(on + timedelta(days=DAYS), time()))
    return Shift.objects.filter(activity__status=Activity.Status.OPEN, starts_at__gt=timezone.now(), starts_at__lt=until)


def standing_communes() -> QuerySet[Area]:
    return areas_on(Level.COMMUNE, EDITION)


def commune(code: str) -> Area | None:
    """The commune of the code, with its province."""
    return standing_communes().filter(code=code).first()


def busiest_commune(on: date) -> Area | None:
    """The commune with most free places in the week ahead, else with most needs; None where nothing happens anywhere."""
    free = shifts_ahead(on).order_by().values("activity__area").annotate(left=Sum(FREE))
    row: Any = free.order_by("-left", "activity__area").values_list("activity__area", flat=True).first()
    needs = public_needs(on).order_by().values("area").annotate(count=Count("pk")).order_by("-count", "area")
    found = row or needs.values_list("area", flat=True).first()
    return standing_communes().filter(pk=found).first() if found else None


def week_around(area: Area, on: date) -> Week:
    """What is ahead around the commune, in order of time; one query."""
    north = RADIUS_M / METRES_PER_DEGREE
    east = north / cos(radians(area.latitude))
    box = Q(activity__latitude__range=(area.latitude - north, area.latitude + north))
    box &= Q(activity__longitude__range=(area.longitude - east, area.longitude + east))
    shifts = shifts_ahead(on).filter(box).select_related("activity__unit", "activity__area").order_by("starts_at", "id")
    turns = (turn for turn in turns_of(shifts, area) if turn.metres <= RADIUS_M)
    return Week(on, sorted(turns, key=lambda turn: (turn.starts_at, turn.metres, str(turn.activity.pk))))


def turns_of(shifts: Iterable[Shift], area: Area) -> list[Turn]:
    days: dict[Any, list[Shift]] = {}
    for shift in shifts:
        days.setdefault((shift.activity_id, local(shift.starts_at).date()), []).append(shift)
    return [turn_of(found, area) for found in days.values()]


def turn_of(shifts: list[Shift], area: Area) -> Turn:
    activity = shifts[0].activity
    return Turn(
        activity,
        starts_at=shifts[0].starts_at,
        ends_at=max(shift.ends_at for shift in shifts),
        places=sum(shift.places for shift in shifts),
        taken=sum(shift.taken for shift in shifts),
        free=sum(shift.free for shift in shifts),
        metres=haversine_m(area.latitude, area.longitude, activity.latitude, activity.longitude),
    )


def urgent_needs(area: Area, on: date, limit: int = 3) -> list[Any]:
    """Urgent needs in the commune's province that were confirmed within CONFIRMED_WITHIN, those that end first."""
    fresh = public_needs(on).filter(urgent=True, area__parent=area.parent_id, confirmed_at__gte=timezone.now() - CONFIRMED_WITHIN)
    return list(with_missing(fresh).order_by("ends_on", "id")[:limit])


def need_counts(province: Area, on: date) -> dict[str, Any]:
    """Needs by commune code: (count, urgent)."""
    rows = public_needs(on).filter(area__parent=province).order_by().values_list("area__code")
    return {code: (count, urgent) for code, count, urgent in rows.annotate(Count("pk"), Count("pk", filter=Q(urgent=True)))}


def year_of(province: Area, on: date) -> Year:
    """Figures of the calendar year so far."""
    since = on.replace(month=1, day=1)
    begin = timezone.make_aware(datetime.combine(since, time()))
    now = timezone.now()
    over = activities_in(province).filter(ends_at__gte=begin, ends_at__lt=now)
    counts = over.aggregate(
        recorded=Count("pk", filter=Q(status=Activity.Status.RECORDED)),
        planned=Count("pk", filter=Q(status__in=(Activity.Status.OPEN, Activity.Status.CLOSED, Activity.Status.RECORDED))),
    )
    standing = DeclaredWork.objects.filter(within(province, "unit__area"), withdrawn_at=None, activity=None)
    declared = standing.filter(ended_on__gte=since, ended_on__lte=on).count()
    came = CheckIn.objects.filter(within(province, "signup__shift__activity__area"), at__gte=begin)
    hours = ServiceHours.objects.filter(within(province, "activity__area"), on__gte=since)
    return Year(
        since,
        recorded=counts["recorded"],
        planned=counts["planned"] + declared,
        people=came.aggregate(n=Count("signup__person", distinct=True))["n"],
        minutes=hours.aggregate(n=Sum("minutes"))["n"] or 0,
    )


def activities_in(province: Area) -> QuerySet[Activity]:
    return Activity.objects.filter(within(province, "area"))


def within(province: Area, path: str) -> Q:
    """Rows whose area is the province or lies in it; before 01/07/2025 through a district."""
    return Q(**{path: province}) | Q(**{f"{path}__parent": province}) | Q(**{f"{path}__parent__parent": province})


def free_by_commune(on: date, limit: int = 24) -> list[Any]:
    """Communes where something is ahead this week with `free` places, most first."""
    rows = shifts_ahead(on).order_by().values_list("activity__area").annotate(left=Sum(FREE))
    free: dict[Any, int] = dict(rows.filter(left__gt=0).order_by("-left", "activity__area")[:limit])
    areas = standing_communes().in_bulk(list(free))
    return [(areas[pk], number) for pk, number in free.items() if pk in areas]
