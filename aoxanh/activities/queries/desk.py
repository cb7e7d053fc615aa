"""What organisers and approvers see at the desk."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, Case, Count, F, IntegerField, Min, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Extract
from django.utils import timezone

from aoxanh.access.models import Grant, Scope
from aoxanh.access.queries import permitted_ids
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, ActivityQuerySet, Shift
from aoxanh.activities.queries.lists import with_places
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.org.queries import ancestors

Status = Activity.Status
APPROVE = "activities.approve"


def overseen(user: User | AnonymousUser) -> ActivityQuerySet:
    """Activities on which the user decides: of units under the one for which the user approves, and not made by the user.

    A unit never approves its own, unless its kind is among SELF_APPROVING_UNIT_KINDS.
    """
    if not user.is_authenticated:
        return Activity.objects.none()
    own = Grant.objects.filter(holds(today()), user=user, role__in=roles_with(APPROVE)).values("unit")
    theirs = ~Q(unit__in=own) | Q(unit__kind__in=settings.SELF_APPROVING_UNIT_KINDS)
    return Activity.objects.filter(theirs, unit_id__in=permitted_ids(user, APPROVE, on=today())).exclude(created_by=user)


def pending_approvals(user: User | AnonymousUser) -> ActivityQuerySet:
    """Those that wait for this user's decision, the soonest first."""
    return overseen(user).filter(status=Status.SUBMITTED).select_related("unit", "area__parent").order_by("starts_at", "id")


def approvers_of(unit: Unit) -> QuerySet[User]:
    """The accounts that decide on the unit's activities today."""
    above = ancestors(unit, on=today())
    if unit.kind not in settings.SELF_APPROVING_UNIT_KINDS:
        above = above.exclude(pk=unit.pk)
    grants = Grant.objects.filter(holds(today()), role__in=roles_with(APPROVE), unit__in=above, scope=Scope.SUBTREE)
    return User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("email")


def short_of_people(units: Iterable[UUID] | QuerySet[Unit, Any], *, days: int = 7) -> QuerySet[Shift]:
    """Shifts of open activities of these units that begin within so many days and still have places, the soonest first."""
    now = timezone.now()
    soon = Shift.objects.filter(starts_at__gt=now, starts_at__lt=now + timedelta(days=days), taken__lt=F("places"))
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
        submitted=Count("pk", filter=Q(status=Status.SUBMITTED)),
        returned=Count("pk", filter=Q(status=Status.RETURNED)),
        drafts=Count("pk", filter=Q(status=Status.DRAFT)),
        unrecorded=Count("pk", filter=Q(status=Status.CLOSED) | Q(status=Status.OPEN, ends_at__lte=now)),
        next_at=Min("starts_at", filter=Q(status=Status.OPEN, starts_at__gt=now)),
    )
