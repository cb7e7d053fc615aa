"""What a phone hands in, as rows. One bad scan never spoils the others: it is kept, and answered as unreadable."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from aoxanh.attendance.models import Method, Scan
from aoxanh.kit.refusals import Refused

YEARS = range(1970, 3000)
METHODS = (Method.QR, Method.CODE, Method.ROSTER, Method.WALK_IN)
LETTERS = 200
KEPT_LETTERS = {"name": 120, "phone": 20, "words": 500}
KEPT_FLAGS = ("of_age", "agrees")
HEADS_MOST = 100_000


@dataclass
class Sent:
    """One scan as it came. `verdict` is empty until it is judged; `at` is our estimate of the moment; `noted` goes into its details."""

    id: UUID
    kind: str
    shift_id: UUID | None
    signup_id: UUID | None
    text: str
    method: str
    device_at: datetime
    by_id: UUID | None
    details: dict[str, Any]
    at: datetime
    verdict: str = ""
    noted: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """One request of a device; `order` are the ids as they came, some of them perhaps none."""

    device: UUID
    name: str
    version: str
    sent_at: datetime
    waiting: int
    order: list[str]
    scans: dict[UUID, Sent]


def read_batch(body: bytes) -> Batch:
    """Refuses with `unreadable_batch` what is no batch at all, with `too_many_scans` one that is too long."""
    try:
        given = json.loads(body)
        device, sent_at, rows = UUID(given["device"]), moment(given["sent_at"]), list(given["scans"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused("unreadable_batch", _("The phone sent something that cannot be read. Nothing was taken. Update the app.")) from None
    if len(rows) > settings.SCANS_MOST:
        text = _("At most %(most)d scans in one request. Nothing was taken; send them in parts.")
        raise Refused("too_many_scans", text % {"most": settings.SCANS_MOST})
    scans: dict[UUID, Sent] = {}
    order = [noted(row, scans, sent_at) for row in rows]
    waiting = count(given.get("waiting"))
    return Batch(device, words(given.get("name"), 80), words(given.get("version"), 40), sent_at, waiting or 0, order, scans)


def noted(row: Any, scans: dict[UUID, Sent], sent_at: datetime) -> str:
    """The scan's id as it was sent; a scan that has one is kept under it, the first of that id."""
    name = words(row.get("id"), 60) if isinstance(row, dict) else ""
    if (pk := uuid_or_none(name)) and pk not in scans:
        scans[pk] = read_scan(pk, row, sent_at)
    return name


def read_scan(pk: UUID, row: dict[str, Any], sent_at: datetime) -> Sent:
    try:
        return whole_scan(pk, row)
    except (ValueError, TypeError, AttributeError):
        raw = words(json.dumps(row, ensure_ascii=True, default=str), 2000)
        shift, by = uuid_or_none(row.get("shift")), uuid_or_none(row.get("by"))
        return Sent(pk, Scan.Kind.NOTE, shift, None, "", "", sent_at, by, {"raw": raw}, sent_at, verdict="unreadable")


def whole_scan(pk: UUID, row: dict[str, Any]) -> Sent:
    """ValueError or TypeError for what no phone of ours sends."""
    kind, method = Scan.Kind(row["kind"]) if "kind" in row else Scan.Kind.IN, row.get("method") or ""
    if kind in (Scan.Kind.IN, Scan.Kind.OUT, Scan.Kind.WALK_IN) and method not in METHODS:
        raise ValueError(method)
    device_at = moment(row.get("device_at"))
    signup = row.get("signup")
    if kind in (Scan.Kind.IN, Scan.Kind.OUT) and method == Method.ROSTER and not signup:
        raise ValueError(signup)
    return Sent(
        id=pk,
        kind=kind,
        shift_id=UUID(row["shift"]) if row.get("shift") else None,
        signup_id=UUID(signup) if signup else None,
        text=words(row.get("text"), LETTERS),
        method=words(method, 10),
        device_at=device_at,
        by_id=UUID(row["by"]) if row.get("by") else None,
        details=details_of(kind, row.get("details") or {}),
        at=device_at,
    )


def details_of(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """What we keep of the details; ValueError where what makes the kind is missing."""
    kept: dict[str, Any] = {name: text for name, most in KEPT_LETTERS.items() if (text := words(given.get(name), most))}
    kept |= {name: given[name] is True for name in KEPT_FLAGS if name in given}
    if (heads := count(given.get("heads"))) is not None:
        kept["heads"] = heads
    wanted = {Scan.Kind.WALK_IN: "name", Scan.Kind.NOTE: "words", Scan.Kind.HEADCOUNT: "heads"}.get(Scan.Kind(kind))
    if wanted and wanted not in kept:
        raise ValueError(wanted)
    return kept


def moment(given: Any) -> datetime:
    """A moment with its zone; ValueError or TypeError for anything else."""
    found = datetime.fromisoformat(given)
    if found.tzinfo is None or found.year not in YEARS:
        raise ValueError(given)
    return found.astimezone(UTC)


def words(given: Any, most: int) -> str:
    """Text that a database keeps: no zero byte, no half of a pair."""
    text = given if isinstance(given, str) else ""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "").strip()[:most]


def count(given: Any) -> int | None:
    return min(given, HEADS_MOST) if isinstance(given, int) and not isinstance(given, bool) and given >= 0 else None


def uuid_or_none(given: Any) -> UUID | None:
    try:
        return UUID(given)
    except (ValueError, TypeError, AttributeError):
        return None
