"""Lines as SVG paths on a grid: projected, thinned out, written as short as SVG allows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
import shapely

from aoxanh.places import geometry
from aoxanh.places.geometry import Coordinates, Topology


@dataclass(frozen=True)
class MapFrame:
    """The plane of one map: equirectangular, true to scale at the latitude it was made for, y downwards."""

    west: float
    north: float
    x_per_degree: float
    y_per_degree: float
    width: float
    height: float

    def project(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a place stands on the map, in the units of its viewBox."""
        return round((longitude - self.west) * self.x_per_degree, 1), round((self.north - latitude) * self.y_per_degree, 1)

    def lay(self, coordinates: Coordinates) -> Coordinates:
        return (coordinates - (self.west, self.north)) * (self.x_per_degree, -self.y_per_degree)


def frame_around(bounds: Iterable[float], width: float) -> MapFrame:
    """The frame whose x runs from 0 to `width` over the bounds (west, south, east, north)."""
    west, south, east, north = bounds
    x_per_degree = width / (east - west)
    y_per_degree = x_per_degree / cos(radians((south + north) / 2))
    return MapFrame(west, north, x_per_degree, y_per_degree, width, (north - south) * y_per_degree)


@dataclass(frozen=True)
class View:
    """The part of a frame that is shown: an SVG viewBox."""

    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        return f"{self.x:g} {self.y:g} {self.width:g} {self.height:g}"

    @property
    def box(self) -> Any:
        return shapely.box(self.x, self.y, self.x + self.width, self.y + self.height)


class Grid:
    """The arcs of a topology laid on a frame and thinned out once, so that neighbours keep sharing their lines.

    In units of the map: `step` is the size of a grid cell, `tolerance` how far a line may stray, `least` the smallest area worth drawing.
    """

    def __init__(self, topology: Topology, frame: MapFrame, step: float = 1, tolerance: float = 0.9, least: float = 1) -> None:
        self.step, self.least = step, least
        self.lines = [thinned(frame.lay(line), step, tolerance) for line in geometry.arcs(topology)]
        self.geometries = geometry.geometries(topology)

    def path(self, shape: dict[str, Any]) -> str:
        """The closed rings of a geometry; specks are left out."""
        rings = (without_repeats(geometry.ring(numbers, self.lines)) for polygon in geometry.polygons(shape) for numbers in polygon)
        return "".join(f"{stroke(ring[:-1], self.step)}z" for ring in rings if not self.is_speck(ring))

    def outline(self) -> str:
        """The lines that only one geometry has: the edge of all."""
        used = Counter(n if n >= 0 else ~n for g in self.geometries for polygon in geometry.polygons(g) for ring in polygon for n in ring)
        once = (self.lines[number] for number, times in sorted(used.items()) if times == 1)
        return "".join(stroke(line, self.step) for line in once if len(line) > 1 and not self.is_speck(line))

    def is_speck(self, line: Coordinates) -> bool:
        """Whether the line is a ring too small to draw."""
        return bool((line[0] == line[-1]).all()) and area(line) * self.step**2 < self.least


def thinned(line: Coordinates, step: float, tolerance: float) -> Coordinates:
    """In grid cells, without the points that nobody would miss; the ends stay."""
    kept = shapely.get_coordinates(shapely.simplify(shapely.LineString(line), tolerance, preserve_topology=False))
    return without_repeats(np.rint(kept / step).astype(int))


def without_repeats(line: Coordinates) -> Coordinates:
    return line[np.concatenate([[True], (line[1:] != line[:-1]).any(axis=1)])]


def area(ring: Coordinates) -> float:
    """In grid cells."""
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


def stroke(line: Coordinates, step: float) -> str:
    """Grid cells as one path: an absolute start, then relative steps."""
    return f"M{numbers(line[0], step)}l{numbers(np.diff(line, axis=0).ravel(), step)}"


def numbers(values: Iterable[int], step: float) -> str:
    """Numbers with a space only where the sign does not part them: "3 4-5.2"."""
    texts = (f"{value * step:g}" if step == 1 else f"{value * step:.1f}".removesuffix(".0") for value in values)
    return "".join(f" {text}" if index and not text.startswith("-") else text for index, text in enumerate(texts))
