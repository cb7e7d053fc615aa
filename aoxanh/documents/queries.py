"""Who speaks on a paper, which number comes next, and with which key a unit signs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from aoxanh.documents.models import NumberSeries, SigningKey
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


def active_keys(unit: Unit, purpose: str) -> QuerySet[SigningKey]:
    """Keys with which the unit signs now: neither retired nor revoked, the newest first."""
    return SigningKey.objects.filter(unit=unit, purpose=purpose, retired_at=None, revoked_at=None).order_by("-made_at", "-id")


def paper_key(unit: Unit) -> SigningKey | None:
    """The key that signs the unit's papers: its own, never that of a level above, for a paper speaks for the unit that issues it."""
    return active_keys(unit, SigningKey.Purpose.PAPERS).first()


def keys_by_fingerprint(fingerprints: list[str]) -> dict[str, SigningKey]:
    """Keys of papers that were ever entered here, by the SHA-256 of their certificates: retired ones too, for what they signed stays."""
    found = SigningKey.objects.filter(purpose=SigningKey.Purpose.PAPERS, key_id__in=fingerprints).select_related("unit")
    return {key.key_id: key for key in found}


def ending_keys(units: Any, *, at: datetime, days: int) -> QuerySet[SigningKey]:
    """Keys of papers of these units (ids) that sign now and end within so many days, or have ended; the first to end first."""
    signing = SigningKey.objects.filter(unit_id__in=units, purpose=SigningKey.Purpose.PAPERS, retired_at=None, revoked_at=None)
    return signing.filter(ends_at__lte=at + timedelta(days=days)).select_related("unit").order_by("ends_at", "id")


def credential_keys() -> list[SigningKey]:
    """The keys of this site that sign or signed credentials, less revoked ones: those that sign now first, then the newest first."""
    found = SigningKey.objects.filter(purpose=SigningKey.Purpose.CREDENTIALS, revoked_at=None).order_by("-made_at", "-id")
    return sorted(found, key=lambda key: key.retired_at is not None)
