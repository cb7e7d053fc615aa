"""The small map of the whole country, with Hoàng Sa and Trường Sa."""

from dataclasses import dataclass
from functools import cache

from aoxanh.places import boundaries
from aoxanh.places.surroundings import HOANG_SA, TRUONG_SA, Archipelago
from aoxanh.places.svg import Grid, MapFrame

FRAME = MapFrame(west=101.587, north=23.6, x_per_degree=13.4, y_per_degree=14, width=215, height=224)


@dataclass(frozen=True)
class Isles:
    """An archipelago on the small map: its dots, and where its three lines of text stand."""

    of: Archipelago
    dots: tuple[tuple[float, float], ...]
    text_x: float
    text_y: tuple[float, float, float]


@cache
def provinces() -> tuple[tuple[str, str], ...]:
    """(code, path) of every province."""
    grid = Grid(boundaries.topology(boundaries.province_file()), FRAME, step=0.1, tolerance=0.35, least=0.03)
    return tuple((shape["properties"]["province"], grid.path(shape)) for shape in grid.geometries)


@cache
def isles(*, narrow: bool) -> tuple[Isles, ...]:
    """Both archipelagos; `narrow` leaves room for larger letters."""
    return (
        marked(HOANG_SA, 141.3, (118.4, 136.4, 142.4) if narrow else (116.4, 130.4, 142.4)),
        marked(TRUONG_SA, 160.9, (162, 183, 220) if narrow else (170, 183, 220)),
    )


def marked(archipelago: Archipelago, text_x: float, text_y: tuple[float, float, float]) -> Isles:
    x, y = FRAME.project(archipelago.latitude, archipelago.longitude)
    return Isles(archipelago, tuple((round(x + dx, 1), round(y + dy, 1)) for dx, dy in archipelago.dots), text_x, text_y)
