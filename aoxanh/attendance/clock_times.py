"""Clock times as people write them on paper and Excel stores them, and the moment of a shift that they mean."""

import re
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from aoxanh.activities.models import Shift
from aoxanh.kit.dates import local
from aoxanh.kit.sheets.cells import CellFault

CLOCK = re.compile(r"(?:\d{1,4}[/-]\d{1,2}[/-]\d{1,4}[ T])?(\d{1,2})\s*(?:[:hHgG.]\s*(\d{2})?)(?::\d{2}(?:\.\d+)?)?\s*(?:phút|p)?")
DIGITS = re.compile(r"(\d{1,2})(\d{2})")
FRACTION = re.compile(r"0?[.,]\d+")
DAY = timedelta(days=1)
BEFORE_AND_AFTER = timedelta(hours=2)


def read_clock(text: str) -> time:
    """07:00, 7h, 7h05, 0705, 07:00:30, or Excel's part of a day; raises CellFault `not_a_time`."""
    if FRACTION.fullmatch(text):
        seconds = round(float(text.replace(",", ".")) * 24 * 60) * 60
        return time(seconds // 3600 % 24, seconds // 60 % 60)
    found = CLOCK.fullmatch(text) or DIGITS.fullmatch(text)
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    raise CellFault("not_a_time", _("“%(text)s” is not a time. Write hours and minutes, like 07:30.") % {"text": text})


def moment_in(shift: Shift, clock: time) -> datetime:
    """When that was: on the day on which the shift begins, or, where only that fits, the day after."""
    first = local(shift.starts_at).replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return first if is_around(shift, first) or not is_around(shift, first + DAY) else first + DAY


def is_around(shift: Shift, at: datetime) -> bool:
    """Within the shift, or at most two hours from it."""
    return shift.starts_at - BEFORE_AND_AFTER <= at <= shift.ends_at + BEFORE_AND_AFTER
