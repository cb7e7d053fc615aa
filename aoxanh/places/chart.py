"""All spots as columns in the memory of the process, so that a view over a hundred thousand of them is a matter of a few milliseconds.

The table is the truth. Every reading first asks for the rows that transactions have written that were not done at the reading before, so
it shows all that is committed; see docs/algorithms/map.md.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import batched
from threading import Lock
from time import monotonic
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from aoxanh.places.actions.spots import KEPT
from aoxanh.places.models import Layer
from aoxanh.places.sights import Sight

type Rows = NDArray[np.int64]
"""Positions of spots, ascending."""

COLUMNS = {
    "id": np.int64,
    "cell": np.int64,
    "latitude": np.float64,
    "longitude": np.float64,
    "starts": np.float64,
    "ends": np.float64,
    "weight": np.int32,
    "goods": np.int16,
    "layer": np.int8,
    "urgent": np.bool_,
    "public": np.bool_,
    "here": np.bool_,
    "kind": np.int32,
    "unit": np.int32,
    "area": np.int32,
}
CODED = ("kind", "unit", "area")
READ = """
    SELECT id, cell, latitude, longitude, extract(epoch FROM starts_at)::float8, extract(epoch FROM ends_at)::float8,
           weight, goods, layer, urgent, is_public, gone_at IS NULL, kind, unit_id, area_id
    FROM places_spot
"""
WRITTEN_SINCE = READ + "WHERE written >= %s AND written < %s ORDER BY id"
ALL = READ + "WHERE gone_at IS NULL ORDER BY cell"
SPAN = """
    SELECT pg_snapshot_xmin(seen)::text::bigint,
           greatest(pg_snapshot_xmax(seen)::text::bigint, coalesce(pg_current_xact_id_if_assigned()::text::bigint + 1, 0))
    FROM pg_current_snapshot() AS seen
"""
SLACK = 0.1
LEAST_SLACK = 1_000
AT_ONCE = 50_000
FORGOTTEN_AFTER = KEPT / timedelta(seconds=2)


class Codes:
    """Small numbers for values that come again and again."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}
        self.values: list[Any] = []

    def number(self, value: Any) -> int:
        found = self.numbers.get(value)
        if found is None:
            found = self.numbers[value] = len(self.values)
            self.values.append(value)
        return found

    def known(self, values: Collection[Any]) -> list[int]:
        return [self.numbers[value] for value in values if value in self.numbers]


class Chart:
    """The spots in the order of their cells, those that came or moved since behind them."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Know nothing: the next reading asks for everything."""
        self.size = self.sorted = 0
        self.columns: dict[str, NDArray[Any]] = {}
        self.codes = {name: Codes() for name in CODED}
        self.place: NDArray[np.int32] = np.empty(0, np.int32)
        self.since: int | None = None
        self.read_at = 0.0

    def __getitem__(self, column: str) -> NDArray[Any]:
        return self.columns[column][: self.size]

    def catch_up(self) -> None:
        """Learn what was committed since. Two statements."""
        with connection.cursor() as cursor:
            cursor.execute(SPAN)
            oldest, beyond = cursor.fetchone()
            if self.since is None or monotonic() - self.read_at > FORGOTTEN_AFTER:
                self.load(cursor)
            else:
                cursor.execute(WRITTEN_SINCE, (self.since, beyond))
                self.change(cursor.fetchall())
        self.since, self.read_at = oldest, monotonic()

    def load(self, cursor: Any) -> None:
        self.forget()
        cursor.execute(ALL)
        parts = [self.numbered(rows) for rows in iter(lambda: cursor.fetchmany(AT_ONCE), [])]
        self.settle(
            {name: np.concatenate([part[name] for part in parts]) if parts else np.empty(0, kind) for name, kind in COLUMNS.items()}
        )

    def numbered(self, rows: Sequence[tuple[Any, ...]]) -> dict[str, NDArray[Any]]:
        """Rows of the table as columns."""
        found: dict[str, Any] = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(COLUMNS, ())
        for name in CODED:
            found[name] = [self.codes[name].number(value) for value in found[name]]
        return {name: np.array(found[name], dtype=kind) for name, kind in COLUMNS.items()}

    def settle(self, columns: dict[str, NDArray[Any]]) -> None:
        """Take these as all there is, in their order, with room for some more behind."""
        self.size = self.sorted = len(columns["id"])
        room = max(LEAST_SLACK, int(self.size * SLACK))
        self.columns = {name: np.concatenate([column, np.zeros(room, column.dtype)]) for name, column in columns.items()}
        self.place = np.full(int(self["id"].max(initial=0)) + 1, -1, np.int32)
        self.place[self["id"]] = np.arange(self.size)

    def change(self, rows: list[tuple[Any, ...]]) -> None:
        """Write rows in, each where it stands; new ones, and those that moved to another cell, behind all others."""
        for batch in batched(rows, LEAST_SLACK):
            self.write(self.numbered(batch))

    def write(self, fresh: dict[str, NDArray[Any]]) -> None:
        if self.size + len(fresh["id"]) > len(self.columns["id"]):
            self.sort()
        self.reach(int(fresh["id"].max(initial=0)))
        at = self.place[fresh["id"]]
        stays = (at >= 0) & (self.columns["cell"][at] == fresh["cell"])
        self.columns["here"][at[(at >= 0) & ~stays]] = False
        comes = ~stays & fresh["here"]
        at[comes] = np.arange(self.size, self.size + comes.sum())
        self.size += int(comes.sum())
        self.place[fresh["id"]] = np.where(stays | comes, at, -1)
        for name, values in fresh.items():
            self.columns[name][at[stays | comes]] = values[stays | comes]

    def sort(self) -> None:
        """Put all in the order of their cells again, without what is gone."""
        here = np.flatnonzero(self["here"])
        order = here[np.argsort(self["cell"][here], kind="stable")]
        self.settle({name: self[name][order] for name in COLUMNS})

    def reach(self, key: int) -> None:
        """Have a place for keys up to this one."""
        if key >= len(self.place):
            self.place = np.concatenate([self.place, np.full(max(LEAST_SLACK, key + 1 - len(self.place)), -1, np.int32)])

    def rows(self, sight: Sight, found: Collection[int] | None = None) -> Rows:
        """What is asked for; `found` are the keys of what the database found for skill and text, None where neither is asked for."""
        shown = self["here"].copy()
        for condition in self.conditions(sight):
            shown &= condition
        if found is not None:
            shown &= self.among(found)
        return np.flatnonzero(shown)

    def conditions(self, sight: Sight) -> Iterator[NDArray[np.bool_]]:
        """The same as `sights.spots` says in SQL: a test holds the two together."""
        layer = self["layer"]
        yield one_of(layer, sight.layers, len(Layer) + 1)
        yield self["ends"] > sight.now.timestamp()
        if box := sight.box:
            yield (self["latitude"] >= box.south) & (self["latitude"] <= box.north)
            yield (self["longitude"] >= box.west) & (self["longitude"] <= box.east)
        yield self["public"] | self.coded("unit", sight.readable) if sight.readable else self["public"]
        yield self.lacking(sight)
        if sight.free:
            yield (layer != Layer.ACTIVITY) | (self["weight"] > 0)
        if sight.urgent:
            yield self["urgent"]
        if sight.since:
            yield self["ends"] > sight.since.timestamp()
        if sight.until:
            yield self["starts"] < sight.until.timestamp()
        for name, values in (("kind", [sight.kind] if sight.kind else None), ("unit", sight.units), ("area", sight.areas)):
            if values is not None:
                yield self.coded(name, values)

    def lacking(self, sight: Sight) -> NDArray[np.bool_]:
        """Needs of the public map lack what is asked for: people, things, or either."""
        people, goods = self["weight"] > 0, self["goods"] > 0
        lacks = people if sight.people and not sight.goods else goods if sight.goods and not sight.people else people | goods
        return (self["layer"] != Layer.NEED) | ~self["public"] | lacks

    def coded(self, name: str, values: Collection[Any]) -> NDArray[np.bool_]:
        codes = self.codes[name]
        return one_of(self[name], codes.known(values), len(codes.values) + 1)

    def among(self, keys: Collection[int]) -> NDArray[np.bool_]:
        found = np.zeros(self.size, np.bool_)
        known = np.fromiter((key for key in keys if key < len(self.place)), np.int64)
        places = self.place[known]
        found[places[places >= 0]] = True
        return found


def one_of(column: NDArray[Any], numbers: Collection[int], count: int) -> NDArray[np.bool_]:
    """Where the column, of numbers below `count`, holds one of these."""
    wanted = np.zeros(count, np.bool_)
    wanted[list(numbers)] = True
    return wanted[column]


the_chart = Chart()


@contextmanager
def chart() -> Iterator[Chart]:
    """The chart as the database is now; one thread at a time reads or writes it."""
    with the_chart.lock:
        the_chart.catch_up()
        yield the_chart
