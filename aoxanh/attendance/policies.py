"""Who may take attendance, and for which shifts."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, QuerySet

from aoxanh.access.queries import permitted_ids, permitted_units
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.lookup import HIDDEN, find_pass
from aoxanh.attendance.models import Doubt
from aoxanh.attendance.queries import passes
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit

PERMISSION = "attendance.take"


def taking_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Units whose attendance the user takes."""
    return permitted_units(user, PERMISSION, on=today())


def takeable_shifts(user: User | AnonymousUser) -> QuerySet[Shift]:
    """Shifts at which the user may check people in and out."""
    return Shift.objects.filter(activity__unit__in=permitted_ids(user, PERMISSION, on=today())).exclude(activity__status__in=HIDDEN)


def takeable_activities(user: User | AnonymousUser) -> QuerySet[Activity]:
    """Activities whose attendance the user takes, and whose ways of taking it the user sets."""
    return Activity.objects.filter(unit__in=permitted_ids(user, PERMISSION, on=today())).exclude(status__in=HIDDEN)


def readable_shifts(user: User | AnonymousUser) -> QuerySet[Shift]:
    """Shifts whose attendance the user may see."""
    return Shift.objects.filter(activity__in=readable_activities(user))


def readable_activities(user: User | AnonymousUser) -> QuerySet[Activity]:
    """Activities whose attendance the user may see."""
    return Activity.objects.filter(unit__in=permitted_ids(user, "attendance.read", on=today()))


def passes_at(user: User | AnonymousUser, shift_pk: UUID) -> QuerySet[Signup]:
    """Every pass, for one who may take this shift; none for others. A pass of another activity is found too, so that it can be named."""
    return passes().filter(Exists(takeable_shifts(user).filter(pk=shift_pk)))


def pass_at(user: User, shift_pk: UUID, *, key: str, value: object) -> Signup | None:
    """The same for one pass, found by its code or id: the read of a check-in, in one hand-written query."""
    return find_pass(user, shift_pk, permission=PERMISSION, key=key, value=value)


def decidable_doubts(user: User | AnonymousUser) -> QuerySet[Doubt]:
    """What an organiser may decide on the short list: where they take attendance."""
    return Doubt.objects.filter(shift__in=takeable_shifts(user))
