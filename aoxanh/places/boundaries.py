"""The borders of today's provinces and communes, read once per process when somebody asks for them (0.4 s and 5 MB for all communes).

The files show the areas as they stood on `EDITION`. Areas of other days borrow the borders of those that stood there then.
"""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from aoxanh.places import geometry
from aoxanh.places.gazetteer import DATA, REORGANISED_ON
from aoxanh.places.geometry import Topology

EDITION = REORGANISED_ON


@dataclass(frozen=True)
class Layer:
    """Areas side by side: their codes and shapes in the same order."""

    codes: tuple[str, ...]
    shapes: Any

    @cached_property
    def tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.shapes)

    @cached_property
    def positions(self) -> dict[str, int]:
        return {code: position for position, code in enumerate(self.codes)}

    def shape(self, code: str) -> BaseGeometry:
        return self.shapes[self.positions[code]]

    def at(self, latitude: float, longitude: float) -> str | None:
        """The area in which the point lies; on a border, one of the two."""
        found = self.tree.query(shapely.Point(longitude, latitude), predicate="intersects")
        return self.codes[found.min()] if len(found) else None

    def near(self, latitude: float, longitude: float, within_m: float) -> list[tuple[float, str]]:
        """(metres, code) of the areas within reach, nearest first; 0 for the one that contains the point."""
        found = self.tree.query(geometry.box_around(latitude, longitude, within_m))
        metres = geometry.metres_to(latitude, longitude, self.shapes[found])
        return sorted((float(away), self.codes[i]) for away, i in zip(metres, found, strict=True) if away <= within_m)

    def metres_to(self, latitude: float, longitude: float, codes: list[str]) -> float:
        """Metres from the point to the nearest of these areas, 0 inside one; without end when there is none."""
        shapes = self.shapes[[self.positions[code] for code in codes]]
        return float(min(geometry.metres_to(latitude, longitude, shapes), default=inf))


def topology(path: Path) -> Topology:
    return json.loads(path.read_bytes())


def province_file() -> Path:
    """Provinces, more coarsely than communes: only for drawing the country."""
    return DATA / "provinces.topojson"


def commune_files() -> dict[str, Path]:
    """The file of communes for each province code of the edition."""
    return {path.stem: path for path in sorted((DATA / "communes").glob("*.topojson"))}


@cache
def provinces() -> Layer:
    return layer([province_file()], "province")


@cache
def communes() -> Layer:
    return layer(list(commune_files().values()), "code")


def layer(paths: list[Path], key: str) -> Layer:
    found = [(properties[key], shape) for path in paths for properties, shape in geometry.shapes(topology(path))]
    return Layer(tuple(code for code, _ in found), np.array([shape for _, shape in found], dtype=object))
