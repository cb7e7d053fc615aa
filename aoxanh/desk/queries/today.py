"""What a unit must do, gathered from the apps below in a constant number of queries."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from aoxanh.access.acting import Acting
from aoxanh.access.queries import permitted_units
from aoxanh.accounts.models import User
from aoxanh.activities import queries as activities
from aoxanh.activities.models import Activity, Shift
from aoxanh.attendance.models import ServiceHours
from aoxanh.indicators.queries import Measurement, measure_k2, targets_of
from aoxanh.kit.dates import holds, local, today
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from aoxanh.people.models import Person, UnsettledMove
from aoxanh.planning import queries as plans
from aoxanh.planning.models import Phase, Plan
from aoxanh.records.queries import Overdue, overdue, unrecorded

SHORT_DAYS = 3
WEEK = 7
ROWS = 6


@dataclass(frozen=True)
class Waiting[Row]:
    """Rows that wait for one reason: the first few, and how many there are in all."""

    rows: list[Row] = field(default_factory=list)
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.count)

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class PlanFigure:
    """K2 of a plan that the reader's unit carries or counts for."""

    plan: Plan
    phase: Phase
    k2: Measurement


@dataclass(frozen=True)
class Today:
    """The desk of a day."""

    on: date
    short: Waiting[Shift]
    to_decide: Waiting[Activity]
    returned: Waiting[Activity]
    stale: Waiting[Need]
    unrecorded: Waiting[Overdue]
    unsettled: Waiting[UnsettledMove]
    week: list[tuple[date, list[Shift]]]
    figures: list[PlanFigure]

    @property
    def tasks(self) -> int:
        found = (self.short, self.to_decide, self.returned, self.stale, self.unrecorded, self.unsettled)
        return sum(waiting.count for waiting in found)


def desk_of(user: User, acting: Acting) -> Today:
    """Everything that waits for the user today, in the unit for which they act and those under it."""
    on = today()

    def permitted(permission: str) -> QuerySet[Unit]:
        return acting.narrow(permitted_units(user, permission, on=on), "pk")

    organised = permitted("activities.manage").values("pk")
    worked = Unit.objects.filter(Q(pk__in=organised) | Q(pk__in=permitted("activities.approve").values("pk"))).values("pk")
    mine = Activity.objects.filter(unit__in=organised).select_related("unit", "area")
    published = permitted("needs.publish").values("pk")
    recorded = permitted("records.write")
    return Today(
        on=on,
        short=first(activities.short_of_people(worked, days=SHORT_DAYS)),
        to_decide=first(acting.narrow(activities.pending_approvals(user))),
        returned=first(mine.filter(status=Activity.Status.RETURNED).order_by("starts_at", "id")),
        stale=first(Need.objects.stale(on).filter(unit__in=published).select_related("unit", "area").order_by("confirmed_at", "id")),
        unrecorded=Waiting(overdue(recorded, on, limit=ROWS), unrecorded(recorded, on).count()),
        unsettled=first(unsettled_in(permitted("people.manage"))),
        week=week_of(activities.shifts_around(worked, days=WEEK), on),
        figures=figures_of(permitted("indicators.read"), on),
    )


def unsettled_in(units: QuerySet[Unit]) -> QuerySet[UnsettledMove]:
    """Members of split units who stand in these until somebody says where they belong."""
    found = UnsettledMove.objects.filter(settled_at=None, after__unit__in=units.values("pk"))
    return found.select_related("before__unit", "after__unit", "after__person").order_by("after__person__sort_key", "id")


def first[Row: Any](rows: QuerySet[Row]) -> Waiting[Row]:
    """The first rows and the count of all; a second query only where there are more."""
    found = list(rows[: ROWS + 1])
    return Waiting(found[:ROWS], len(found) if len(found) <= ROWS else rows.count())


def week_of(shifts: QuerySet[Shift], on: date) -> list[tuple[date, list[Shift]]]:
    """The days on which something is on, each with at most four shifts; one that began earlier stands today."""
    days = groupby(shifts[:40], key=lambda shift: max(local(shift.starts_at).date(), on))
    return [(day, list(found)[:4]) for day, found in days if day < on + timedelta(days=WEEK)]


def figures_of(reading: QuerySet[Unit], on: date) -> list[PlanFigure]:
    """K2 of the plans that these units carry or in whose scope they stand; the plans are two."""
    units = reading.values("pk")
    found = plans.plans().filter(
        Q(holds(on, "carriers__during"), carriers__unit__in=units) | Q(holds(on, "scope_units__during"), scope_units__unit__in=units)
    )
    figures = []
    for plan in found.distinct():
        phases = plans.phases(plan)
        if phase := plans.phase_on(phases, on):
            target = targets_of([phase])[phase.pk].get("K2")
            figures.append(PlanFigure(plan, phase, measure_k2(plan, phase.during, at=local(timezone.now()), target=target)))
    return figures


@dataclass(frozen=True)
class Year:
    """A person's checked-in hours of a year: minutes by month (1–12), and turns."""

    year: int
    minutes: int
    turns: int
    months: list[tuple[int, int]]


def year_of(person: Person, year: int) -> Year:
    entries = ServiceHours.objects.filter(signup__person=person, on__year=year).order_by()
    months = dict(entries.annotate(month=ExtractMonth("on")).values_list("month").annotate(Sum("minutes")))
    turns = entries.values("signup").distinct().count()
    return Year(year, sum(months.values()), turns, [(month, months.get(month, 0)) for month in range(1, 13)])
