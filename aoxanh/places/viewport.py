"""A view of the map: what stands close together as one number, what stands alone as itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aoxanh.places.cells import FINEST, fill, pixels, resolution_at
from aoxanh.places.chart import Chart, Rows, chart
from aoxanh.places.models import Layer, Spot
from aoxanh.places.sights import Sight, searched_keys

MOST = 200
FEW = 40
"""So many spots are told apart as far as the screen lets them."""
TOUCHING_PX = 42
TINTS_FROM = 7
LAYERS = tuple(Layer)


@dataclass
class Group:
    """Spots that stand together: how many in all, of each layer and urgent, what they weigh, their middle and edges.

    `first` is the row of one of them.
    """

    first: int
    count: int
    layers: list[int]
    urgent: int
    weight: int
    latitude: float
    longitude: float
    south: float
    north: float
    west: float
    east: float

    def take(self, other: "Group") -> None:
        """Become one with the other."""
        whole = self.count + other.count
        self.latitude += (other.latitude - self.latitude) * other.count / whole
        self.longitude += (other.longitude - self.longitude) * other.count / whole
        self.layers = [own + more for own, more in zip(self.layers, other.layers, strict=True)]
        self.count, self.urgent, self.weight = whole, self.urgent + other.urgent, self.weight + other.weight
        self.south, self.north = min(self.south, other.south), max(self.north, other.north)
        self.west, self.east = min(self.west, other.west), max(self.east, other.east)


@dataclass(frozen=True)
class Viewport:
    """`total` spots in the view: `groups` of several, and the single `spots`. `tints` counts the needs of each commune, by its key."""

    total: int
    groups: list[Group]
    spots: list[Spot]
    tints: dict[Any, int] = field(default_factory=dict)


def viewport(sight: Sight, zoom: int) -> Viewport:
    """What a map of that zoom shows of the sight: at most `MOST` numbers and spots. At most four statements."""
    found = searched_keys(sight)
    with chart() as known:
        rows = known.rows(sight, found)
        groups = grouped(known, rows, zoom)
        single = {int(known["id"][group.first]) for group in groups if group.count == 1}
        tints = tints_of(known, rows) if zoom >= TINTS_FROM else {}
    spots = list(Spot.objects.filter(pk__in=single).select_related("area")) if single else []
    return Viewport(len(rows), [group for group in groups if group.count > 1], spots, tints)


def grouped(known: Chart, rows: Rows, zoom: int) -> list[Group]:
    """By cells, the coarser the more there are of them; then those that would touch on the screen become one."""
    for resolution in range(FINEST if len(rows) <= FEW else resolution_at(zoom), -1, -1):
        cells = known["cell"][rows] | fill(resolution)
        if known.size > known.sorted:
            order = np.argsort(cells, kind="stable")
            rows, cells = rows[order], cells[order]
        starts = np.flatnonzero(np.concatenate([[True], cells[1:] != cells[:-1]])) if len(rows) else np.empty(0, np.int64)
        if len(starts) <= MOST * 2:
            break
    merged = untangled(groups_at(known, rows, starts), zoom)
    return merged if len(merged) <= MOST else grouped(known, rows, zoom - 1)


def groups_at(known: Chart, rows: Rows, starts: NDArray[np.int64]) -> list[Group]:
    """The groups that begin at these positions of `rows`."""
    if not len(rows):
        return []
    counts = np.diff(starts, append=len(rows))
    latitude, longitude = known["latitude"][rows], known["longitude"][rows]
    layer = known["layer"][rows]
    columns = (
        rows[starts],
        counts,
        np.stack([np.add.reduceat((layer == one).astype(np.int64), starts) for one in LAYERS], axis=1),
        np.add.reduceat(known["urgent"][rows].astype(np.int64), starts),
        np.add.reduceat(known["weight"][rows].astype(np.int64), starts),
        np.add.reduceat(latitude, starts) / counts,
        np.add.reduceat(longitude, starts) / counts,
        np.minimum.reduceat(latitude, starts),
        np.maximum.reduceat(latitude, starts),
        np.minimum.reduceat(longitude, starts),
        np.maximum.reduceat(longitude, starts),
    )
    return [Group(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]


def untangled(groups: Iterable[Group], zoom: int) -> list[Group]:
    """Groups whose numbers would touch, made one; the larger takes in the smaller."""
    kept: list[Group] = []
    squares: dict[tuple[int, int], list[tuple[float, float, Group]]] = {}
    for group in sorted(groups, key=lambda one: (-one.count, one.latitude, one.longitude)):
        x, y = pixels(group.latitude, group.longitude, zoom)
        column, row = int(x // TOUCHING_PX), int(y // TOUCHING_PX)
        around = (spot for dx in (-1, 0, 1) for dy in (-1, 0, 1) for spot in squares.get((column + dx, row + dy), ()))
        near = next((other for east, south, other in around if hypot(x - east, y - south) < TOUCHING_PX), None)
        if near:
            near.take(group)
        else:
            kept.append(group)
            squares.setdefault((column, row), []).append((x, y, group))
    return kept


def tints_of(known: Chart, rows: Rows) -> dict[Any, int]:
    """How many needs each commune has among the rows."""
    return counted(known, "area", rows[known["layer"][rows] == Layer.NEED])


@dataclass(frozen=True)
class Facets:
    """How many spots each of several sights holds, and how many of each kind of work and of each unit there are in another."""

    counts: list[int]
    kinds: dict[str, int]
    units: dict[Any, int]


def facets(sights: Sequence[Sight], kinds: Sight, units: Sight) -> Facets:
    """At most two statements, and one for each sight that asks for words or a skill."""
    asked = [*sights, kinds, units]
    found = [searched_keys(sight) for sight in asked]
    with chart() as known:
        rows = [known.rows(sight, keys) for sight, keys in zip(asked, found, strict=True)]
        by_kind, by_unit = counted(known, "kind", rows[-2]), counted(known, "unit", rows[-1])
    return Facets([len(those) for those in rows[:-2]], by_kind, by_unit)


def by_area(sight: Sight) -> dict[Any, int]:
    """How many spots of the sight each area has, by its key."""
    found = searched_keys(sight)
    with chart() as known:
        return counted(known, "area", known.rows(sight, found))


def counted(known: Chart, column: str, rows: Rows) -> dict[Any, int]:
    """How many of the rows have each value."""
    counts = np.bincount(known[column][rows])
    return {known.codes[column].values[number]: int(counts[number]) for number in np.flatnonzero(counts)}
