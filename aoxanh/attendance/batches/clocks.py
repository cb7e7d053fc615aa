"""When something happened, by our clock, of what a phone says by its own."""

from datetime import datetime, timedelta

from aoxanh.activities.models import Shift
from aoxanh.attendance.batches.reading import Sent
from aoxanh.attendance.models import Device
from aoxanh.attendance.rules import EARLY, LATE

DAY = timedelta(days=1)
SAME_CLOCK = timedelta(minutes=2)


def offset_of(device: Device, sent_at: datetime, received: datetime) -> timedelta:
    """How far the device's clock is ahead of ours. A request takes its time, so each measure is a little too low: of two that agree the
    higher one is better. Where they do not agree the clock was set, and the present one holds."""
    now = sent_at - received
    before = kept(device)
    return max(now, before) if before is not None and abs(now - before) < SAME_CLOCK else now


def kept(device: Device) -> timedelta | None:
    return None if device.clock_ms is None else timedelta(milliseconds=device.clock_ms)


def place_in_time(scan: Sent, shift: Shift | None, offsets: list[timedelta], *, since: datetime | None, received: datetime) -> None:
    """Sets `at`: by the first of the offsets under which the scan lies between `since` (when the phone was prepared) and now, and in the
    time of its shift, else under which it is at least possible. A clock that a signal set right between the scan and the sending is
    seen that way. What is not possible at all is moved to the nearest moment that is, and noted."""
    earliest = (since - DAY) if since else received - 30 * DAY
    estimates = [scan.device_at - offset for offset in offsets]
    likely = [at for at in estimates if (since or earliest) <= at <= received and in_time(at, shift)]
    possible = [at for at in estimates if earliest <= at <= received]
    scan.at = (likely or possible or [min(max(estimates[0], earliest), received)])[0]
    if not possible:
        scan.noted["clock"] = "moved"
    elif scan.at != estimates[0]:
        scan.noted["clock"] = "set_meanwhile"
    elif abs(offsets[0]) > DAY:
        scan.noted["clock"] = "more_than_a_day_off"


def in_time(at: datetime, shift: Shift | None) -> bool:
    return shift is None or shift.starts_at - EARLY <= at <= shift.ends_at + LATE
