"""Units as the map shows them: those that stand today, at the label of their area."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.org.queries import active
from aoxanh.places import boundaries, layers
from aoxanh.places.maps import label_point
from aoxanh.places.models import Area, Layer, Level, Spot

AT_ONCE = 2_000
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


def units(keys: Collection[UUID] | None) -> Iterator[Spot]:
    """Those that stand today and have an area."""
    found = active(today()).filter(area__isnull=False).select_related("area")
    for unit in (found if keys is None else found.filter(pk__in=keys)).iterator(AT_ONCE):
        if unit.area:
            yield spot_of(unit, unit.area)


def spot_of(unit: Unit, area: Area) -> Spot:
    latitude, longitude = point_of(area.level, area.code, area.latitude, area.longitude, area.during.lower)
    return Spot(
        object_id=unit.pk,
        layer=Layer.UNIT,
        latitude=latitude,
        longitude=longitude,
        starts_at=LONG_AGO,
        unit_id=unit.pk,
        area=area,
        kind=unit.kind,
        title=unit.name,
        slug=unit.slug,
        search_key=f"{unit.search_key} {area.search_key}"[:240],
    )


@cache
def point_of(level: str, code: str, latitude: float, longitude: float, since: date | None) -> tuple[float, float]:
    """Where the name of the area stands on maps: of a commune of today inside its border, else the official point."""
    is_drawn = level == Level.COMMUNE and since == boundaries.EDITION and code in boundaries.communes().positions
    return label_point(Area(code=code, latitude=latitude, longitude=longitude)) if is_drawn else (latitude, longitude)


def register() -> None:
    layers.register(Layer.UNIT, units)
