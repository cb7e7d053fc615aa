"""H3 cells: hexagons within hexagons, by which the map groups what stands close together.

The key of a cell holds those of all cells around it: with the digits below a resolution filled with ones, keys of one parent are equal.
"""

from functools import cache
from math import asinh, cos, degrees, radians, tan

import h3.api.basic_int as h3

FINEST = 12
COARSEST = 2
DIGIT_BITS, DIGITS, RESOLUTION_AT = 3, 15, 52
RESOLUTION_BITS = 0b1111 << RESOLUTION_AT
WORLD_M = 40_075_016.686
WIDE_PX = 44
"""How wide a cell is at least on the screen."""
MIDDLE_LATITUDE = 16.0


def cell_of(latitude: float, longitude: float) -> int:
    """The finest cell in which the point lies."""
    return h3.latlng_to_cell(latitude, longitude, FINEST)


def fill(resolution: int) -> int:
    """The bits below a resolution: `cell | fill(r)` is the same for all cells of one parent."""
    return (1 << DIGIT_BITS * (DIGITS - resolution)) - 1


def parent(cell: int, resolution: int) -> int:
    """The key of the cell of that resolution around a finer one."""
    return (cell & ~RESOLUTION_BITS) | (resolution << RESOLUTION_AT) | fill(resolution)


@cache
def resolution_at(zoom: int) -> int:
    """The finest resolution whose cells are still wide enough for a number on a map of that zoom (tiles of 512 px)."""
    metres = WORLD_M * cos(radians(MIDDLE_LATITUDE)) / (512 * 2**zoom)
    fitting = (r for r in range(FINEST, COARSEST, -1) if width_m(r) >= WIDE_PX * metres)
    return next(fitting, COARSEST)


def width_m(resolution: int) -> float:
    """Between the opposite sides of an average cell."""
    return 3**0.5 * h3.average_hexagon_edge_length(resolution, unit="m")


def pixels(latitude: float, longitude: float, zoom: float) -> tuple[float, float]:
    """Where a point lies on the whole map of that zoom (Mercator's, tiles of 512 px)."""
    per_degree = 512 * 2**zoom / 360
    return longitude * per_degree, -degrees(asinh(tan(radians(latitude)))) * per_degree
