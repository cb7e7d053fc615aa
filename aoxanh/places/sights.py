"""What a reader of the map asks for."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import Q, QuerySet

from aoxanh.places.models import Layer, Spot


@dataclass(frozen=True)
class Box:
    """A part of the map, edges included."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Sight:
    """Which spots are asked for, the same for list and map: None and False leave a question open.

    `now` shuts out what is over; `since` and `until` ask for what takes place in that window. `people` and `goods` ask for needs that lack
    them (both: either of them), `free` for activities with places. Of the units `readable` the reader may see more than the public.
    """

    now: datetime
    layers: frozenset[Layer] = frozenset({Layer.NEED})
    box: Box | None = None
    areas: Collection[UUID] | None = None
    kind: str = ""
    skill: UUID | None = None
    units: Collection[UUID] | None = None
    urgent: bool = False
    people: bool = False
    goods: bool = False
    free: bool = False
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    readable: Collection[UUID] = ()

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)


def spots(sight: Sight) -> QuerySet[Spot]:
    """The spots themselves, for lists: the same set as the chart's."""
    wanted = Q(gone_at=None, layer__in=sight.layers, ends_at__gt=sight.now) & visible(sight) & lacking(sight) & narrowing(sight)
    return Spot.objects.filter(wanted).select_related("area__parent")


def visible(sight: Sight) -> Q:
    return Q(is_public=True) | Q(unit_id__in=sight.readable) if sight.readable else Q(is_public=True)


def lacking(sight: Sight) -> Q:
    """Needs of the public map lack what is asked for: people, things, or either."""
    people, goods = Q(weight__gt=0), Q(goods__gt=0)
    lacks = people if sight.people and not sight.goods else goods if sight.goods and not sight.people else people | goods
    return ~Q(layer=Layer.NEED) | Q(is_public=False) | lacks


def narrowing(sight: Sight) -> Q:
    """What the reader asked for beyond that."""
    given = {
        "kind": sight.kind or None,
        "unit_id__in": sight.units,
        "area__in": sight.areas,
        "urgent": sight.urgent or None,
        "ends_at__gt": sight.since,
        "starts_at__lt": sight.until,
    }
    wanted = Q(**{name: value for name, value in given.items() if value is not None}) & searched(sight)
    if box := sight.box:
        wanted &= Q(latitude__range=(box.south, box.north), longitude__range=(box.west, box.east))
    return wanted & (~Q(layer=Layer.ACTIVITY) | Q(weight__gt=0)) if sight.free else wanted


def searched(sight: Sight) -> Q:
    """What only the database can tell: skill and words, those of the place included."""
    wanted = Q(skills__contains=[sight.skill]) if sight.skill else Q()
    return wanted & Q(search_key__contains=sight.text) if sight.text else wanted


def searched_keys(sight: Sight) -> list[int] | None:
    """The keys of all that has the skill and the words; None where neither is asked for."""
    return list(Spot.objects.filter(searched(sight), gone_at=None).values_list("id", flat=True)) if sight.skill or sight.text else None
