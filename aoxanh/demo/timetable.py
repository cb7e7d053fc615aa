"""When things happen: hours of shifts by pattern, days with their seasons."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from aoxanh.demo.world import moment

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Slot:
    """A shift to be: `day` counts from the first one."""

    name: str
    starts: time
    ends: time
    day: int = 0

    def on(self, first: date) -> tuple[datetime, datetime]:
        day = first + timedelta(days=self.day)
        return moment(day, self.starts), moment(day, self.ends)


MORNING = Slot("Ca sáng", time(7), time(11))
AFTERNOON = Slot("Ca chiều", time(13), time(16, 30))
PATTERNS: dict[str, tuple[tuple[Slot, ...], ...]] = {
    "am": ((MORNING,), (Slot("Ca sáng", time(7, 30), time(10, 30)),), (Slot("Ca sáng", time(7), time(10, 30)),), (MORNING, AFTERNOON)),
    "pm": ((Slot("Ca chiều", time(13, 30), time(17)),), (Slot("Ca chiều", time(14), time(16, 30)),)),
    "day": ((MORNING, AFTERNOON),),
    "dawn": ((Slot("Ca sớm", time(5, 30), time(8, 30)),),),
    "eve": ((Slot("Buổi tối", time(19), time(21)),),),
    "dusk": ((Slot("Buổi tối", time(17, 30), time(20)),),),
    "market": ((Slot("Phiên sáng", time(6), time(10)),),),
    "school": ((Slot("Giờ vào học", time(6, 30), time(7, 30)), Slot("Giờ tan học", time(16), time(17, 30))),),
    "exam": ((Slot("Ngày thi 1", time(6), time(11, 30)), Slot("Ngày thi 2", time(6), time(11, 30), 1)),),
    "am3": (tuple(Slot(f"Buổi {number}", time(7), time(9, 30), number - 1) for number in (1, 2, 3)),),
    "weekdays": (tuple(Slot(f"Buổi {number}", time(8), time(10, 30), 2 * (number - 1)) for number in (1, 2, 3)),),
}
ON_SCHOOL_DAYS = {"school", "weekdays", "exam"}


def past_day(random: Random, today: date, since: date, *, lately: float = 0.74) -> date:
    """A day from `since` up to yesterday; so many of them within the last 330."""
    recent = max(since, today - timedelta(days=330))
    first, last = (recent, today) if random.random() < lately or recent <= since else (since, recent)
    return first + timedelta(days=random.randrange(max((last - first).days, 1)))


def fitting(random: Random, day: date, pattern: str, weekday: int | None) -> date:
    """The day itself, or the next weekend's, which most choose; school patterns stay on school days, some work on its own weekday."""
    if weekday is not None:
        return day + timedelta(days=(weekday - day.weekday()) % 7)
    if pattern in ON_SCHOOL_DAYS:
        return day - timedelta(days=day.weekday())
    if day.weekday() >= SATURDAY or random.random() < 0.3:
        return day
    return day + timedelta(days=random.choice((SATURDAY, SATURDAY, SUNDAY)) - day.weekday())


def slots(random: Random, pattern: str) -> tuple[Slot, ...]:
    return random.choice(PATTERNS[pattern])
