"""How a scan is written: one statement each, so that two phones at the same door need no other lock, and a check-in costs one round trip.

The row of the sign-up is held while the arrival, the outcome and the audit line are added. A row that is there already is left alone, and
nothing else is written then. Whoever was noted absent when attendance was settled is no longer let in: the settled figures stay true.
"""

import json
from datetime import timedelta
from typing import Any

from django.db import connection
from uuid_utils.compat import uuid7

from aoxanh.activities.models import Shift, Signup
from aoxanh.attendance.entries import count_once, source_of
from aoxanh.attendance.hours import Span, minutes_of_turn
from aoxanh.attendance.models import CheckIn, CheckOut
from aoxanh.attendance.rules import Scan
from aoxanh.attendance.terms import day_of, terms_of_turn
from aoxanh.audit.origin import acting_for, origin
from aoxanh.kit.dates import local

DAY = timedelta(days=1)

ARRIVE = """
WITH held AS (
    SELECT id FROM activities_signup WHERE id = %(signup)s AND status = 'confirmed' AND outcome <> 'absent' FOR UPDATE
), arrived AS (
    INSERT INTO attendance_checkin (id, signup_id, scan_id, at, device_at, method, by_id, was_near)
    SELECT %(id)s, held.id, %(scan)s, %(at)s, %(device_at)s, %(method)s, %(by)s, %(near)s FROM held
    ON CONFLICT DO NOTHING RETURNING id, signup_id
), came AS (
    UPDATE activities_signup SET outcome = 'came' FROM arrived WHERE activities_signup.id = arrived.signup_id
), noted AS (
    INSERT INTO audit_line (id, at, verb, by_id, unit_id, subject_type, subject_id, details, acting_for, origin)
    SELECT %(line)s, now(), 'attendance.checked_in', %(by)s, %(unit)s, 'attendance.checkin', arrived.id, %(details)s,
        %(acting_for)s, %(origin)s
    FROM arrived
) SELECT count(*) FROM arrived
"""

LEAVE = """
WITH held AS (
    SELECT id FROM activities_signup WHERE id = %(signup)s FOR UPDATE
), gone AS (
    INSERT INTO attendance_checkout (id, check_in_id, scan_id, at, device_at, method, by_id)
    SELECT %(id)s, %(check_in)s, %(scan)s, %(at)s, %(device_at)s, %(method)s, %(by)s FROM held
    ON CONFLICT DO NOTHING RETURNING id
), counted AS (
    INSERT INTO attendance_servicehours
        (id, signup_id, person_id, unit_id, activity_id, minutes, "on", starts_at, ends_at, at, source, reason, by_id)
    SELECT %(hours)s, %(signup)s, %(person)s, %(unit)s, %(activity)s, %(minutes)s, %(on)s, %(came)s, %(at)s, now(), %(source)s, '', %(by)s
    FROM gone
    ON CONFLICT DO NOTHING
), noted AS (
    INSERT INTO audit_line (id, at, verb, by_id, unit_id, subject_type, subject_id, details, acting_for, origin)
    SELECT %(line)s, now(), 'attendance.checked_out', %(by)s, %(unit)s, 'attendance.checkout', gone.id, %(details)s,
        %(acting_for)s, %(origin)s
    FROM gone
) SELECT (SELECT count(*) FROM gone), EXISTS (
    SELECT 1 FROM activities_signup s JOIN activities_shift h ON h.id = s.shift_id JOIN attendance_checkin c ON c.signup_id = s.id
    WHERE s.person_id = %(person)s AND s.id <> %(signup)s AND h.starts_at < %(until)s AND h.ends_at > %(since)s
)
"""


def write_arrival(signup: Signup, scan: Scan) -> CheckIn | None:
    """The arrival, or None when there is one already, when its scan is known, or when the place was given up meanwhile."""
    arrival = CheckIn(signup=signup, was_near=scan.was_near, **facts_of(scan))
    [is_new] = written(ARRIVE, arrival.pk, signup, scan, {"near": scan.was_near})
    return arrival if is_new else None


def write_leaving(signup: Signup, scan: Scan) -> CheckOut | None:
    """The leaving with the hours that follow, or None when there is one already or its scan is known.

    Where the person came to another turn at that time (under a day's cap: on that day), what counts twice is taken off afterwards.
    """
    leaving, shift, terms, on = (
        CheckOut(check_in=signup.check_in, **facts_of(scan)),
        signup.shift,
        terms_of_turn(signup),
        day_of(signup.shift),
    )
    since, until = around(shift, is_whole_day=terms.cap_minutes is not None)
    entry = {
        "check_in": signup.check_in.pk,
        "hours": uuid7(),
        "person": signup.person_id,
        "activity": signup.shift.activity_id,
        "came": signup.check_in.at,
        "minutes": minutes_of_turn(signup.check_in.at, scan.at, starts_at=shift.starts_at, ends_at=shift.ends_at, terms=terms),
        "on": on,
        "source": source_of(terms, left=True).value,
        "since": since,
        "until": until,
    }
    is_new, has_others = written(LEAVE, leaving.pk, signup, scan, entry)
    if is_new and has_others:
        count_once([signup.person_id], first=on, last=on)
    return leaving if is_new else None


def around(shift: Shift, *, is_whole_day: bool) -> Span:
    """When another turn can matter to this one: at its time, or on its day."""
    day = local(shift.starts_at).replace(hour=0, minute=0, second=0, microsecond=0)
    return (min(day, shift.starts_at), max(day + DAY, shift.ends_at)) if is_whole_day else (shift.starts_at, shift.ends_at)


def facts_of(scan: Scan) -> dict[str, Any]:
    return {"scan_id": scan.scan_id, "at": scan.at, "device_at": scan.device_at, "method": scan.method, "by_id": scan.by and scan.by.pk}


def written(statement: str, pk: Any, signup: Signup, scan: Scan, entry: dict[str, Any]) -> tuple[Any, ...]:
    values = {
        "id": pk,
        "line": uuid7(),
        "signup": signup.pk,
        "scan": scan.scan_id,
        "at": scan.at,
        "device_at": scan.device_at,
        "method": str(scan.method),
        "by": scan.by and scan.by.pk,
        "unit": signup.shift.activity.unit_id,
        "details": json.dumps(remarks(signup, scan)),
        "acting_for": acting_for(),
        "origin": origin(),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values | entry)
        return cursor.fetchone()


def remarks(signup: Signup, scan: Scan) -> dict[str, Any]:
    """What the audit line keeps of the device's clock; it is noted, it never decides."""
    noted: dict[str, Any] = {"method": str(scan.method)}
    if scan.offset is not None:
        noted["offset_seconds"] = round(scan.offset.total_seconds())
        if abs(scan.offset) > DAY:
            noted["clock"] = "more_than_a_day_off"
    if runs_backwards(signup, scan):
        noted["clock"] = "left_before_arriving"
    return noted


def runs_backwards(signup: Signup, scan: Scan) -> bool:
    """Whether by the devices' own clocks this scan comes before the arrival that it follows by ours."""
    arrival = getattr(signup, "check_in", None)
    return bool(arrival and arrival.device_at and scan.device_at and scan.device_at < arrival.device_at)
