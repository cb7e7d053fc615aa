"""A place in a form: a point on the map, typed coordinates, or the middle of a commune."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.org.models import Unit
from aoxanh.places.maps import label_point
from aoxanh.places.models import Area, Level

PAIR = re.compile(r"^\s*(-?\d+(?:[.]\d+)?)\s*[,; ]\s*(-?\d+(?:[.]\d+)?)\s*$")


def with_both(data: Any) -> Any:
    """Coordinates pasted as one ("21.6405, 106.485") are taken apart; a decimal comma is one too."""
    if not data:
        return data
    parted = data.copy()
    if (pair := PAIR.match(data.get("latitude", ""))) and not data.get("longitude"):
        parted["latitude"], parted["longitude"] = pair.groups()
    else:
        for name in ("latitude", "longitude"):
            parted[name] = data.get(name, "").replace(",", ".")
    return parted


def dress(fields: dict[str, forms.Field]) -> None:
    """Both coordinates as optional boxes beside the map."""
    for name, label in (("latitude", _("Latitude")), ("longitude", _("Longitude"))):
        fields[name].required, fields[name].label = False, label
        fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})


def has_point(given: dict[str, Any]) -> bool:
    return given.get("latitude") is not None and given.get("longitude") is not None


def middle_of(unit: Unit) -> tuple[float, float]:
    """A point inside the unit's commune; for a larger area its official point."""
    if unit.area is None:
        raise forms.ValidationError(gettext("This unit has no area of its own. Tap the place on the map."))
    return middle_of_area(unit.area)


def middle_of_area(area: Area) -> tuple[float, float]:
    return label_point(area) if area.level == Level.COMMUNE else (area.latitude, area.longitude)
