"""What no rule could decide goes on the short list; leavings that came before their arrival leave it by themselves."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from uuid_utils.compat import uuid7

from aoxanh.attendance.batches.reading import Sent
from aoxanh.attendance.batches.verdicts import NOT_IN, OUT_BEFORE_IN, Outcome, go, kind_of
from aoxanh.attendance.batches.writing import Column, insert
from aoxanh.attendance.models import CheckIn, CheckOut, Doubt, Scan
from aoxanh.attendance.rules import leaving_of

DOUBT: tuple[Column, ...] = (
    ("id", "uuid"), ("scan_id", "uuid"), ("shift_id", "uuid"), ("signup_id", "uuid"), ("other_id", "uuid"), ("code", "text"),
    ("at", "timestamptz"), ("decision", "text"), ("word", "text"),
)  # fmt: skip


def write_doubts(scans: Iterable[Sent], outcome: Outcome, *, received: datetime) -> int:
    """A row for each scan that waits for an organiser; how many."""
    doubtful = [scan for scan in scans if scan.shift_id and kind_of(scan.verdict) == "doubt"]
    others = set(
        Scan.objects.filter(pk__in=[outcome.other[scan.id] for scan in doubtful if scan.id in outcome.other]).values_list("pk", flat=True)
    )
    rows = []
    for scan in doubtful:
        signup, other = outcome.meant.get(scan.id), outcome.other.get(scan.id)
        other_pk = other if other in others else None
        rows.append((uuid7(), scan.id, scan.shift_id, signup.pk if signup else None, other_pk, scan.verdict, received, "", ""))
    return insert("attendance_doubt", DOUBT, rows)


def catch_up(outcome: Outcome) -> None:
    """Leavings that waited for an arrival which this batch brought, or brought early enough: they count now, without anybody's word."""
    changed: dict[UUID, CheckIn] = {row.signup_id: row for row in outcome.arrivals}
    changed |= {row.signup_id: row for row, _before in outcome.earlier.values()}
    shifts = {row.signup.shift_id for row in changed.values()}
    waiting = Doubt.objects.filter(shift__in=shifts, code__in=[NOT_IN, OUT_BEFORE_IN], settled_at=None).select_related("scan")
    settled = []
    for doubt in waiting.select_for_update(of=("self",)).order_by("scan__at", "pk") if changed else ():
        arrival, scan = changed.get(doubt.signup_id), doubt.scan  # type: ignore[arg-type]
        if not arrival or scan.at < arrival.at or leaving_of(arrival.signup) or arrival.signup.is_counted:  # type: ignore[attr-defined]
            continue
        facts = {"at": scan.at, "device_at": scan.device_at, "method": scan.method, "device_id": scan.device_id, "by_id": scan.by_id}
        go(CheckOut(id=uuid7(), check_in=arrival, scan_id=scan.pk, **facts), outcome)
        doubt.decision, doubt.settled_at = Doubt.Decision.KEPT, timezone.now()
        settled.append(doubt)
    Doubt.objects.bulk_update(settled, ["decision", "settled_at"])
