"""The map in templates: `{% moving_map filters %}`, `{% spot_icon spot %}`, `{{ spot|chosen }}`, `{{ spot|is_chosen:choice }}`."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from aoxanh.kit.parts.icons import icon_svg
from aoxanh.needs.kinds import kind_of
from aoxanh.places import boundaries
from aoxanh.places.models import Layer, Spot
from aoxanh.places.sights import Box
from aoxanh.portal.map_chips import PLAIN
from aoxanh.portal.map_filters import MapFilters, name_of, written

register = template.Library()

VIET_NAM = Box(102, 7, 117.5, 23.5)


@register.inclusion_tag("portal/moving_map.html")
def moving_map(filters: MapFilters, points: str = "", rows: str = "", *, eager: bool = False) -> dict[str, Any]:
    """The map that moves, over the drawn one; `points` and `rows` are the addresses of its numbers and of its list."""
    return {
        "points": points or reverse("portal:map_points"),
        "list": rows or reverse("portal:map_list"),
        "bounds": written(filters.box or bounds_of(filters.province)),
        "eager": eager,
    }


def bounds_of(province: str) -> Box:
    """Around the province, without the islands far out; the country for a code that is none."""
    if province not in boundaries.commune_files():
        return VIET_NAM
    west, south, east, north = boundaries.provinces().shape(province).bounds
    return Box(west, south, east, north)


@register.simple_tag
def boundary_pattern() -> str:
    """The address of the borders of a province's communes, with CODE for its code."""
    return reverse("places:communes", args=["00"]).replace("00.json", "CODE.json")


@register.simple_tag
def spot_icon(spot: Spot) -> SafeString:
    name = "network" if spot.layer == Layer.UNIT else kind_of(spot.kind).icon
    return icon_svg(name, "size-5 mt-0.5 text-primary" if spot.layer == Layer.ACTIVITY else "size-5 mt-0.5 text-ink-2")


@register.filter
def chosen(spot: Spot) -> str:
    """How the address names the spot that is selected."""
    return name_of(spot)


@register.filter
def is_chosen(spot: Spot, choice: Any) -> bool:
    """Whether it is what is selected, or one of several in the commune that is."""
    return spot.object_id == choice.key or (bool(choice.rows) and spot.area_id == choice.area.pk)


@register.filter
def less(number: int, other: int) -> int:
    return max(number - other, 0)


@register.filter
def plain_query(filters: MapFilters) -> str:
    """The same place and layers, without filters."""
    return filters.but(**PLAIN, since=None, until=None).query()
