"""The days of a series."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from aoxanh.kit.holidays import holiday


@dataclass(frozen=True)
class Day:
    """A day of a series; `holiday` is its name where it is a public holiday."""

    on: date
    holiday: str


def days_of(weekdays: Iterable[int], *, every: int, starts_on: date, until: date) -> Iterator[date]:
    """The days from `starts_on` through `until` that are one of the weekdays (Monday is 0), in every so many weeks from its first week."""
    wanted, monday = set(weekdays), starts_on - timedelta(days=starts_on.weekday())
    for number in range((until - starts_on).days + 1):
        on = starts_on + timedelta(days=number)
        if on.weekday() in wanted and (on - monday).days // 7 % every == 0:
            yield on


def preview(days: Iterable[date]) -> list[Day]:
    return [Day(on, holiday(on)) for on in days]
