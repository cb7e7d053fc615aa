"""Borders as GeoJSON for maps in the browser: made once per process, kept compressed, addressed by their content."""

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np
import shapely
from django.urls import reverse

from aoxanh.places import boundaries, queries
from aoxanh.places.boundaries import EDITION, Layer
from aoxanh.places.maps import label_point
from aoxanh.places.models import Area, Level


@dataclass(frozen=True)
class Document:
    """A GeoJSON file; `version` changes with its content."""

    compressed: bytes
    version: str


@lru_cache(maxsize=40)
def provinces() -> Document:
    """Today's provinces, coarsely."""
    return document(list(queries.areas_on(Level.PROVINCE, EDITION)), boundaries.provinces(), decimals=3)


@lru_cache(maxsize=40)
def communes(province: str) -> Document:
    """The communes of today's province; raises Area.DoesNotExist."""
    queries.area_on(province, Level.PROVINCE, EDITION)
    return document(list(queries.communes_of(province, EDITION)), boundaries.communes(), decimals=5)


def document(areas: list[Area], layer: Layer, decimals: int) -> Document:
    collection = {"type": "FeatureCollection", "features": [feature(area, layer.shape(area.code), decimals) for area in areas]}
    content = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    return Document(gzip.compress(content, mtime=0), sha256(content).hexdigest()[:16])


def feature(area: Area, shape: Any, decimals: int) -> dict[str, Any]:
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
