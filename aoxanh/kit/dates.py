"""Days and dated rows. A period is half-open: its end is the first day on which it no longer holds."""

from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone


def today() -> date:
    """The day it is in Viet Nam."""
    return timezone.localdate()


def during(start: date | None = None, end: date | None = None) -> DateRange:
    """The period from `start` up to, not including, `end`; None is open."""
    return DateRange(start, end, "[)")


def holds(on: date, field: str = "during") -> Q:
    """Rows whose dated period contains the day."""
    return Q(**{f"{field}__contains": on})


def local(moment: datetime) -> datetime:
    """The same moment on the clock of Viet Nam."""
    return timezone.localtime(moment)


def is_within(on: date, period: Any) -> bool:
    """Whether the day lies in the half-open period, with None for open ends; no day lies in an empty one."""
    return not period.isempty and (period.lower is None or period.lower <= on) and (period.upper is None or on < period.upper)
