"""How long a turn counts. Plain arithmetic, described in docs/algorithms/check-in.md."""

from datetime import datetime, timedelta

STEP = timedelta(minutes=5)


def served_minutes(came: datetime, left: datetime, *, starts_at: datetime, ends_at: datetime) -> int:
    """Minutes of presence inside the shift, rounded down to whole steps of five.

    Clock times count as they are read, without their seconds: who came at 07:00:40 came at 07:00. Never negative, never beyond the shift.
    """
    inside = min(to_minute(left), ends_at) - max(to_minute(came), starts_at)
    return max(0, inside // STEP) * (STEP // timedelta(minutes=1))


def to_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
