"""The map in templates: the map itself, its filters and its legend, and rows of the list beside it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from aoxanh.activities.map_chips import PLAIN, Chip, Offered
from aoxanh.activities.map_filters import MapFilters, name_of, written
from aoxanh.activities.queries.map import Row
from aoxanh.kit.parts.icons import icon_svg
from aoxanh.needs.kinds import kind_of
from aoxanh.places import boundaries
from aoxanh.places.models import Layer, Spot
from aoxanh.places.sights import Box

register = template.Library()

DESK_PAGES = {Layer.NEED: ("needs:detail", True), Layer.ACTIVITY: ("activities:detail", True), Layer.UNIT: ("desk:unit", False)}
PUBLIC_PAGES = {Layer.NEED: ("portal:need", False), Layer.ACTIVITY: ("portal:activity", False), Layer.UNIT: ("portal:unit", False)}
"""Pages by name, as the house has them above: by the key of the thing, or by its slug."""
VIET_NAM = Box(102, 7, 117.5, 23.5)


@register.inclusion_tag("activities/map/moving.html")
def moving_map(filters: MapFilters, points: str, rows: str, *, eager: bool = False) -> dict[str, Any]:
    """The map that moves, over the drawn one; `points` and `rows` are the addresses of its numbers and of its list."""
    return {
        "points": points,
        "list": rows,
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


@register.inclusion_tag("activities/map/row.html")
def spot_row(row: Row, address: str, base: str, choice: Any = None, *, target: str = "") -> dict[str, Any]:
    """A row of the list; choosing it selects it on the map. `target` names another window for its page."""
    spot = row.spot
    is_current = choice is not None and spot.object_id == choice.key
    is_on = is_current or (choice is not None and bool(choice.rows) and spot.area_id == choice.area.pk)
    href = f"{address}{base}&chon={name_of(spot)}"
    return {"row": row, "spot": spot, "href": href, "is_on": is_on, "is_current": is_current, "target": target}


@register.inclusion_tag("activities/map/row.html")
def desk_row(row: Row, own: Collection[UUID]) -> dict[str, Any]:
    """A row at the desk: its page there where it is of one of the reader's `own` units, else the one that everybody sees."""
    spot = row.spot
    pages = DESK_PAGES if spot.unit_id in own else PUBLIC_PAGES
    name, by_key = pages[Layer(spot.layer)]
    return {"row": row, "spot": spot, "href": address_of(name, spot.object_id if by_key else spot.slug), "is_on": False, "target": ""}


def address_of(name: str, key: Any) -> str:
    """The address of a page of another app, "" where no app offers it."""
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""


@register.inclusion_tag("activities/map/filters.html")
def map_filters(filters: MapFilters, offered: Offered, address: str, *, is_drawn: bool = False) -> dict[str, Any]:
    """The form with every filter."""
    return {"filters": filters, "offered": offered, "address": address, "is_drawn": is_drawn}


@register.inclusion_tag("activities/map/legend.html")
def map_legend(filters: MapFilters) -> dict[str, Any]:
    return {"filters": filters}


@register.inclusion_tag("activities/map/chip.html")
def map_chip(chip: Chip, address: str) -> dict[str, Any]:
    """A filter as a button that turns it on or off."""
    return {"chip": chip, "address": address}


@register.inclusion_tag("activities/map/chip_row.html")
def map_choice(chip: Chip, address: str) -> dict[str, Any]:
    """A filter as a line of a menu."""
    return {"chip": chip, "address": address}


@register.filter
def less(number: int, other: int) -> int:
    return max(number - other, 0)


@register.filter
def plain_query(filters: MapFilters) -> str:
    """The same place and layers, without filters."""
    return filters.but(**PLAIN, since=None, until=None).query()
