"""Rows that wait for one reason, with the count of all of them, in one query each."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce
from django.utils import timezone

from aoxanh.access.acting import Acting
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Campaign, Contract, Incident, Offer, Participation, Shift, Signup
from aoxanh.activities.models import Waiting as Place
from aoxanh.activities.queries.campaigns import ending_soon
from aoxanh.attendance.models import HoursClaim
from aoxanh.attendance.verifying import decidable, visible_claims
from aoxanh.matching.models import Proposal
from aoxanh.needs.models import Report
from aoxanh.org.models import Unit
from aoxanh.people.models import DataRequest, DuplicatePair
from aoxanh.people.queries.requests import waiting as under_way
from aoxanh.people.queries.twins import open_pairs

SOON = timedelta(hours=6)
ANSWERS_KEPT = timedelta(days=14)


@dataclass(frozen=True)
class Waiting[Row]:
    """The first few rows, and how many there are in all."""

    rows: list[Row] = field(default_factory=list)
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.count)

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def first[Row: Any](rows: QuerySet[Row], limit: int) -> Waiting[Row]:
    """The first rows; each carries the count of all, so that one query says both."""
    found = list(rows.annotate(of_all=Window(Count("pk")))[:limit])
    return Waiting(found, found[0].of_all if found else 0)


def short_first(shifts: QuerySet[Shift]) -> QuerySet[Any]:
    """Those that cannot run with so few come first, then the soonest."""
    below = Case(When(taken__lt=F("least"), then=Value(0)), default=Value(1), output_field=IntegerField())
    return shifts.annotate(turn=below).order_by("turn", "starts_at", "id")


def gravest(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Those not closed, the gravest first; new ones before those being dealt with."""
    unclosed = incidents.exclude(status=Incident.Status.CLOSED).select_related("unit", "activity")
    new_first = Case(When(status=Incident.Status.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return unclosed.order_by("-severity", new_first, "reported_at", "id")


def oldest_reports(reports: QuerySet[Report]) -> QuerySet[Report]:
    """What citizens reported and nobody has looked at."""
    return reports.filter(state=Report.State.PENDING).order_by("at", "id")


def proposals_to_act_on(proposals: QuerySet[Proposal]) -> QuerySet[Any]:
    """Solved ones that wait to be sent, and sent ones whose refusals nobody has filled since; with `asked`, `agreed` and `refused`."""
    of_it = Offer.objects.filter(proposal_id=OuterRef("pk")).order_by().values("proposal_id")

    def counted(*answers: str) -> Coalesce:
        some = of_it.filter(answer__in=answers) if answers else of_it
        return Coalesce(Subquery(some.annotate(n=Count("pk")).values("n")), 0)

    now = timezone.now()
    ready = Q(status=Proposal.Status.READY, ends_on__gte=timezone.localdate())
    sent = Q(status=Proposal.Status.PUBLISHED, published_at__gt=now - ANSWERS_KEPT, ends_on__gte=timezone.localdate(), refused__gt=0)
    counts = {
        "asked": counted(),
        "agreed": counted(Offer.Answer.ACCEPTED),
        "refused": counted(Offer.Answer.DECLINED, Offer.Answer.LAPSED),
    }
    open_ones = proposals.annotate(**counts).filter(ready | (sent & ~Exists(Proposal.objects.filter(base=OuterRef("pk")))))
    return open_ones.order_by("starts_on", "id")


def shifts_with_people_waiting(units: QuerySet[Unit, Any]) -> QuerySet[Any]:
    """Shifts ahead with people who wait (`queue`), or with offers that end within hours (`ending`, the first at `ends_next`)."""
    now = timezone.now()
    queue = Place.objects.filter(shift=OuterRef("pk"), status__in=Place.OPEN).order_by().values("shift").annotate(n=Count("pk"))
    offers = Offer.objects.filter(shift=OuterRef("pk"), answer="", until__gt=now, until__lt=now + SOON).order_by().values("shift")
    ahead = Shift.objects.filter(activity__unit__in=units, activity__status=Activity.Status.OPEN, starts_at__gt=now)
    counted = ahead.annotate(
        queue=Coalesce(Subquery(queue.values("n")), 0),
        ending=Coalesce(Subquery(offers.annotate(n=Count("pk")).values("n")), 0),
        ends_next=Subquery(offers.annotate(at=Min("until")).values("at")),
    )
    return counted.filter(Q(queue__gt=0) | Q(ending__gt=0)).select_related("activity__unit").order_by("starts_at", "id")


def unanswered(activities: QuerySet[Activity]) -> QuerySet[Any]:
    """Activities with new days whose people have not all said whether they still come: `silent` of them, until `until`."""
    silent = Signup.objects.filter(
        shift__activity=OuterRef("pk"), status=Signup.Status.CONFIRMED, asked_at__isnull=False, answered_at=None
    ).order_by()
    each = silent.values("shift__activity")
    counted = activities.filter(status=Activity.Status.OPEN, ends_at__gt=timezone.now()).annotate(
        silent=Coalesce(Subquery(each.annotate(n=Count("pk")).values("n")), 0),
        until=Subquery(each.annotate(at=Min("answer_until")).values("at")),
    )
    return counted.filter(silent__gt=0).order_by("starts_at", "id")


def hours_to_verify(user: User, acting: Acting) -> QuerySet[HoursClaim]:
    """Corrections and reported hours that wait for this user, the oldest first."""
    return decidable(acting.narrow(visible_claims(user)), user).order_by("at", "id")


def invitations(units: QuerySet[Unit, Any], on: date) -> QuerySet[Participation]:
    """Campaigns of others to which these units were asked and have not said whether they take part, the first to begin first."""
    asked = Participation.objects.filter(unit__in=units, answered_at=None, declined_at=None).exclude(campaign__unit__in=units)
    going = asked.filter(campaign__status=Campaign.Status.OPEN, campaign__during__endswith__gt=on)
    return going.select_related("campaign__unit", "unit").order_by("campaign__during", "id")


def contracts_ending(units: QuerySet[Unit, Any], on: date) -> QuerySet[Any]:
    """Programmes of these units in which contracts end soon: `ending` of them, the first at `ends_next`."""
    soon = ending_soon(on, settings.CONTRACT_SOON_DAYS)
    each = Contract.objects.filter(soon, campaign=OuterRef("pk")).order_by().values("campaign")
    programmes = Campaign.objects.filter(unit__in=units, form=Campaign.Form.PROGRAMME, status=Campaign.Status.OPEN)
    counted = programmes.annotate(
        ending=Coalesce(Subquery(each.annotate(n=Count("pk")).values("n")), 0),
        ends_next=Subquery(each.annotate(at=Min("during__endswith")).values("at")),
    )
    return counted.filter(ending__gt=0).order_by("ends_next", "id")


def requests_due(requests: QuerySet[DataRequest]) -> QuerySet[Any]:
    """What people asked about their data, by what is due."""
    found: QuerySet[Any] = under_way(requests)
    return found.order_by("due", "carry_due", "id")


def likeliest_pairs(pairs: QuerySet[DuplicatePair]) -> QuerySet[DuplicatePair]:
    """Records that may be of one person."""
    return open_pairs(pairs).order_by("-score", "id")
