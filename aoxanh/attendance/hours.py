"""How long a turn counts, and how much of overlapping turns. Plain arithmetic, described in docs/algorithms/check-in.md."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from aoxanh.kit.dates import local

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NIGHT = time(22), time(6)
SHARED_AT_MOST = 8

type Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Terms:
    """What an `HoursRule` says of presence; the defaults hold where no unit made a rule."""

    basis: str = "presence"
    rounding: str = "down"
    step_minutes: int = 5
    break_after_minutes: int | None = None
    break_minutes: int = 0
    night_percent: int = 100
    cap_minutes: int | None = None

    @property
    def is_whole_shift(self) -> bool:
        return self.basis == "shift"


DEFAULT = Terms()


@dataclass(frozen=True)
class Turn:
    """A turn as it is counted: its day, the minutes its entry says, what was counted, and under which terms."""

    on: date
    minutes: int
    span: Span
    terms: Terms = DEFAULT


def minutes_of_turn(came: datetime, left: datetime, *, starts_at: datetime, ends_at: datetime, terms: Terms = DEFAULT) -> int:
    """Minutes that a turn counts in its shift; never negative, and never beyond the day's cap.

    Clock times count as they are read, without their seconds: who came at 07:00:40 came at 07:00.
    """
    return counted([span_of_turn(came, left, starts_at=starts_at, ends_at=ends_at, terms=terms)], terms)


def span_of_turn(came: datetime, left: datetime, *, starts_at: datetime, ends_at: datetime, terms: Terms = DEFAULT) -> Span:
    """What counts: presence inside the shift, or all of the shift for whoever came where the terms say so. It may be empty."""
    if terms.is_whole_shift:
        return starts_at, ends_at
    start = max(to_minute(came), starts_at)
    return start, max(start, min(to_minute(left), ends_at))


def counted(spans: Iterable[Span], terms: Terms = DEFAULT) -> int:
    """Minutes that separate spans of one turn count: night weighs what the terms say, the break comes off what goes beyond
    `break_after_minutes`, then they are rounded. More presence never counts less."""
    spans = list(spans)
    present = sum(minutes(span) for span in spans)
    night = sum(minutes(part) for span in spans for part in nights(span))
    taken = min(terms.break_minutes, max(0, present - (terms.break_after_minutes or 0)))
    exact = max(0, 100 * (present - taken) + (terms.night_percent - 100) * night)
    rounded = round_to(exact, 100 * terms.step_minutes, terms.rounding) // 100
    return rounded if terms.cap_minutes is None else min(rounded, terms.cap_minutes)


def round_to(value: int, step: int, rounding: str) -> int:
    return (value + (step // 2 if rounding == "nearest" else 0)) // step * step


def minutes(span: Span) -> int:
    return max(timedelta(), span[1] - span[0]) // MINUTE


def nights(span: Span) -> Iterator[Span]:
    """The parts of a span between 22:00 and 06:00 in Viet Nam."""
    start, end = map(local, span)
    evening = start.replace(hour=NIGHT[0].hour, minute=0, second=0, microsecond=0) - DAY
    while evening < end:
        part = max(start, evening), min(end, evening + timedelta(hours=8))
        if part[0] < part[1]:
            yield part
        evening += DAY


def to_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def beyond(span: Span, others: Iterable[Span]) -> list[Span]:
    """The parts of a span that lie in none of the others."""
    left = [span]
    for start, end in others:
        left = [part for begun, ended in left for part in ((begun, min(ended, start)), (max(begun, end), ended)) if part[0] < part[1]]
    return left


def overlap(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def belong_together(one: Turn, other: Turn) -> bool:
    """Whether what one turn counts can depend on the other: they overlap, or a cap holds for both on one day."""
    capped = one.terms.cap_minutes is not None or other.terms.cap_minutes is not None
    return overlap(one.span, other.span) or (capped and one.on == other.on)


def groups(turns: Sequence[Turn]) -> list[list[int]]:
    """The positions of turns that depend on each other, directly or through others, together."""
    found: list[list[int]] = []
    for position, turn in enumerate(turns):
        near = [group for group in found if any(belong_together(turn, turns[other]) for other in group)]
        found = [group for group in found if group not in near] + [sorted([position, *(one for group in near for one in group)])]
    return found


def minutes_together(turns: Sequence[Turn]) -> int:
    """What turns of one person count together: a minute once, and a day's sum no higher than the cap of a turn that adds to it.

    Turns are taken one after the other, each with what lies outside those before it. Of all orders the one that gives most is taken, so
    that the result depends on the turns alone, never on which was written first; a turn more never takes away, and never adds more than
    it counts by itself. Beyond SHARED_AT_MOST turns that depend on each other, they are taken as they began.
    """
    if len(turns) > SHARED_AT_MOST:
        return sum(minutes for _on, minutes in in_order(sorted(turns, key=lambda turn: turn.span)))
    days = sorted({turn.on for turn in turns})
    best: dict[frozenset[int], set[tuple[int, ...]]] = {frozenset(): {(0,) * len(days)}}
    for _size in turns:
        longer: dict[frozenset[int], set[tuple[int, ...]]] = {}
        for taken, sums in best.items():
            for position in set(range(len(turns))) - taken:
                more = {add(turns[position], [turns[one].span for one in taken], sum_, days) for sum_ in sums}
                longer.setdefault(taken | {position}, set()).update(more)
        best = longer
    return max(sum(days_sums) for sums in best.values() for days_sums in sums)


def add(turn: Turn, before: Iterable[Span], sums: tuple[int, ...], days: list[date]) -> tuple[int, ...]:
    """The sums of the days when the turn comes after others."""
    position = days.index(turn.on)
    return (*sums[:position], grown(sums[position], turn, before), *sums[position + 1 :])


def grown(so_far: int, turn: Turn, before: Iterable[Span]) -> int:
    part = min(turn.minutes, counted(beyond(turn.span, before), replace(turn.terms, cap_minutes=None)))
    cap = turn.terms.cap_minutes
    return so_far + part if cap is None else max(so_far, min(so_far + part, cap))


def in_order(turns: Sequence[Turn]) -> Iterable[tuple[date, int]]:
    sums: dict[date, int] = {}
    for position, turn in enumerate(turns):
        sums[turn.on] = grown(sums.get(turn.on, 0), turn, [other.span for other in turns[:position]])
    return sums.items()
