"""The lists beside the map: what stands on it in numbers and one by one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from aoxanh.activities.queries.spots import signed_up
from aoxanh.needs.models import Need
from aoxanh.needs.queries import Pin, with_lacking, with_places
from aoxanh.org.models import Unit
from aoxanh.places.models import Area, Layer, Level, Spot
from aoxanh.places.sights import Sight, spots
from aoxanh.places.viewport import by_area

LIST_BY = ("layer", "-urgent", "ends_at", "id")
OFFERED_UNITS = 60


@dataclass(frozen=True)
class Row:
    """A line of the list; of a need, `need` says what it lacks at this moment."""

    spot: Spot
    need: Any = None


def with_missing(needs: QuerySet[Need]) -> QuerySet[Any]:
    """Needs with all that a row names, how many people have `signed` up and how many are `missing`; their materials come along."""
    return with_lacking(with_places(needs).annotate(signed=signed_up(), missing=F("people_wanted") - F("signed")))


def rows(found: Iterable[Spot]) -> list[Row]:
    """The lines of a page; one statement for all its needs, one for what they lack."""
    found = list(found)
    keys = [spot.object_id for spot in found if spot.layer == Layer.NEED]
    needs = with_missing(Need.objects.all()).in_bulk(keys) if keys else {}
    return [Row(spot, needs.get(spot.object_id)) for spot in found]


def pins(sight: Sight) -> list[Pin]:
    """The communes of what is in sight, the one with most first; two queries."""
    counted: list[Any] = list(
        spots(sight).order_by().values("area").annotate(count=Count("pk"), pressing=Count("pk", filter=Q(urgent=True)))
    )
    areas = Area.objects.filter(level=Level.COMMUNE).select_related("parent").in_bulk([row["area"] for row in counted])
    made = [Pin(areas[row["area"]], row["count"], row["pressing"]) for row in counted if row["area"] in areas]
    return sorted(made, key=lambda pin: (-pin.count, pin.area.code))


def provinces(sight: Sight) -> list[dict[str, Any]]:
    """`code`, `name` and `count` of every province with something in sight, the one with most first."""
    counts = by_area(sight)
    above = Area.objects.filter(pk__in=counts, parent__isnull=False).values_list("pk", "parent__code", "parent__short_name")
    found: Counter[tuple[str, str]] = Counter()
    for key, code, name in above:
        found[code, name] += counts[key]
    ranked = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return [{"code": code, "name": name, "count": count} for (code, name), count in ranked]


def named_units(counts: dict[UUID, int], chosen: str) -> list[Unit]:
    """Those units that have most on the map, and the one chosen, by name."""
    most = sorted(counts, key=lambda key: (-counts[key], str(key)))[:OFFERED_UNITS]
    found = Unit.objects.filter(Q(pk__in=most) | Q(slug=chosen)).only("slug", "name", "short_name", "search_key")
    return sorted(found, key=lambda unit: (unit.search_key, unit.slug))


def codes_of(areas: Sequence[UUID]) -> dict[UUID, str]:
    return dict(Area.objects.filter(pk__in=areas).values_list("pk", "code"))
