"""What a minor of which age may do. The bands are data: `settings.AGE_BANDS`, with their sources beside them."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings

from aoxanh.kit.dates import local


@dataclass(frozen=True)
class Band:
    """Ages from `since` up to, not including, `until`. `never_alone`: an adult takes part beside them."""

    since: int
    until: int
    hours_a_day: int
    hours_a_week: int
    latest_end: time
    never_alone: bool

    @property
    def needs_guardian(self) -> bool:
        return self.since < settings.GUARDIAN_UNDER_AGE

    @property
    def last(self) -> int:
        """The last full year of age that it holds for."""
        return self.until - 1


def bands() -> tuple[Band, ...]:
    """The youngest first."""
    rows: tuple[dict[str, Any], ...] = settings.AGE_BANDS
    return tuple(Band(**{**row, "latest_end": time.fromisoformat(row["latest_end"])}) for row in rows)


def band_of(years: int) -> Band | None:
    """The band of an age; None for adults, and for who is too young to take part (see `youngest`)."""
    return next((band for band in bands() if band.since <= years < band.until), None)


def youngest() -> int:
    """Below this age nobody takes part by themselves."""
    return bands()[0].since


def is_at_night(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether any of it lies in the night of the setting, by the clock of Viet Nam."""
    dusk, dawn = map(time.fromisoformat, settings.NIGHT)
    start, end = local(starts_at), local(ends_at)
    return start.time() < dawn or start.time() >= dusk or end.date() > start.date() or end.time() > dusk


def adults_born_by(on: date) -> date:
    """The latest birthday of those who are adults on the day."""
    return born_by(on, settings.ADULT_AGE)


def born_by(on: date, years: int) -> date:
    """The latest birthday of those who are at least so many years old on the day."""
    year = on.year - years
    is_missing = (on.month, on.day) == (2, 29) and not isleap(year)
    return date(year, 2, 28) if is_missing else on.replace(year=year)
