"""Borders as GeoJSON for maps in the browser: made once per process, kept compressed, addressed by their content."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np
import shapely
from django.urls import reverse

from aoxanh.places import boundaries
from aoxanh.places.boundaries import Layer
from aoxanh.places.gazetteer import Listed, todays
from aoxanh.places.maps import label_point
from aoxanh.places.models import Level


@dataclass(frozen=True)
class Document:
    """A GeoJSON file; `version` changes with its content."""

    compressed: bytes
    version: str


@cache
def provinces() -> Document:
    """Today's provinces, coarsely."""
    return document(todays(Level.PROVINCE).values(), boundaries.provinces(), decimals=3)


@cache
def communes(province: str) -> Document:
    """The communes of today's province; raises KeyError for a code that is none."""
    parent = todays(Level.PROVINCE)[province].key
    return document((area for area in todays(Level.COMMUNE).values() if area.parent == parent), boundaries.communes(), decimals=5)


def document(areas: Iterable[Listed], layer: Layer, decimals: int) -> Document:
    collection = {"type": "FeatureCollection", "features": [feature(area, layer.shape(area.code), decimals) for area in areas]}
    content = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    return Document(gzip.compress(content, mtime=0), sha256(content).hexdigest()[:16])


def feature(area: Listed, shape: Any, decimals: int) -> dict[str, Any]:
    """`centre` is longitude, latitude, as GeoJSON orders them."""
    latitude, longitude = label_point(area) if area.level == Level.COMMUNE else (area.latitude, area.longitude)
    return {
        "type": "Feature",
        "id": int(area.code),
        "properties": {"code": area.code, "name": area.name, "short": area.short_name, "centre": [longitude, latitude]},
        "geometry": json.loads(shapely.to_geojson(shapely.transform(shape, lambda xy: np.round(xy, decimals)))),
    }


def url(province: str | None = None) -> str:
    """The address of the present version, good to keep for a year."""
    if province is None:
        return f"{reverse('places:provinces')}?v={provinces().version}"
    return f"{reverse('places:communes', args=[province])}?v={communes(province).version}"
