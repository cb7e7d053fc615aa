"""The figures of an activity that change while people arrive, in one query that page and stream share."""

import json
from typing import Any
from uuid import UUID

from django.db import connection

LATEST = 8

FIGURES = f"""
WITH turns AS (
    SELECT h.id, h.places, h.taken, count(c.id) AS arrived, count(o.id) AS gone
    FROM activities_shift h
    LEFT JOIN activities_signup s ON s.shift_id = h.id AND s.status = 'confirmed'
    LEFT JOIN attendance_checkin c ON c.signup_id = s.id
    LEFT JOIN attendance_checkout o ON o.check_in_id = c.id
    WHERE h.activity_id = %(activity)s GROUP BY h.id
), latest AS (
    SELECT c.id, s.shift_id, c.at, regexp_replace(btrim(p.full_name), '^.* ', '') AS name
    FROM activities_shift h
    JOIN activities_signup s ON s.shift_id = h.id
    JOIN attendance_checkin c ON c.signup_id = s.id
    JOIN people_person p ON p.id = s.person_id
    WHERE h.activity_id = %(activity)s ORDER BY c.at DESC, c.id DESC LIMIT {LATEST}
) SELECT json_build_object(
    'shifts', (SELECT coalesce(json_object_agg(
        id, json_build_object('arrived', arrived, 'left', gone, 'taken', taken, 'places', places)), '{{}}') FROM turns),
    'latest', (SELECT coalesce(json_agg(json_build_object(
        'id', id, 'shift', shift_id, 'name', name, 'at', to_char(at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI')
    ) ORDER BY at DESC, id DESC), '[]') FROM latest)
)::text
"""  # noqa: S608 -- a constant
"""By shift how many came, left, signed up and may come; and who came last, by given name only: the page may hang on a wall."""


def figures_of(activity_pk: UUID) -> dict[str, Any]:
    """The figures as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, {"activity": activity_pk})
        return dict(json.loads(cursor.fetchone()[0]))
