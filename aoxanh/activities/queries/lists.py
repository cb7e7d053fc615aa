"""Lists of activities for everyone: what is ahead, on which days, what is near."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import cos, radians, sqrt
from typing import Any
from uuid import UUID

from django.contrib.postgres.lookups import Unaccent
from django.db.models import Count, Exists, ExpressionWrapper, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from aoxanh.activities.models import FREE, OPEN_PLACES, Activity, ActivityQuerySet, Shift
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Unit
from aoxanh.places.models import Area

KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Filters:
    """What a visitor looks for. `area` is a commune, a district or a province; `text` is found in titles, tones ignored."""

    day: date | None = None
    kind: str = ""
    area: Area | None = None
    unit: Unit | None = None
    text: str = ""
    is_free_only: bool = False


@dataclass(frozen=True)
class Related:
    """An activity and how far it is."""

    activity: Any
    kilometres: float


def day_start(on: date) -> datetime:
    """Midnight in Viet Nam."""
    return timezone.make_aware(datetime.combine(on, time()))


def sum_of(expression: Any, *conditions: Q) -> Coalesce:
    """A figure summed over the shifts of each activity, in one subquery."""
    shifts = Shift.objects.filter(*conditions, activity=OuterRef("pk")).order_by().values("activity")
    return Coalesce(Subquery(shifts.annotate(figure=Sum(expression)).values("figure")), 0, output_field=IntegerField())


def with_places(activities: QuerySet[Activity]) -> QuerySet[Any]:
    """Activities with `places` and `taken` of all their shifts, and `free` of those that have not begun."""
    return activities.annotate(places=sum_of("places"), taken=sum_of("taken"), free=sum_of(FREE, Q(starts_at__gt=timezone.now())))


def for_lists(activities: QuerySet[Activity]) -> QuerySet[Any]:
    return with_places(activities).select_related("unit", "area__parent", "picture").order_by("starts_at", "id")


def public_activities(on: date, filters: Filters = Filters()) -> QuerySet[Any]:
    """Open activities not over before the day, soonest first; page them by ("starts_at", "id"). See `with_places`."""
    found = for_lists(filtered(Activity.objects.ahead(day_start(on)), filters))
    if filters.day:
        found = found.filter(Exists(shifts_on(filters.day).filter(activity=OuterRef("pk"))))
    return found.filter(free__gt=0) if filters.is_free_only else found


def filtered(activities: ActivityQuerySet, filters: Filters) -> ActivityQuerySet:
    """The filters that do not speak of days or places."""
    if filters.kind:
        activities = activities.filter(kind=filters.kind)
    if filters.area:
        activities = activities.filter(Q(area=filters.area) | Q(area__parent=filters.area) | Q(area__parent__parent=filters.area))
    if filters.unit:
        activities = activities.filter(unit=filters.unit)
    return with_text(activities, filters.text)


def with_text(activities: ActivityQuerySet, text: str) -> ActivityQuerySet:
    """Those whose title holds the text, tones ignored."""
    if not (key := search_key(text)):
        return activities
    return activities.annotate(bare_title=Unaccent("title")).filter(bare_title__icontains=key)


def shifts_on(day: date) -> QuerySet[Shift]:
    return Shift.objects.filter(starts_at__gte=day_start(day), starts_at__lt=day_start(day + timedelta(days=1)))


def upcoming(*, units: Iterable[UUID] | None = None, area: Area | None = None, limit: int = 6) -> list[Any]:
    """The next open activities, of these units (ids) or in this area where named."""
    found = for_lists(filtered(Activity.objects.ahead(timezone.now()), Filters(area=area)))
    return list((found if units is None else found.filter(unit_id__in=units))[:limit])


def reports(*, units: Iterable[UUID] | None = None) -> QuerySet[Any]:
    """Activities whose results are published, the latest first; page them by ("-ends_at", "id")."""
    found = for_lists(Activity.objects.filter(status=Activity.Status.RECORDED)).order_by("-ends_at", "id")
    return found if units is None else found.filter(unit_id__in=units)


def week_strip(on: date, filters: Filters = Filters(), *, days: int = 7) -> list[tuple[date, int]]:
    """Each day from `on` and how many open activities have a shift on it, days without any included."""
    activities = filtered(Activity.objects.filter(status=Activity.Status.OPEN), filters).values("pk")
    shifts = Shift.objects.filter(
        activity__in=activities, starts_at__gte=day_start(on), starts_at__lt=day_start(on + timedelta(days=days))
    ).order_by()
    if filters.is_free_only:
        shifts = shifts.filter(taken__lt=OPEN_PLACES)
    counts = dict(shifts.annotate(day=TruncDate("starts_at")).values_list("day").annotate(Count("activity", distinct=True)))
    return [(day, counts.get(day, 0)) for day in (on + timedelta(days=number) for number in range(days))]


def related(activity: Activity, *, limit: int = 3) -> list[Related]:
    """Other open activities ahead, the nearest first; of a series its next day."""
    shrink = cos(radians(activity.latitude))
    north, east = F("latitude") - Value(activity.latitude), (F("longitude") - Value(activity.longitude)) * Value(shrink)
    ahead = Activity.objects.ahead(timezone.now())
    soonest = ahead.filter(series=OuterRef("series")).order_by("starts_at", "id").values("pk")[:1]
    others = ahead.exclude(pk=activity.pk).filter(Q(series=None) | Q(pk=Subquery(soonest)) & ~Q(series=activity.series_id))
    near = for_lists(others).annotate(apart=ExpressionWrapper(north * north + east * east, output_field=FloatField()))
    return [Related(other, round(sqrt(other.apart) * KM_PER_DEGREE, 1)) for other in near.order_by("apart", "starts_at", "id")[:limit]]
