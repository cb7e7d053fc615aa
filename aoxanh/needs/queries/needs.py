"""Needs and their places. They come with their unit, their commune and its province, so that a list costs no further query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from aoxanh.needs.models import Need, NeedQuerySet
from aoxanh.org.models import Unit
from aoxanh.places.models import Area, Level
from aoxanh.places.queries import Nearby, belongs, distance_to_border_m, suggest_communes

CANDIDATES = 5


@dataclass(frozen=True)
class Pin:
    """A commune and how many needs it has, and how many of them are urgent."""

    area: Area
    count: int
    urgent: int


def with_places(needs: QuerySet[Need]) -> NeedQuerySet:
    """Needs with all that a row of a list names."""
    return needs.select_related("unit__area", "area__parent")  # type: ignore[return-value]


def live_needs(on: date) -> NeedQuerySet:
    """What the map may show on the day."""
    return with_places(Need.objects.live(on))


def past_needs(on: date) -> NeedQuerySet:
    """Closed and lapsed ones, and those whose last day has gone by."""
    return with_places(Need.objects.filter(Q(status__in=Need.ENDED) | Q(ends_on__lt=on)))


def counts(needs: NeedQuerySet, on: date) -> dict[str, int]:
    """How many of these are `live`, how many of those `stale`."""
    return {"live": needs.live(on).count(), "stale": needs.stale(on).count()}


def pins(needs: QuerySet[Need]) -> list[Pin]:
    """The communes of these needs, the one with most needs first; two queries."""
    found: list[Any] = list(needs.order_by().values("area").annotate(count=Count("pk"), urgent=Count("pk", filter=Q(urgent=True))))
    areas = Area.objects.select_related("parent").in_bulk([row["area"] for row in found])
    made = [Pin(areas[row["area"]], row["count"], row["urgent"]) for row in found]
    return sorted(made, key=lambda pin: (-pin.count, pin.area.code))


def covers(unit: Unit, latitude: float, longitude: float) -> bool:
    """Whether the point may be taken as lying where the unit works: 2 km beyond simplified borders are still within."""
    return unit.area is None or belongs(unit.area, latitude, longitude)


def holds_commune(unit: Unit, commune: Area) -> bool:
    """Whether the commune is the unit's own or lies in its area."""
    return unit.area is None or unit.area_id in {commune.pk, *(area.pk for area in commune.above)}


def communes_meant(unit: Unit, latitude: float, longitude: float, *, on: date) -> list[Nearby]:
    """The communes among which a person says which one is meant: the nearest ones and the unit's own, by distance."""
    near = suggest_communes(latitude, longitude, on=on, limit=CANDIDATES)
    own = unit.area
    if own is not None and own.level == Level.COMMUNE and own.pk not in {nearby.area.pk for nearby in near}:
        near.append(Nearby(own, distance_to_border_m(own, latitude, longitude)))
    return near
