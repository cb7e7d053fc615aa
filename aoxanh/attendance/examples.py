"""What a rule would make of turns that anybody can picture."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from aoxanh.attendance.hours import Terms, minutes_of_turn

DAY = datetime(2026, 11, 21)  # noqa: DTZ001 -- any day; it becomes aware below
CASES = ((7 * 60, 7 * 60 + 260, 7 * 60, 12 * 60), (7 * 60 + 2, 17 * 60 + 13, 7 * 60, 17 * 60), (20 * 60, 24 * 60 + 20, 20 * 60, 25 * 60))


@dataclass(frozen=True)
class Example:
    """A turn from coming to leaving in a shift, how long it was, and what it counts."""

    came: datetime
    left: datetime
    starts_at: datetime
    ends_at: datetime
    counts: int

    @property
    def lasted(self) -> int:
        return (self.left - self.came) // timedelta(minutes=1)


def examples(terms: Terms) -> list[Example]:
    """A morning of 4 h 20, a long day, and an evening into the night."""
    return [example(case, terms) for case in CASES]


def example(case: tuple[int, int, int, int], terms: Terms) -> Example:
    came, left, starts_at, ends_at = (timezone.make_aware(DAY) + timedelta(minutes=minutes) for minutes in case)
    return Example(came, left, starts_at, ends_at, minutes_of_turn(came, left, starts_at=starts_at, ends_at=ends_at, terms=terms))
