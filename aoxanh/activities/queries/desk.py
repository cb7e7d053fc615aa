"""What organisers and approvers see at the desk."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Case, Count, IntegerField, Min, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Extract
from django.utils import timezone

from aoxanh.activities.models import OPEN_PLACES, Activity, Shift
from aoxanh.activities.queries.lists import with_places
from aoxanh.org.models import Unit

Status = Activity.Status


def short_of_people(units: Iterable[UUID] | QuerySet[Unit, Any], *, days: int = 7) -> QuerySet[Shift]:
    """Shifts of open activities of these units that begin within so many days and still have places, the soonest first."""
    now = timezone.now()
    soon = Shift.objects.filter(starts_at__gt=now, starts_at__lt=now + timedelta(days=days), taken__lt=OPEN_PLACES)
    mine = soon.filter(activity__unit__in=units, activity__status=Status.OPEN)
    return mine.select_related("activity__unit", "activity__area").order_by("starts_at", "id")


def shifts_around(units: Iterable[UUID] | QuerySet[Unit, Any], *, days: int = 7) -> QuerySet[Shift]:
    """Shifts of open activities of these units that end from now on and begin within so many days, the soonest first."""
    now = timezone.now()
    soon = Shift.objects.filter(ends_at__gt=now, starts_at__lt=now + timedelta(days=days), activity__status=Status.OPEN)
    return soon.filter(activity__unit__in=units).select_related("activity__unit", "activity__area").order_by("starts_at", "id")


GROUPS = (
    Status.RETURNED,
    Status.POSTPONED,
    Status.DRAFT,
    Status.SUBMITTED,
    Status.ENDORSED,
    Status.OPEN,
    Status.CLOSED,
    Status.RECORDED,
    Status.CANCELLED,
    Status.WITHDRAWN,
)
"""The order in which the desk lists activities: first what waits for the organiser."""


def desk_activities(activities: QuerySet[Activity]) -> QuerySet[Any]:
    """Activities with `group` (what waits first; see GROUPS) and `turn`: the soonest first where work is ahead, else the latest.

    Open ones that are over stand with the closed ones. Page them by ("group", "turn", "id").
    """
    over = Q(status=Status.OPEN, ends_at__lte=timezone.now())
    ranks = [When(over, then=Value(GROUPS.index(Status.CLOSED))), *(When(status=s, then=Value(n)) for n, s in enumerate(GROUPS))]
    seconds = Cast(Extract(Coalesce("starts_at", "created_at"), "epoch"), BigIntegerField())
    return (
        with_places(activities)
        .select_related("unit", "area")
        .annotate(
            group=Case(*ranks, default=Value(len(GROUPS)), output_field=IntegerField()),
            turn=Case(
                When(over | Q(status__in=GROUPS[GROUPS.index(Status.CLOSED) :]), then=-seconds),
                default=seconds,
                output_field=BigIntegerField(),
            ),
        )
    )


def unit_counts(activities: QuerySet[Activity]) -> dict[str, Any]:
    """How many are open and ahead, wait for a decision, were returned, are over and not yet recorded; and the first day ahead."""
    now = timezone.now()
    ahead = Q(status=Status.OPEN, ends_at__gt=now)
    return activities.order_by().aggregate(
        open=Count("pk", filter=ahead),
        submitted=Count("pk", filter=Q(status__in=(Status.SUBMITTED, Status.ENDORSED))),
        postponed=Count("pk", filter=Q(status=Status.POSTPONED)),
        returned=Count("pk", filter=Q(status=Status.RETURNED)),
        drafts=Count("pk", filter=Q(status=Status.DRAFT)),
        unrecorded=Count("pk", filter=Q(status=Status.CLOSED) | Q(status=Status.OPEN, ends_at__lte=now)),
        next_at=Min("starts_at", filter=Q(status=Status.OPEN, starts_at__gt=now)),
    )
