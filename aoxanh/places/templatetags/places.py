"""Maps in templates: `{% province_map drawn %}`, `{% country_inset "20" %}`, `{{ metres|distance }}`, `{% boundary_url "20" %}`."""

from typing import Any

from django import template
from django.utils.formats import number_format

from aoxanh.places import country, geojson
from aoxanh.places.maps import DrawnMap

register = template.Library()


@register.inclusion_tag("places/map.html")
def province_map(drawn: DrawnMap, css: str = "h-full w-full") -> dict[str, Any]:
    """A map made by `places.maps.draw`."""
    return {"map": drawn, "css": css}


@register.inclusion_tag("places/inset.html")
def country_inset(*codes: str, css: str = "w-full", narrow: bool = False) -> dict[str, Any]:
    """The country with its archipelagos, some provinces marked; `narrow` for boxes under 150 px, with larger letters."""
    return {"codes": codes, "css": css, "narrow": narrow, "provinces": country.provinces(), "isles": country.isles(narrow=narrow)}


@register.filter
def distance(metres: float) -> str:
    """Metres as people say them: "350 m", "1,2 km", "12 km"."""
    if metres < 950:
        return f"{round(metres, -1 if metres < 100 else -2):.0f} m"
    kilometres = max(1.0, round(metres / 1000, 1)) if metres < 10_000 else round(metres / 1000)
    places = 0 if kilometres == int(kilometres) else 1
    return f"{number_format(kilometres, places, force_grouping=True)} km"


@register.simple_tag
def boundary_url(code: str = "") -> str:
    """The address of the borders of a province's communes, or of all provinces; it changes with their content and may be kept for good."""
    return geojson.url(code or None)
