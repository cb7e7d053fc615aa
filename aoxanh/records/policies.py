"""Who writes records, who declares work, who reads them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from aoxanh.access.queries import permitted_units
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.org.queries import ancestors
from aoxanh.records.models import DeclaredWork, Record


def writing_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Units whose results the user records."""
    return permitted_units(user, "records.write", on=today())


def reading_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Units whose records the user follows."""
    return permitted_units(user, "records.read", on=today())


def declaring_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Units for which the user declares work that was not on the portal."""
    return permitted_units(user, "work.declare", on=today()).order_by("name")


def withdrawable_works(user: User | AnonymousUser) -> QuerySet[DeclaredWork]:
    """Declarations of the units for which the user declares."""
    return DeclaredWork.objects.filter(unit__in=declaring_units(user))


def turnable_works(user: User | AnonymousUser) -> QuerySet[DeclaredWork]:
    """Declarations that the user may turn into records: who declares for the unit and records its results."""
    return withdrawable_works(user).filter(unit__in=writing_units(user))


def reopenable_activities(user: User | AnonymousUser) -> QuerySet[Activity]:
    """Recorded activities whose results the user may open again."""
    return Activity.objects.filter(unit__in=permitted_units(user, "records.reopen", on=today()), status=Activity.Status.RECORDED)


def opens_from_above(user: User | AnonymousUser, unit: Unit) -> bool:
    """Whether the user may do so for a unit that stands above this one."""
    higher = ancestors(unit, on=today()).exclude(pk=unit.pk)
    return permitted_units(user, "records.reopen", on=today()).filter(pk__in=higher.values("pk")).exists()


def recordable_activities(user: User | AnonymousUser) -> QuerySet[Activity]:
    """Activities whose record the user writes: those that were open to people."""
    was_open = [Activity.Status.OPEN, Activity.Status.CLOSED, Activity.Status.RECORDED]
    return Activity.objects.filter(unit__in=writing_units(user), status__in=was_open)


def readable_activities(user: User | AnonymousUser) -> QuerySet[Activity]:
    """Activities whose record page the user may open, to write or to read."""
    return Activity.objects.filter(unit__in=reading_units(user))


def may_write(user: User | AnonymousUser, activity: Activity) -> bool:
    return recordable_activities(user).filter(pk=activity.pk).exists()


def writable_records(user: User | AnonymousUser) -> QuerySet[Record]:
    return Record.objects.filter(activity__in=recordable_activities(user))
