"""The areas of Viet Nam as the data files give them, on both sides of the reorganisation of 01/07/2025."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange

from aoxanh.kit.dates import during
from aoxanh.kit.vietnamese import tidy
from aoxanh.places.models import Level

DATA = Path(__file__).parent / "data"
REORGANISED_ON = date(2025, 7, 1)
UNTIL, SINCE = "units_until_2025-06-30.csv", "units_since_2025-07-01.csv"
ERAS = {UNTIL: during(end=REORGANISED_ON), SINCE: during(start=REORGANISED_ON)}
SUCCESSIONS = "successions_2025-07-01.csv"
KINDS = ("Thành phố", "Tỉnh", "Quận", "Huyện", "Thị xã", "Thị trấn", "Phường", "Xã", "Đặc khu")
NAME = re.compile(rf"(?P<kind>{'|'.join(KINDS)}) (?P<own>.+)", re.IGNORECASE)

type Key = tuple[str, str, date | None]


@dataclass(frozen=True)
class Listed:
    """An area of the files. Its kind is the one its name says: the kind column is wrong for a few."""

    level: Level
    code: str
    kind: str
    own_name: str
    parent: Key | None
    latitude: float
    longitude: float
    during: DateRange

    @property
    def key(self) -> Key:
        return self.level, self.code, self.during.lower

    @property
    def name(self) -> str:
        return f"{self.kind} {self.own_name}"

    @property
    def short_name(self) -> str:
        """Without the kind, except where only a number would be left ("Phường 5")."""
        return self.name if self.own_name.isdigit() else self.own_name


def areas() -> Iterator[Listed]:
    """All areas of both eras, those above before those below."""
    for file in ERAS:
        yield from areas_of(file)


def areas_of(file: str) -> Iterator[Listed]:
    rows = read(file)
    districts = {row["code"] for row in rows if row["level"] == Level.DISTRICT}
    for level in Level:
        yield from (listed(row, ERAS[file], districts) for row in rows if row["level"] == level)


@cache
def todays(level: Level) -> dict[str, Listed]:
    """The areas of a level since 01/07/2025 by code, straight from the files: what maps are lettered with."""
    return {area.code: area for area in areas_of(SINCE) if area.level == level}


def listed(row: dict[str, str], period: DateRange, districts: set[str]) -> Listed:
    kind, own_name = named(row["name"])
    parent = row["parent_code"]
    above = Level.DISTRICT if parent in districts else Level.PROVINCE
    return Listed(
        level=Level(row["level"]),
        code=row["code"],
        kind=kind,
        own_name=own_name,
        parent=(above, parent, period.lower) if parent else None,
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        during=period,
    )


def named(name: str) -> tuple[str, str]:
    """(kind, own name), the kind in its usual spelling: "Thị Trấn Prao" → ("Thị trấn", "Prao")."""
    found = NAME.fullmatch(tidy(name))
    if found is None:
        raise ValueError(f"{name!r} begins with no kind of area")
    return found["kind"].capitalize(), found["own"]


def successions() -> Iterator[tuple[Key, Key, str]]:
    """(old, new, share). Five island districts without communes are followed by a special zone each."""
    old_codes = {3: Level.DISTRICT, 5: Level.COMMUNE}
    for row in read(SUCCESSIONS):
        old = (old_codes[len(row["old_code"])], row["old_code"], None)
        yield old, (Level.COMMUNE, row["new_code"], REORGANISED_ON), row["share"]


def read(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
