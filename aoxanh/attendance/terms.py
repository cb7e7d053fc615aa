"""Under which terms presence counts: the rule of the nearest unit up the tree on that day, for the kind of activity, else for all kinds."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from uuid import UUID

from django.db import connection

from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.hours import DEFAULT, Terms
from aoxanh.attendance.models import HoursRule
from aoxanh.kit.dates import local

type Case = tuple[UUID, str, date]
"""A unit, a kind of activity, and a day."""

COLUMNS = ", ".join(f"r.{field.name}" for field in fields(Terms))
NEAREST = f"""
WITH RECURSIVE above AS (
    SELECT n, unit AS id, kind, "on", 0 AS steps
    FROM unnest(%s::uuid[], %s::text[], %s::date[]) WITH ORDINALITY AS w(unit, kind, "on", n)
    UNION ALL
    SELECT a.n, p.parent_id, a.kind, a."on", a.steps + 1
    FROM above a JOIN org_parentage p ON p.child_id = a.id AND p.during @> a."on" WHERE a.steps < 12
)
SELECT DISTINCT ON (a.n) a.n, {COLUMNS}
FROM above a JOIN attendance_hoursrule r ON r.unit_id = a.id AND r.during @> a."on" AND r.kind IN (a.kind, '')
ORDER BY a.n, r.kind = '', a.steps
"""  # noqa: S608 -- the names are ours

OF_PASS = f"""CASE WHEN i.id IS NOT NULL THEN (
    WITH RECURSIVE above(id, "on", steps) AS (
        SELECT a.unit_id, (h.starts_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 0
        UNION ALL
        SELECT p.parent_id, u."on", u.steps + 1
        FROM above u JOIN org_parentage p ON p.child_id = u.id AND p.during @> u."on" WHERE u.steps < 12
    )
    SELECT json_build_array({COLUMNS})
    FROM above u JOIN attendance_hoursrule r ON r.unit_id = u.id AND r.during @> u."on" AND r.kind IN (a.kind, '')
    ORDER BY r.kind = '', u.steps LIMIT 1
) END"""  # noqa: S608
"""The same as a column of the read of a check-in, where `a` is the activity, `h` the shift, `i` the arrival: only a leaving needs it."""


def terms_for(activity: Activity, on: date) -> Terms:
    """The terms of an activity on a day, in one query."""
    case = activity.unit_id, activity.kind, on
    return terms_of_many({case})[case]


def terms_of_many(cases: Collection[Case]) -> dict[Case, Terms]:
    """The terms of many cases in one query; all have an answer, the default where no unit made a rule."""
    wanted = list(cases)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [list(column) for column in zip(*wanted, strict=True)])
        found = {wanted[n - 1]: Terms(*row) for n, *row in cursor.fetchall()}
    return {case: found.get(case, DEFAULT) for case in wanted}


def case_of(signup: Signup) -> Case:
    activity = signup.shift.activity
    return activity.unit_id, activity.kind, day_of(signup.shift)


def day_of(shift: Shift) -> date:
    """The day a shift counts for: that on which it begins."""
    return local(shift.starts_at).date()


def terms_of_turn(signup: Signup) -> Terms:
    """Those that came with the pass (`policies.pass_at`), else asked for."""
    known = getattr(signup, "terms", None)
    return known if known is not None else terms_for(signup.shift.activity, day_of(signup.shift))


def terms_in(rule: HoursRule) -> Terms:
    return Terms(**{field.name: getattr(rule, field.name) for field in fields(Terms)})
