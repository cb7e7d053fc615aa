"""Counting tries across processes: one row per key and window, counted in one statement."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from aoxanh.kit.refusals import Refused

COUNT = """
INSERT INTO kit_tries (key, since, count) VALUES (%s, now(), 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN kit_tries.since < now() - make_interval(secs => %s) THEN 1 ELSE kit_tries.count + 1 END,
  since = CASE WHEN kit_tries.since < now() - make_interval(secs => %s) THEN now() ELSE kit_tries.since END
RETURNING count, since
"""


def tries(key: str, *, seconds: int) -> tuple[int, datetime]:
    """Count one try of `key` in its window of `seconds`; the number so far and when the window began."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, seconds, seconds])
        return cursor.fetchone()


def forget(*, older_than: int) -> None:
    """Drop the counts whose window began more than so many seconds ago; longer than any window, so that none is cut short."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_tries WHERE since < now() - make_interval(secs => %s)", [older_than])


def limit(key: str, *, times: int, seconds: int) -> None:
    """Count one try; refuse with `too_many_tries` once there were more than `times` in the window."""
    count, _since = tries(key, seconds=seconds)
    if count > times:
        raise too_many(seconds)


def refuse_spent(key: str, *, times: int, seconds: int) -> None:
    """Refuse with `too_many_tries` when the window of `key` holds that many tries already; counts none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count FROM kit_tries WHERE key = %s AND since >= now() - make_interval(secs => %s)", [key, seconds])
        found = cursor.fetchone()
    if found and found[0] >= times:
        raise too_many(seconds)


def too_many(seconds: int) -> Refused:
    return Refused("too_many_tries", _("Too many tries. Wait %(minutes)d minutes, then try again.") % {"minutes": -(-seconds // 60)})
