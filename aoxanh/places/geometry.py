"""TopoJSON undone, and distances on the ground. Shapes hold (longitude, latitude) in degrees; everything spoken of is latitude first."""

from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

EARTH_RADIUS_M = 6_371_008.8
METRES_PER_DEGREE = radians(EARTH_RADIUS_M)

type Topology = dict[str, Any]
type Coordinates = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def arcs(topology: Topology) -> list[Coordinates]:
    """The arcs as (n, 2) arrays of longitude and latitude: differences summed, quantisation undone."""
    scale, origin = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    return [np.cumsum(np.array(arc, dtype=np.float64), axis=0) * scale + origin for arc in topology["arcs"]]


def geometries(topology: Topology) -> list[dict[str, Any]]:
    """The geometries of the topology's one object."""
    (collection,) = topology["objects"].values()
    return collection["geometries"]


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """The rings of each polygon of a TopoJSON Polygon or MultiPolygon, as numbers of arcs."""
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def ring(numbers: list[int], lines: list[Coordinates]) -> Coordinates:
    """The arcs joined end to end; a negative number is an arc walked backwards."""
    parts = [lines[number] if number >= 0 else lines[~number][::-1] for number in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def shapes(topology: Topology) -> Iterator[tuple[dict[str, str], BaseGeometry]]:
    """(properties, valid shape) of every geometry of the topology."""
    lines = arcs(topology)
    for geometry in geometries(topology):
        parts = [shapely.Polygon(outer, inner) for outer, *inner in ([ring(r, lines) for r in p] for p in polygons(geometry))]
        shape = shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0]
        yield geometry["properties"], shape if shape.is_valid else shapely.make_valid(shape)


def haversine_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres between two points along the earth's surface."""
    north, east = radians(other_latitude - latitude), radians(other_longitude - longitude)
    across = sin(north / 2) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(across))


def metres_to(latitude: float, longitude: float, found: Any) -> Any:
    """Metres from the point to each shape, 0 inside it; measured on a plane through the point, good to 1 in 1,000 within 100 km."""
    plane = METRES_PER_DEGREE * np.array([cos(radians(latitude)), 1.0])
    here = np.array([longitude, latitude])
    return shapely.distance(shapely.transform(found, lambda xy: (xy - here) * plane), shapely.Point(0, 0))


def box_around(latitude: float, longitude: float, metres: float) -> BaseGeometry:
    """The rectangle in degrees that reaches at least so far in each direction."""
    north = metres / METRES_PER_DEGREE
    east = north / cos(radians(latitude))
    return shapely.box(longitude - east, latitude - north, longitude + east, latitude + north)
