"""What waits for somebody at the desk today. Constant queries, whatever the number of rows."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from aoxanh.access.acting import Acting
from aoxanh.access.queries import permitted_units
from aoxanh.accounts.models import User
from aoxanh.activities import queries as activities
from aoxanh.activities.models import Activity, Campaign, Incident, Participation, Shift
from aoxanh.activities.policies.safety import handleable_incidents
from aoxanh.attendance.models import HoursClaim, ServiceHours
from aoxanh.attendance.queries.doubts import with_doubts
from aoxanh.attendance.queries.feedback import unsafe
from aoxanh.attendance.queries.lacking import AHEAD, lacking_now
from aoxanh.desk.queries import waiting
from aoxanh.desk.queries.waiting import Waiting, first
from aoxanh.documents.models import SigningKey
from aoxanh.documents.queries import ending_keys
from aoxanh.indicators.queries import Measurement, measure_k2, targets_of
from aoxanh.kit.dates import holds, local, today
from aoxanh.matching.models import Proposal
from aoxanh.matching.policies import manageable_proposals
from aoxanh.needs.models import Need, Report
from aoxanh.needs.policies import moderated_reports
from aoxanh.org.models import Unit
from aoxanh.people.models import DataRequest, DuplicatePair, Person, UnsettledMove
from aoxanh.people.policies import visible_pairs, visible_requests
from aoxanh.planning import queries as plans
from aoxanh.planning.models import Phase, Plan
from aoxanh.records.queries import Overdue, overdue, unrecorded

SHORT_DAYS = 3
WEEK = 7
ROWS, FEW = 6, 3
UNSAFE_DAYS = 60


@dataclass(frozen=True)
class PlanFigure:
    """K2 of a plan that the reader's unit carries or counts for."""

    plan: Plan
    phase: Phase
    k2: Measurement


@dataclass(frozen=True)
class Today:
    """The desk of a day. `grave`: the gravest incident that is not closed and in which life is in danger."""

    on: date
    lacking: Waiting[Shift]
    short: Waiting[Shift]
    incidents: Waiting[Incident]
    to_decide: Waiting[Activity]
    invitations: Waiting[Participation]
    contracts: Waiting[Campaign]
    keys: Waiting[SigningKey]
    returned: Waiting[Activity]
    reports: Waiting[Report]
    proposals: Waiting[Proposal]
    offers: Waiting[Shift]
    unanswered: Waiting[Activity]
    hours: Waiting[HoursClaim]
    requests: Waiting[DataRequest]
    pairs: Waiting[DuplicatePair]
    unsettled: Waiting[UnsettledMove]
    unsafe: Waiting[Activity]
    doubts: Waiting[Activity]
    stale: Waiting[Need]
    unrecorded: Waiting[Overdue]
    week: list[tuple[date, list[Shift]]]
    figures: list[PlanFigure]

    @property
    def tasks(self) -> int:
        """How many things wait; a pile of pairs is one thing to sit down to."""
        found = (value for value in vars(self).values() if isinstance(value, Waiting) and value is not self.pairs)
        return sum(waiting.count for waiting in found) + bool(self.pairs)

    @property
    def tomorrow(self) -> date:
        return self.on + timedelta(days=1)

    @property
    def grave(self) -> Incident | None:
        return next((incident for incident in self.incidents.rows if incident.severity == Incident.Severity.GRAVE), None)


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
    led = permitted("campaigns.manage").values("pk")
    return Today(
        on=on,
        lacking=first(lacking_now(worked), ROWS),
        short=first(waiting.short_first(later(activities.short_of_people(worked, days=SHORT_DAYS))), ROWS),
        incidents=first(waiting.gravest(acting.narrow(handleable_incidents(user))), FEW),
        to_decide=first(acting.narrow(activities.pending_approvals(user)), ROWS),
        invitations=first(waiting.invitations(led, on), FEW),
        contracts=first(waiting.contracts_ending(led, on), FEW),
        keys=first(ending_keys(permitted("keys.manage").values("pk"), at=timezone.now(), days=settings.KEY_SOON_DAYS), FEW),
        returned=first(mine.filter(status=Activity.Status.RETURNED).order_by("starts_at", "id"), FEW),
        reports=first(waiting.oldest_reports(acting.narrow(moderated_reports(user))), FEW),
        proposals=first(waiting.proposals_to_act_on(acting.narrow(manageable_proposals(user))), FEW),
        offers=first(waiting.shifts_with_people_waiting(organised), FEW),
        unanswered=first(waiting.unanswered(mine), FEW),
        hours=first(waiting.hours_to_verify(user, acting), FEW),
        requests=first(waiting.requests_due(visible_requests(user)), FEW),
        pairs=first(waiting.likeliest_pairs(visible_pairs(user, on)), 1),
        unsettled=first(unsettled_in(permitted("people.manage")), FEW),
        doubts=first(with_doubts(permitted("attendance.take")), FEW),
        unsafe=first(unsafe_lately(permitted("attendance.take")), FEW),
        stale=first(Need.objects.stale(on).filter(unit__in=published).select_related("unit", "area").order_by("confirmed_at", "id"), ROWS),
        unrecorded=Waiting(overdue(recorded, on, limit=ROWS), unrecorded(recorded, on).count()),
        week=week_of(activities.shifts_around(worked, days=WEEK), on),
        figures=figures_of(permitted("indicators.read"), on),
    )


def unsafe_lately(units: QuerySet[Unit]) -> QuerySet[Activity]:
    """Activities of the last weeks in which too few felt safe."""
    since = timezone.now() - timedelta(days=UNSAFE_DAYS)
    return unsafe(Activity.objects.filter(unit__in=units.values("pk"), ends_at__gt=since))


def later(shifts: QuerySet[Shift]) -> QuerySet[Shift]:
    """Without those that begin so soon that they stand first."""
    return shifts.filter(starts_at__gte=timezone.now() + AHEAD)


def unsettled_in(units: QuerySet[Unit]) -> QuerySet[UnsettledMove]:
    """Members of split units who stand in these until somebody says where they belong."""
    found = UnsettledMove.objects.filter(settled_at=None, after__unit__in=units.values("pk"))
    return found.select_related("before__unit", "after__unit", "after__person").order_by("after__person__sort_key", "id")


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
    entries = ServiceHours.objects.filter(person=person, on__year=year).order_by()
    months = dict(entries.annotate(month=ExtractMonth("on")).values_list("month").annotate(Sum("minutes")))
    turns = entries.filter(signup__isnull=False).values("signup").distinct().count()
    return Year(year, sum(months.values()), turns, [(month, months.get(month, 0)) for month in range(1, 13)])
