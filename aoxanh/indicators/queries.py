"""Measuring. Every figure comes from rows, is an exact fraction, and opens into those rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from aoxanh.indicators.models import Target
from aoxanh.kit.dates import is_within
from aoxanh.planning.models import Phase, Plan
from aoxanh.planning.queries import SCOPE

WORK = f"""
WITH RECURSIVE {SCOPE}, work AS (
    SELECT a.id, false AS is_declared, a.title, a.slug, a.unit_id,
           (a.ends_at AT TIME ZONE %(zone)s)::date AS ended_on, r.published_at AS recorded_at
    FROM activities_activity a LEFT JOIN records_record r ON r.activity_id = a.id
        AND NOT EXISTS (SELECT 1 FROM records_reopening o WHERE o.record_id = r.id AND o.at + %(correcting)s < %(at)s
                        AND (o.closed_at IS NULL OR o.closed_at > %(at)s))
    LEFT JOIN records_declaredwork t ON t.activity_id = a.id
    WHERE a.status IN ('open', 'closed', 'recorded') AND a.ends_at <= %(at)s AND (t.id IS NULL OR t.turned_at <= %(at)s)
    UNION ALL
    SELECT d.id, true, d.title, '', d.unit_id, d.ended_on, NULL FROM records_declaredwork d
    WHERE d.declared_at <= %(at)s AND (d.withdrawn_at IS NULL OR d.withdrawn_at > %(at)s)
      AND (d.turned_at IS NULL OR d.turned_at > %(at)s)
), counted AS (
    SELECT w.* , w.recorded_at IS NOT NULL AND w.recorded_at <= %(at)s AS is_recorded
    FROM work w
    WHERE w.ended_on <@ %(during)s AND w.ended_on <= %(until)s
      AND EXISTS (SELECT 1 FROM scope s WHERE s.unit_id = w.unit_id AND s.during @> w.ended_on)
)
"""  # noqa: S608 -- both texts are ours

COUNT = "SELECT count(*) FILTER (WHERE is_recorded), count(*), count(*) FILTER (WHERE is_declared) FROM counted"

QUARTERS = """
SELECT q, count(*) FILTER (WHERE c.recorded_at < (q + 1)::timestamp AT TIME ZONE %(zone)s), count(c.id)
FROM unnest(%(ends)s::date[]) q LEFT JOIN counted c ON c.ended_on <= q GROUP BY q ORDER BY q
"""

ROWS = """
SELECT c.id, c.is_declared, c.title, c.slug, c.ended_on, c.is_recorded, u.id, u.name, u.slug
FROM counted c JOIN org_unit u ON u.id = c.unit_id
WHERE c.is_recorded = %(recorded)s AND (%(after_day)s::date IS NULL OR (c.ended_on, c.id) < (%(after_day)s, %(after_id)s))
ORDER BY c.ended_on DESC, c.id DESC LIMIT %(size)s
"""

OVERDUE_UNITS = """
SELECT unit_id, count(*) FROM counted WHERE NOT is_recorded AND NOT is_declared AND ended_on < %(late)s GROUP BY unit_id
"""


@dataclass(frozen=True)
class Measurement:
    """A figure: `numerator` of `denominator`, `declared` of which are only declared; with its target and the target before it."""

    indicator: str
    numerator: int
    denominator: int
    declared: int
    target: Target | None
    last_target: Target | None

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is reached, by exact fractions; None without target or denominator."""
        if self.target is None or not self.denominator:
            return None
        return self.numerator * self.target.denominator >= self.target.numerator * self.denominator

    @property
    def needed(self) -> int:
        """The smallest numerator that reaches the target with this denominator."""
        return -(-self.target.numerator * self.denominator // self.target.denominator) if self.target else 0

    @property
    def missing(self) -> int:
        return max(self.needed - self.numerator, 0)

    @property
    def open_rows(self) -> int:
        return self.denominator - self.numerator

    @property
    def percent(self) -> float:
        """For reading only; comparisons use the fraction."""
        return round(100 * self.numerator / self.denominator, 1) if self.denominator else 0.0


@dataclass(frozen=True)
class Evidence:
    """One activity behind a figure. Declared work has no page of its own; `days_late` counts from the last day to record on time."""

    id: UUID
    is_declared: bool
    title: str
    slug: str
    ended_on: date
    is_recorded: bool
    unit_id: UUID
    unit_name: str
    unit_slug: str
    as_of: date

    @property
    def due_on(self) -> date:
        return self.ended_on + timedelta(days=settings.RECORD_ON_TIME_DAYS)

    @property
    def days_late(self) -> int:
        return max((self.as_of - self.due_on).days, 0)

    @property
    def days_left(self) -> int:
        return max((self.due_on - self.as_of).days, 0)

    @property
    def key(self) -> str:
        """Where the next page starts."""
        return f"{self.ended_on.isoformat()}_{self.id}"


@dataclass(frozen=True)
class Quarter:
    """The cumulated figure at the end of a quarter, or today in the running one."""

    ends_on: date
    numerator: int
    denominator: int

    @property
    def name(self) -> str:
        return f"Q{(self.ends_on.month + 2) // 3}/{self.ends_on:%y}"

    @property
    def percent(self) -> float | None:
        return round(100 * self.numerator / self.denominator, 1) if self.denominator else None


def measure_k2(plan: Plan, during: Any, *, at: datetime, target: Target | None = None, last_target: Target | None = None) -> Measurement:
    """K2 of the plan for work that ended in `during` (a daterange) up to the moment `at`."""
    [(recorded, all_work, declared)] = rows_of(COUNT, plan, during, at)
    return Measurement("K2", recorded, all_work, declared, target, last_target)


def targets_of(phases: list[Phase]) -> dict[UUID, dict[str, Target]]:
    """Targets by phase and indicator."""
    found: dict[UUID, dict[str, Target]] = {phase.pk: {} for phase in phases}
    for target in Target.objects.filter(phase__in=phases).order_by("indicator"):
        found[target.phase_id][target.indicator] = target
    return found


def quarters_k2(plan: Plan, phase: Phase, *, at: datetime, count: int = 4) -> list[Quarter]:
    """K2 cumulated in the phase at the ends of its last quarters up to `at`, the running quarter with today's state."""
    ends = [end for end in quarter_ends(at.date(), count) if is_within(end, phase.during)]
    return [Quarter(*row) for row in rows_of(QUARTERS, plan, phase.during, at, ends=ends)]


def quarter_ends(on: date, count: int) -> Iterator[date]:
    """The last days of the quarters before the day, and the day itself, in order."""
    first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    starts = [first]
    for _ in range(count - 2):
        starts.append((starts[-1] - timedelta(days=1)).replace(day=1))
        starts[-1] = date(starts[-1].year, (starts[-1].month - 1) // 3 * 3 + 1, 1)
    yield from (start - timedelta(days=1) for start in reversed(starts))
    yield on


def evidence_k2(plan: Plan, during: Any, *, at: datetime, recorded: bool, after: str = "", size: int = 30) -> list[Evidence]:
    """Activities behind the figure, the latest first: the recorded ones or those still missing; `after` is the key of the last row seen."""
    day, row_id = read_key(after)
    found = rows_of(ROWS, plan, during, at, recorded=recorded, after_day=day, after_id=row_id, size=size)
    return [Evidence(*(*row, at.date())) for row in found]


def overdue_units(plan: Plan, during: Any, *, at: datetime) -> dict[UUID, int]:
    """How many activities of which unit should have been recorded by now."""
    late = at.date() - timedelta(days=settings.RECORD_ON_TIME_DAYS)
    return dict(rows_of(OVERDUE_UNITS, plan, during, at, late=late))


def read_key(after: str) -> tuple[date | None, UUID | None]:
    """The key of a page; one that cannot be read starts the list anew."""
    try:
        day, row_id = after.split("_")
        return date.fromisoformat(day), UUID(row_id)
    except ValueError:
        return None, None


def rows_of(select: str, plan: Plan, during: Any, at: datetime, **more: object) -> list[tuple[Any, ...]]:
    """Run a select over the counted work of a plan."""
    days = timedelta(days=settings.RECORD_ON_TIME_DAYS)
    facts = {"plan": plan.pk, "zone": settings.TIME_ZONE, "during": during, "at": at, "until": at.date(), "correcting": days, **more}
    with connection.cursor() as cursor:
        cursor.execute(WORK + select, facts)
        return cursor.fetchall()
