"""Writing a batch: a statement for each kind of row, whatever their number. Rows go in the order of their ids, so that two batches that
hold the same scans wait for each other instead of for ever."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities.models import Signup
from aoxanh.attendance.batches.arrays import array
from aoxanh.attendance.batches.reading import Sent
from aoxanh.attendance.batches.verdicts import Outcome
from aoxanh.attendance.entries import add_entries, entries_for
from aoxanh.attendance.hours import minutes_of_turn
from aoxanh.attendance.models import CheckIn, CheckOut, ServiceHours, Source
from aoxanh.attendance.terms import case_of, day_of, terms_of_many
from aoxanh.audit.origin import acting_for, origin

INSERT = "INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) AS t({names}) ON CONFLICT DO NOTHING RETURNING id"

type Column = tuple[str, str]
"""Name and type."""

ACT: tuple[Column, ...] = (
    ("scan_id", "uuid"), ("at", "timestamptz"), ("device_at", "timestamptz"), ("method", "text"), ("device_id", "uuid"), ("by_id", "uuid"),
)  # fmt: skip
SCAN: tuple[Column, ...] = (
    ("id", "uuid"), ("device_id", "uuid"), ("kind", "text"), ("shift_id", "uuid"), ("signup_id", "uuid"),
    ("method", "text"), ("text", "text"), ("details", "jsonb"), ("device_at", "timestamptz"), ("at", "timestamptz"),
    ("received_at", "timestamptz"), ("verdict", "text"), ("by_id", "uuid"), ("sent_by_id", "uuid"),
)  # fmt: skip
LINE: tuple[Column, ...] = (
    ("id", "uuid"), ("at", "timestamptz"), ("verb", "text"), ("by_id", "uuid"), ("unit_id", "uuid"), ("subject_type", "text"),
    ("subject_id", "uuid"), ("details", "jsonb"), ("acting_for", "uuid"), ("origin", "text"),
)  # fmt: skip
MOVE = """
UPDATE attendance_checkin c SET at = t.at, device_at = t.device_at, method = t.method, device_id = t.device_id, by_id = t.by_id
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::uuid[], %s::uuid[])
    AS t(id, at, device_at, method, device_id, by_id) WHERE c.id = t.id
"""
CAME = "UPDATE activities_signup SET outcome = 'came' WHERE id = ANY(%s::uuid[]) AND outcome <> 'came'"


def insert(table: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    """How many were new. The first column is the id."""
    ordered = sorted(rows, key=lambda row: row[0])
    if not ordered:
        return 0
    names = ", ".join(f'"{name}"' for name, _type in columns)
    arrays = ", ".join(f"%s::{kind}[]" for _name, kind in columns)
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(table=table, names=names, arrays=arrays), [array(column) for column in zip(*ordered, strict=True)])
        return cursor.rowcount


def write_scans(scans: Iterable[Sent], device: UUID, *, meant: dict[UUID, Signup], sender: User, received: datetime) -> int:
    """Every scan with its verdict; how many were new."""
    rows = [
        (
            scan.id, device, scan.kind, scan.shift_id, signup.pk if (signup := meant.get(scan.id)) else None, scan.method, scan.text,
            json.dumps(scan.details | scan.noted), scan.device_at, scan.at, received, scan.verdict, scan.by_id or sender.pk, sender.pk,
        )
        for scan in scans
    ]  # fmt: skip
    return insert("attendance_scan", SCAN, rows)


def write_outcome(outcome: Outcome, scans: dict[UUID, Sent], *, by: User) -> None:
    """Arrivals, leavings, the hours that follow, and their lines in the audit."""
    write_arrivals(outcome.arrivals)
    move_arrivals(outcome, by=by)
    write_leavings(outcome.leavings)
    came = [arrival.signup_id for arrival in outcome.arrivals]
    with connection.cursor() as cursor:
        cursor.execute(CAME, [array(sorted(came))])
    add_entries(entries_for([leaving.check_in.signup for leaving in outcome.leavings], by=by))
    note("attendance.checked_in", CheckIn._meta.label_lower, outcome.arrivals, scans)
    note("attendance.checked_out", CheckOut._meta.label_lower, outcome.leavings, scans)


def write_arrivals(arrivals: Iterable[CheckIn]) -> None:
    columns = (("id", "uuid"), ("signup_id", "uuid"), *ACT)
    insert("attendance_checkin", columns, [(row.pk, row.signup_id, *act_of(row)) for row in arrivals])


def write_leavings(leavings: Iterable[CheckOut]) -> None:
    columns = (("id", "uuid"), ("check_in_id", "uuid"), *ACT)
    insert("attendance_checkout", columns, [(row.pk, row.check_in_id, *act_of(row)) for row in leavings])


def act_of(row: CheckIn | CheckOut) -> tuple[Any, ...]:
    return row.scan_id, row.at, row.device_at, str(row.method), row.device_id, row.by_id


def move_arrivals(outcome: Outcome, *, by: User) -> None:
    """Arrivals of before that turned out to be earlier; hours that were counted from the later one get an entry beside them."""
    fresh = {arrival.pk for arrival in outcome.arrivals}
    moved = sorted((pair for pk, pair in outcome.earlier.items() if pk not in fresh), key=lambda pair: pair[0].pk)
    if not moved:
        return
    rows = [(row.pk, row.at, row.device_at, str(row.method), row.device_id, row.by_id) for row, _before in moved]
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [array(column) for column in zip(*rows, strict=True)])
    details = [{"before": before.isoformat(), "after": row.at.isoformat()} for row, before in moved]
    lines("attendance.arrival_moved", CheckIn._meta.label_lower, [row for row, _before in moved], details)
    correct_hours([(row, before) for row, before in moved if row.signup.is_counted], by=by)  # type: ignore[attr-defined]


def correct_hours(moved: Sequence[tuple[CheckIn, datetime]], *, by: User) -> None:
    """What another time of arrival adds to turns that are counted already, or takes away, as entries of their own."""
    terms = terms_of_many({case_of(row.signup) for row, _before in moved})
    entries = []
    for row, before in moved:
        signup, shift = row.signup, row.signup.shift
        held: dict[str, Any] = {"starts_at": shift.starts_at, "ends_at": shift.ends_at, "terms": terms[case_of(signup)]}
        gained = minutes_of_turn(row.at, row.check_out.at, **held) - minutes_of_turn(before, row.check_out.at, **held)
        if gained:
            facts = {"on": day_of(shift), "starts_at": min(row.at, before), "ends_at": max(row.at, before), "by": by}
            reason = EARLIER if row.at < before else LATER
            entries.append(ServiceHours.of_turn(signup, minutes=gained, source=Source.CORRECTION, reason=reason, **facts))
    ServiceHours.objects.bulk_create(entries)


EARLIER, LATER = "Máy khác đã thấy đến sớm hơn", "Người tổ chức sửa giờ đến"
"""The reasons of such entries: facts of the ledger, so not translated."""


def note(verb: str, subject_type: str, rows: Sequence[CheckIn | CheckOut], scans: dict[UUID, Sent]) -> None:
    lines(verb, subject_type, rows, [{"method": str(row.method)} | remarks(scans.get(row.scan_id)) for row in rows])


def remarks(scan: Sent | None) -> dict[str, Any]:
    """What the line keeps of the clock, and that it came later."""
    return {"late": True, **(scan.noted if scan else {})}


def lines(verb: str, subject_type: str, rows: Sequence[CheckIn | CheckOut], details: Sequence[dict[str, Any]]) -> None:
    """Lines of the audit: who scanned did it, and it came from here."""
    unit, source = acting_for(), origin()
    signups = [row.signup if isinstance(row, CheckIn) else row.check_in.signup for row in rows]
    now = [
        (uuid7(), verb, row.by_id, signup.shift.activity.unit_id, subject_type, row.pk, json.dumps(more), unit, source)
        for row, signup, more in zip(rows, signups, details, strict=True)
    ]
    received = timezone.now()
    insert("audit_line", LINE, [(pk, received, *rest) for pk, *rest in now])
