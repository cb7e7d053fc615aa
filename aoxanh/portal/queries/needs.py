"""The map of needs: what the public may see of them, in numbers and one by one."""

from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet, Value
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.activities.queries import with_places
from aoxanh.activities.queries.map import with_missing
from aoxanh.activities.queries.spots import signed_up
from aoxanh.kit.dates import today
from aoxanh.needs.models import Need, went_stale
from aoxanh.org.models import Unit
from aoxanh.org.queries import active
from aoxanh.places.boundaries import EDITION
from aoxanh.places.geometry import haversine_m
from aoxanh.places.models import Area
from aoxanh.places.queries import communes_of

STANDING = (Activity.Status.OPEN, Activity.Status.POSTPONED, Activity.Status.CLOSED)


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


def in_province(needs: QuerySet[Need], code: str) -> QuerySet[Need]:
    return needs.filter(area__parent__code=code)


def stale(on: date, province: str) -> int:
    """How many needs of the province the public sees though nobody has confirmed them for long."""
    return in_province(public_needs(on), province).filter(went_stale(timezone.now())).exclude(status=Need.Status.MET).count()


def answer_to(need: Need) -> Answer:
    """The soonest activity with a free place that answers the need; where there is none, the three nearest."""
    ahead = with_places(Activity.objects.ahead(timezone.now())).filter(free__gt=0).select_related("area", "unit")
    activity = ahead.filter(need=need).order_by("starts_at", "id").first()
    return Answer(activity, [] if activity else nearest(ahead, need.latitude, need.longitude, limit=3))


def has_place_for(user: User | AnonymousUser, need: Need) -> bool:
    """Whether the user has a place in an activity that answers the need and was not called off."""
    if not user.is_authenticated:
        return False
    mine = Signup.objects.filter(person__user=user.pk, status=Signup.Status.CONFIRMED, shift__activity__need=need)
    return mine.filter(shift__activity__status__in=STANDING).exists()


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


def need_called(slug: str) -> Any:
    """A need that stands in an area of today, with what it lacks; None where there is none."""
    return with_missing(Need.objects.filter(slug=slug, area__during__contains=EDITION)).first() if slug else None


def activity_called(slug: str) -> Any:
    found = with_places(Activity.objects.public()).select_related("unit", "area__parent")
    return found.filter(slug=slug).first() if slug else None


def unit_called(slug: str) -> Unit | None:
    return active(today()).select_related("area__parent").filter(slug=slug, area__isnull=False).first() if slug else None
