"""The address of a stream, with a ticket that lets its bearer listen to one activity for a while."""

from uuid import UUID

from django.conf import settings
from django.core import signing

SALT = "aoxanh.attendance.live"
SECONDS = 10 * 60
"""So long a ticket opens the stream; a page asks for a new one whenever it has to connect again."""
PATH = "/live/"


def stream_of(activity_pk: UUID) -> str:
    """Where a page listens to the activity; "" where no such process runs, and the page asks again and again instead."""
    return f"{settings.LIVE_URL}{PATH}{signing.dumps(str(activity_pk), salt=SALT)}" if settings.LIVE_URL else ""


def activity_of(ticket: str) -> str | None:
    """The id of the activity that the ticket names; None for one that is old or not ours."""
    try:
        return str(signing.loads(ticket, salt=SALT, max_age=SECONDS))
    except signing.BadSignature:
        return None
