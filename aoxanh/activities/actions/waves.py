"""Opening the places of waves when their moment comes."""

from uuid import UUID

from django.db import connection, transaction

from aoxanh.activities.actions.promotion import promote_in
from aoxanh.activities.models import Activity
from aoxanh.kit.versions import bump_public_version

RELEASE = """
WITH ready AS (
    SELECT s.id FROM activities_shift s JOIN activities_activity a ON a.id = s.activity_id
    WHERE a.status = %s AND s.id IN (SELECT shift_id FROM activities_wave WHERE released_at IS NULL AND at <= now())
    ORDER BY s.id FOR UPDATE OF s
), due AS (
    UPDATE activities_wave w SET released_at = now() FROM ready
    WHERE w.shift_id = ready.id AND w.released_at IS NULL AND w.at <= now()
    RETURNING w.shift_id, w.places
), sums AS (
    SELECT shift_id, sum(places) AS places FROM due GROUP BY shift_id
)
UPDATE activities_shift s SET withheld = greatest(s.withheld - sums.places, 0) FROM sums WHERE s.id = sums.shift_id RETURNING s.id
"""
"""The shifts are held first, as everybody does who changes waves."""


@transaction.atomic
def release_due_waves() -> list[UUID]:
    """Open what is due in open activities, in one statement, and let waiting lists follow; the shifts that have more places now."""
    with connection.cursor() as cursor:
        cursor.execute(RELEASE, [Activity.Status.OPEN])
        opened = [row[0] for row in cursor.fetchall()]
    promote_in(opened)
    if opened:
        bump_public_version()
    return opened
