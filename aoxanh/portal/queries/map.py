"""The digital map: what stands on it in numbers and one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from aoxanh.activities.models import Activity
from aoxanh.activities.queries import with_places
from aoxanh.kit.dates import today
from aoxanh.needs.models import Need
from aoxanh.needs.queries import Pin
from aoxanh.org.models import Unit
from aoxanh.org.queries import active
from aoxanh.places.boundaries import EDITION
from aoxanh.places.models import Area, Layer, Level, Spot
from aoxanh.places.sights import Sight, spots
from aoxanh.portal.queries import needs as of_needs

LIST_BY = ("layer", "-urgent", "ends_at", "id")
OFFERED_UNITS = 60


@dataclass(frozen=True)
class Row:
    """A line of the list; of a need, `need` says what it lacks at this moment."""

    spot: Spot
    need: Any = None


def rows(found: Iterable[Spot]) -> list[Row]:
    """The lines of a page; one statement for all its needs, one for what they lack."""
    found = list(found)
    keys = [spot.object_id for spot in found if spot.layer == Layer.NEED]
    needs = of_needs.with_missing(Need.objects.all()).in_bulk(keys) if keys else {}
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
    found: Any = spots(sight).filter(area__parent__isnull=False).order_by()
    found = found.values(code=F("area__parent__code"), name=F("area__parent__short_name"))
    return list(found.annotate(count=Count("pk")).order_by("-count", "code"))


def named_units(counts: dict[UUID, int], chosen: str) -> list[Unit]:
    """Those units that have most on the map, and the one chosen, by name."""
    most = sorted(counts, key=lambda key: (-counts[key], str(key)))[:OFFERED_UNITS]
    found = Unit.objects.filter(Q(pk__in=most) | Q(slug=chosen)).only("slug", "name", "short_name", "search_key")
    return sorted(found, key=lambda unit: (unit.search_key, unit.slug))


def codes_of(areas: Sequence[UUID]) -> dict[UUID, str]:
    return dict(Area.objects.filter(pk__in=areas).values_list("pk", "code"))


def need_called(slug: str) -> Any:
    """A need that stands in an area of today, with what it lacks; None where there is none."""
    return of_needs.with_missing(Need.objects.filter(slug=slug, area__during__contains=EDITION)).first() if slug else None


def activity_called(slug: str) -> Any:
    found = with_places(Activity.objects.public()).select_related("unit", "area__parent")
    return found.filter(slug=slug).first() if slug else None


def unit_called(slug: str) -> Unit | None:
    return active(today()).select_related("area__parent").filter(slug=slug, area__isnull=False).first() if slug else None
