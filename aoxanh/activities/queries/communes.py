"""Unmet need by commune, and who lives there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum

from aoxanh.activities.map_filters import SATURDAY
from aoxanh.people.models import Availability, Person
from aoxanh.people.queries.lists import LIVING
from aoxanh.places.models import Area, Layer
from aoxanh.places.sights import Sight, spots

MOST = 120


@dataclass(frozen=True)
class Commune:
    """A commune with what its needs lack: people and kinds of things. `living`: people on record there, `available` those of them who
    usually have time at weekends."""

    area: Area
    needs: int
    urgent: int
    missing: int
    goods: int
    living: int
    available: int


def communes(sight: Sight) -> list[Commune]:
    """The communes of the needs in sight, those that lack most people first; three statements, at most MOST communes."""
    needs = spots(sight.but(layers=frozenset({Layer.NEED}))).filter(is_public=True).order_by().values("area")
    counted: list[Any] = list(
        needs.annotate(needs=Count("pk"), pressing=Count("pk", filter=Q(urgent=True)), missing=Sum("weight"), lines=Sum("goods")).order_by(
            "-missing", "-needs", "area"
        )[:MOST]
    )
    areas = Area.objects.select_related("parent").in_bulk([row["area"] for row in counted])
    people = living_in(list(areas))
    return [
        Commune(areas[row["area"]], row["needs"], row["pressing"], row["missing"], row["lines"], *people.get(row["area"], (0, 0)))
        for row in counted
    ]


def living_in(areas: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many people on record live in each of the areas, and how many of them usually have time at weekends."""
    free = Availability.objects.filter(person=OuterRef("pk"), weekday__gte=SATURDAY)
    found: Any = Person.objects.filter(LIVING, area__in=areas).order_by().values("area")
    counted = found.annotate(living=Count("pk"), free=Count("pk", filter=Exists(free)))
    return {row["area"]: (row["living"], row["free"]) for row in counted}
