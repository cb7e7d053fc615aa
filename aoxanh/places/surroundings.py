"""What lies around a province in a view: the sea, the names of neighbours, and the archipelagos that no map of Viet Nam may lack."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from aoxanh.places import boundaries
from aoxanh.places.gazetteer import todays
from aoxanh.places.lettering import Label
from aoxanh.places.models import Level
from aoxanh.places.svg import MapFrame, View, stroke, thinned

LETTER = 13
"""Width of a capital letter in a neighbour's name, in map units at the size of a whole province."""

GULF_OF_TONKIN, GULF_OF_THAILAND = 17.0, 105.0
"""The latitude north of which, and the longitude west of which, a coast lies on a gulf of that name."""


@dataclass(frozen=True)
class Archipelago:
    """Islands far out: below a pixel wherever their province is shown, so drawn as dots and always named."""

    code: str
    province: str
    name: str
    of: str
    latitude: float
    longitude: float
    dots: tuple[tuple[float, float], ...]


HOANG_SA = Archipelago(
    "20333", "48", "Hoàng Sa", "Đà Nẵng", 16.568, 112.135, ((-6, -2), (-3, 2), (0, -3), (3, 1), (6, -1), (2, 4)),
)  # fmt: skip
TRUONG_SA = Archipelago(
    "22736", "56", "Trường Sa", "Khánh Hòa", 9.71, 114.45,
    ((-16, -5), (-10, 1), (-6, -8), (-2, 2), (3, -4), (8, 3), (12, -7), (16, 0), (-12, 8), (4, 9)),
)  # fmt: skip
ARCHIPELAGOS = (HOANG_SA, TRUONG_SA)

COUNTRIES = (
    ("TRUNG QUỐC", (22.04, 107.03), (22.95, 107.0), (23.3, 105.0), (23.0, 104.2), (22.85, 102.8), (21.85, 107.6)),
    ("LÀO", (21.2, 102.5), (20.4, 104.2), (19.5, 103.5), (17.6, 105.2), (16.4, 106.0), (15.4, 107.0), (15.3, 106.8)),
    ("CAMPUCHIA", (13.9, 107.0), (12.85, 107.25), (12.2, 106.6), (11.6, 105.6), (11.0, 104.8)),
)
"""Points beyond the land border at which a neighbouring country may be named."""

MAINLAND = shapely.from_wkt(
    "POLYGON ((100 10.5, 100 25, 112 25, 112 21.6, 108.06 21.54, 107.5 21.4, 106.5 21.2, 105.6 20.6, 105.2 19.6, 105.8 18.5, 106.6 17.2, "
    "107.6 16.2, 108.2 15.2, 108.4 14, 108.4 12.6, 107.4 11.9, 106.9 11.2, 106.6 10.8, 106.2 10.45, 105.5 10.35, 104.9 10.3, 104.6 10.33, "
    "104.45 10.4, 104.3 10.48, 100 10.5))"
)
"""The land side: through Viet Nam, and along the foreign coasts beyond Móng Cái and Hà Tiên. What is neither in it nor ours is sea."""


@dataclass(frozen=True)
class Surroundings:
    sea: str
    labels: tuple[Label, ...]
    islands: tuple[tuple[Archipelago, float, float], ...]


@lru_cache(maxsize=100)
def surroundings(province: str, frame: MapFrame, view: View, *, named: bool) -> Surroundings:
    """Everything beyond the province's border. The sea reaches past the view, as a page may show more; names stay within it."""
    layer = boundaries.provinces()
    land = dict(zip(layer.codes, shapely.transform(layer.shapes, frame.lay), strict=True))
    shown = view.box.buffer(max(view.width, view.height), join_style="mitre")
    sea = shown.difference(shapely.union_all([*land.values(), shapely.transform(MAINLAND, frame.lay)]))
    labels: list[Label] = []
    if named:
        names = todays(Level.PROVINCE)
        near = [name_within(names[code].short_name.upper(), shape, view) for code, shape in land.items() if code != province]
        free = sea.difference(shapely.union_all([shapely.Point(x, y).buffer(10 * LETTER) for _, x, y in islands(province, frame, view)]))
        seas = [name_within(sea_name(frame), free, view)]
        labels = [label for label in (*near, *seas, *countries(frame, view)) if label]
    return Surroundings("".join(path(piece) for piece in pieces(sea)), tuple(labels), tuple(islands(province, frame, view)))


def pieces(shape: BaseGeometry) -> list[Any]:
    return [piece for piece in getattr(shape, "geoms", [shape]) if piece.area > 1]


def path(piece: Any) -> str:
    rings = (thinned(np.asarray(ring.coords), 1, 0.7) for ring in (piece.exterior, *piece.interiors))
    return "".join(f"{stroke(ring[:-1], 1)}z" for ring in rings if len(ring) > 3)


def name_within(text: str, shape: BaseGeometry, view: View) -> Label | None:
    """The text at the roomiest spot of the visible shape where its whole width fits, if there is one."""
    half = len(text) * LETTER / 2 + LETTER
    seen = shape.intersection(view.box.buffer(-LETTER))
    room = seen.intersection(affinity.translate(seen, half)).intersection(affinity.translate(seen, -half))
    spot = max(pieces(room), key=lambda piece: piece.area, default=None)
    if spot is None or spot.area < LETTER**2:
        return None
    x, y = shapely.maximum_inscribed_circle(spot, tolerance=LETTER).coords[0]
    return Label(text, round(x), round(y))


def sea_name(frame: MapFrame) -> str:
    """What the sea is called off the middle of the frame."""
    latitude, longitude = frame.north - frame.height / 2 / frame.y_per_degree, frame.west + frame.width / 2 / frame.x_per_degree
    if latitude > GULF_OF_TONKIN:
        return "VỊNH BẮC BỘ"
    return "VỊNH THÁI LAN" if longitude < GULF_OF_THAILAND else "BIỂN ĐÔNG"


def countries(frame: MapFrame, view: View) -> Iterator[Label]:
    """Each neighbouring country once, at its first point that the view holds."""
    for text, *points in COUNTRIES:
        half = len(text) * LETTER / 2
        for x, y in (frame.project(*point) for point in points):
            if view.x + half < x < view.x + view.width - half and view.y + LETTER < y < view.y + view.height - LETTER:
                yield Label(text, round(x), round(y))
                break


def islands(province: str, frame: MapFrame, view: View) -> Iterator[tuple[Archipelago, float, float]]:
    """The archipelagos in view, and those of the province: out of view they stand at the edge towards which they lie."""
    for archipelago in ARCHIPELAGOS:
        x, y = frame.project(archipelago.latitude, archipelago.longitude)
        margin_x, margin_y = view.width * 0.09, view.height * 0.09
        inside_x = min(max(x, view.x + margin_x), view.x + view.width - margin_x)
        inside_y = min(max(y, view.y + margin_y), view.y + view.height - margin_y)
        if archipelago.province == province or (view.x < x < view.x + view.width and view.y < y < view.y + view.height):
            yield archipelago, round(inside_x), round(inside_y)
