"""The map of needs: what the public may see of them, in numbers and one by one."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, radians
from typing import Any

from django.contrib.postgres.lookups import Unaccent
from django.db.models import Count, F, Q, QuerySet, Value
from django.utils import timezone

from aoxanh.activities.models import Activity
from aoxanh.activities.queries import with_places
from aoxanh.activities.queries.spots import signed_up
from aoxanh.kit.vietnamese import search_key
from aoxanh.needs.models import Need, went_stale
from aoxanh.needs.queries import with_lacking
from aoxanh.needs.queries import with_places as with_names
from aoxanh.places.boundaries import EDITION
from aoxanh.places.geometry import haversine_m
from aoxanh.places.models import Area
from aoxanh.places.queries import communes_of
from aoxanh.portal.need_filters import NeedFilters

SATURDAY = 5


@dataclass(frozen=True)
class Near:
    """An activity ahead and how far it is."""

    activity: Any
    metres: float


@dataclass(frozen=True)
class Answer:
    """What a visitor can do about a need: sign up for `activity`, which answers it, or else for one of those `near`."""

    activity: Any | None
    near: list[Near]


def public_needs(on: date) -> QuerySet[Need]:
    """Live needs that still lack people or materials."""
    return Need.objects.live(on).alias(people=signed_up()).filter(Q(people__lt=F("people_wanted")) | Q(materials_lacking__gt=0))


def with_missing(needs: QuerySet[Need]) -> QuerySet[Any]:
    """Needs with all that a row names, how many people have `signed` up and how many are `missing`; their materials come along."""
    return with_lacking(with_names(needs).annotate(signed=signed_up(), missing=F("people_wanted") - F("signed")))


def in_province(needs: QuerySet[Need], code: str) -> QuerySet[Need]:
    return needs.filter(area__parent__code=code)


def filtered(needs: QuerySet[Need], filters: NeedFilters, on: date) -> QuerySet[Need]:
    """All filters but the province."""
    if filters.urgent:
        needs = needs.filter(urgent=True)
    if filters.weekend:
        needs = needs.filter(this_weekend(on))
    if filters.kind:
        needs = needs.filter(kind=filters.kind)
    if filters.commune:
        needs = needs.filter(area__code=filters.commune)
    if key := search_key(filters.text):
        bare = needs.alias(bare_title=Unaccent("title"))
        needs = bare.filter(Q(bare_title__icontains=key) | Q(area__search_key__contains=key))
    return needs


def weekend_of(on: date) -> tuple[date, date]:
    """The Saturday and Sunday of the week of that day."""
    saturday = on + timedelta(days=SATURDAY - on.weekday())
    return saturday, saturday + timedelta(days=1)


def this_weekend(on: date) -> Q:
    saturday, sunday = weekend_of(on)
    return Q(starts_on__lte=sunday, ends_on__gte=max(saturday, on))


def provinces(needs: QuerySet[Need]) -> list[dict[str, Any]]:
    """`code`, `name` and `count` of every province with needs, the one with most first."""
    found: Any = needs.order_by().values(code=F("area__parent__code"), name=F("area__parent__short_name"))
    return list(found.annotate(count=Count("pk")).order_by("-count", "code"))


def facets(needs: QuerySet[Need], on: date) -> dict[str, int]:
    """How many in all, urgent, for this weekend, `stale` (see `needs.models.went_stale`) and `fresh`."""
    found = needs.aggregate(
        total=Count("pk"),
        urgent=Count("pk", filter=Q(urgent=True)),
        weekend=Count("pk", filter=this_weekend(on)),
        stale=Count("pk", filter=went_stale(timezone.now()) & ~Q(status=Need.Status.MET)),
    )
    return found | {"fresh": found["total"] - found["stale"]}


def kind_counts(needs: QuerySet[Need]) -> dict[str, int]:
    """How many of each kind."""
    return dict(needs.order_by().values_list("kind").annotate(Count("pk")))


def answer_to(need: Need) -> Answer:
    """The soonest activity with a free place that answers the need; where there is none, the three nearest."""
    ahead = with_places(Activity.objects.ahead(timezone.now())).filter(free__gt=0).select_related("area", "unit")
    activity = ahead.filter(need=need).order_by("starts_at", "id").first()
    return Answer(activity, [] if activity else nearest(ahead, need.latitude, need.longitude, limit=3))


def nearest(activities: QuerySet[Any], latitude: float, longitude: float, *, limit: int) -> list[Near]:
    """Those nearest to the point."""
    shrink = cos(radians(latitude))
    north, east = F("latitude") - Value(latitude), (F("longitude") - Value(longitude)) * Value(shrink)
    found = activities.alias(apart=north * north + east * east).order_by("apart", "starts_at", "id")[:limit]
    return [Near(activity, haversine_m(latitude, longitude, activity.latitude, activity.longitude)) for activity in found]


def any_commune(province: str) -> Area | None:
    """A commune of the province, for a map on which nothing is needed: the one nearest to its official point."""
    communes = communes_of(province, EDITION)
    return min(communes, key=lambda area: haversine_m(area.latitude, area.longitude, *middle_of(area)), default=None)


def middle_of(area: Area) -> tuple[float, float]:
    return (area.parent.latitude, area.parent.longitude) if area.parent else (area.latitude, area.longitude)
