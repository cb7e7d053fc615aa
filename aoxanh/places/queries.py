"""Reading areas: by code and day, up and down, before and after, and by a point on the ground.

Areas come with what they lie in, so that their full address costs no further query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.text import slugify

from aoxanh.kit.dates import holds, is_within
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.places import boundaries
from aoxanh.places.boundaries import EDITION
from aoxanh.places.geometry import haversine_m
from aoxanh.places.models import Area, Level, Share, Succession

REACHES_M = (5_000, 50_000, 500_000, 2_000_000)


@dataclass(frozen=True)
class Nearby:
    """A commune and how far off it is: its border, or on days before the borders its official point."""

    area: Area
    metres: float


def areas() -> QuerySet[Area]:
    return Area.objects.select_related("parent__parent")


def areas_on(level: Level, on: date) -> QuerySet[Area]:
    """All areas of a level that stand on the day, by code."""
    return areas().filter(holds(on), level=level).order_by("code")


def area_on(code: str, level: Level, on: date) -> Area:
    """The area that bears the code on that day; raises Area.DoesNotExist."""
    return areas_on(level, on).get(code=code)


def name_on(area: Area, on: date) -> str:
    """How the area was called on the day: its name of now, unless it bore another one then."""
    former = area.former_names.filter(holds(on)).first()
    return former.name if former else area.name


def children(area: Area) -> QuerySet[Area]:
    """The areas directly below: communes of a district, districts of an old province, communes of a new one."""
    return areas().filter(parent=area).order_by("code")


def communes_of(province_code: str, on: date) -> QuerySet[Area]:
    """The communes of the province that bears the code on that day."""
    provinces = areas_on(Level.PROVINCE, on).filter(code=province_code).values("pk")
    districts = Area.objects.filter(parent__in=provinces).values("pk")
    return areas_on(Level.COMMUNE, on).filter(parent__in=provinces.union(districts))


def lowest_parts(area: Area) -> list[Area]:
    """The communes of an area, itself if it is one; an island district without communes stands for itself."""
    lowest, above = [], [area]
    while above:
        below = [] if above[0].level == Level.COMMUNE else list(areas().filter(parent__in=above).order_by("code"))
        parents = {part.parent_id for part in below}
        lowest += [part for part in above if part.pk not in parents]
        above = below
    return lowest


def province_of(area: Area) -> Area:
    while area.parent:
        area = area.parent
    return area


def successors(area: Area, on: date) -> list[Area]:
    """The communes that stand on the day where the area stood, those that took only a part included; of a standing commune, itself.

    Provinces and districts are followed through their communes.
    """
    return followed(lowest_parts(area), on, "origins__old__in")


def predecessors(area: Area, on: date) -> list[Area]:
    """The communes that stood on the earlier day where the area stands, those that gave only a part included."""
    return followed(lowest_parts(area), on, "successions__new__in")


def followed(found: Iterable[Area], on: date, link: str) -> list[Area]:
    """Where walking the successions in one direction leads by that day, by code; constant queries per reorganisation on the way."""
    reached: dict[object, Area] = {}
    while found:
        reached |= {area.pk: area for area in found if is_within(on, area.during)}
        away = [area for area in found if area.pk not in reached]
        found = list(areas().filter(**{link: away}).distinct()) if away else []
    return sorted(reached.values(), key=lambda area: area.code)


def default_successor(area: Area, on: date) -> Area:
    """The one commune that carries an old one on; of a split commune the default, until a person decides."""
    while area.during.upper is not None and area.during.upper <= on:
        steps = Succession.objects.select_related("new__parent__parent").exclude(share=Share.PART)
        area = steps.get(old=area, on=area.during.upper).new
    return area


def commune_at(latitude: float, longitude: float, *, on: date) -> Area | None:
    """The commune in which the point lies; None outside all, and on a day when several communes shared the one of today's borders."""
    code = boundaries.communes().at(latitude, longitude)
    area = areas_on(Level.COMMUNE, EDITION).filter(code=code).first() if code else None
    if area is None:
        return None
    there = [area] if is_within(on, area.during) else stood(area, on)
    return there[0] if len(there) == 1 else None


def stood(area: Area, on: date) -> list[Area]:
    """The communes of another day that stand where this one stands."""
    return successors(area, on) if area.during.upper is not None and area.during.upper <= on else predecessors(area, on)


def border_codes(area: Area) -> list[str]:
    """The communes of the edition whose borders serve for the area."""
    if area.level == Level.COMMUNE and is_within(EDITION, area.during):
        return [area.code]
    begins_later = area.during.lower is not None and area.during.lower > EDITION
    return [commune.code for commune in (predecessors if begins_later else successors)(area, EDITION)]


def distance_to_border_m(area: Area, latitude: float, longitude: float) -> float:
    """Metres by which the point lies outside the area, 0 inside it; before 01/07/2025 the successors' borders serve."""
    return boundaries.communes().metres_to(latitude, longitude, border_codes(area))


def belongs(area: Area, latitude: float, longitude: float, within_m: float | None = None) -> bool:
    """Whether the point may be taken as lying in the area: borders are simplified, so PLACE_TOLERANCE_M outside is still inside."""
    tolerance = settings.PLACE_TOLERANCE_M if within_m is None else within_m
    return distance_to_border_m(area, latitude, longitude) <= tolerance


def suggest_communes(latitude: float, longitude: float, *, on: date, limit: int = 5) -> list[Nearby]:
    """The communes nearest to the point, for "which commune is meant?"."""
    near = {code: metres for metres, code in nearest_codes(latitude, longitude, limit)}
    found = list(areas_on(Level.COMMUNE, EDITION).filter(code__in=near))
    if all(is_within(on, area.during) for area in found):
        suggested = [Nearby(area, near[area.code]) for area in found]
    else:
        link = "successions__new__in" if on < EDITION else "origins__old__in"
        suggested = [Nearby(area, metres_to_point(area, latitude, longitude)) for area in followed(found, on, link)]
    return sorted(suggested, key=lambda nearby: nearby.metres)[:limit]


def nearest_codes(latitude: float, longitude: float, limit: int) -> list[tuple[float, str]]:
    """(metres, code) of the nearest communes of the edition, looking as far as it takes."""
    for reach in REACHES_M:
        near = boundaries.communes().near(latitude, longitude, reach)
        if len(near) >= limit:
            break
    return near[:limit]


def metres_to_point(area: Area, latitude: float, longitude: float) -> float:
    return haversine_m(latitude, longitude, area.latitude, area.longitude)


def search_communes(text: str, on: date, province: str | None = None) -> QuerySet[Area]:
    """Communes whose name holds the text, tones ignored: the name itself first, then names that begin so; exact tones before others."""
    typed, key = tidy(text), search_key(text)
    communes = areas_on(Level.COMMUNE, on) if province is None else communes_of(province, on)
    ranks = (
        Q(short_name__iexact=typed) | Q(name__iexact=typed),
        Q(slug=slugify(key)) | Q(search_key=key),
        Q(short_name__istartswith=typed),
        Q(slug__startswith=slugify(key)),
        Q(name__icontains=typed),
    )
    rank = Case(*(When(condition, then=Value(place)) for place, condition in enumerate(ranks)), default=Value(len(ranks)))
    return communes.filter(search_key__contains=key).alias(rank=rank).order_by("rank", "search_key", "code")
