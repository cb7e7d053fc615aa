"""Who speaks on a paper, and which number comes next."""

from dataclasses import dataclass
from datetime import date

from aoxanh.documents.models import NumberSeries
from aoxanh.org.kinds import KINDS
from aoxanh.org.models import Unit
from aoxanh.org.queries import parent

COMMITTEE = "Ban Chấp hành"
SIGNED_FOR = "TM. BAN CHẤP HÀNH"


@dataclass(frozen=True)
class Letterhead:
    """What stands at the head of a unit's paper and over its signature, in Vietnamese.

    `parent` is the level above, `issuer` the committee that speaks, `signed_for` in whose name its head signs, `place` where it sits;
    all but `issuer` may be empty.
    """

    parent: str
    issuer: str
    signed_for: str
    place: str


def letterhead(unit: Unit, *, on: date) -> Letterhead:
    """The letterhead of the unit on the day, from its name and the tree as they were."""
    above = parent(unit, on=on)
    place = unit.area.short_name if unit.area else ""
    if not (unit.kind in KINDS and KINDS[unit.kind].committee):
        return Letterhead(above.name if above else "", unit.name, "", place)
    return Letterhead(above.name if above else "", f"{COMMITTEE} {committee_of(unit)}", SIGNED_FOR, place)


def committee_of(unit: Unit) -> str:
    """A school is not a committee, but its Đoàn has one."""
    return unit.name if "đoàn" in unit.name.lower() else f"Đoàn {unit.name[:1].lower()}{unit.name[1:]}"


def next_number(unit: Unit, *, kind: str, year: int) -> int:
    """The number that comes next in the series; another may take it first."""
    last = NumberSeries.objects.filter(unit=unit, kind=kind, year=year).values_list("last", flat=True).first()
    return (last or 0) + 1
