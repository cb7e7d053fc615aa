"""Whose activities are whose. Every view fetches through here."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from aoxanh.access.queries import permitted_ids, permitted_units
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, ActivityQuerySet, Signup
from aoxanh.activities.queries.desk import overseen, pending_approvals
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit


def visible_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """The public ones, and all of the units whose activities the user may read or manage."""
    if not user.is_authenticated:
        return Activity.objects.public()
    return Activity.objects.filter(Q(status__in=Activity.PUBLIC) | within(user, "activities.read") | within(user, "activities.manage"))


def readable_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """Those that the user may open at the desk, with the names of who signed up."""
    if not user.is_authenticated:
        return Activity.objects.none()
    return Activity.objects.filter(within(user, "activities.read") | within(user, "activities.manage"))


def manageable_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """Those of the units for which the user organises."""
    if not user.is_authenticated:
        return Activity.objects.none()
    return Activity.objects.filter(within(user, "activities.manage"))


def approvable_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """Those that wait for this user's decision: never of the unit for which the user approves, never the user's own."""
    return pending_approvals(user)


def overseen_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """Those on which the user decides, whatever their state."""
    return overseen(user)


def managed_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units for which the user organises, with their areas."""
    on = today()
    found = permitted_units(user, "activities.manage", on=on).filter(holds(on))
    return found.select_related("area__parent").order_by("search_key", "id")


def may_manage(user: User | AnonymousUser, activity: Activity) -> bool:
    return manageable_activities(user).filter(pk=activity.pk).exists()


def may_approve(user: User | AnonymousUser, activity: Activity) -> bool:
    return approvable_activities(user).filter(pk=activity.pk).exists()


def own_signups(user: User | AnonymousUser) -> QuerySet[Signup]:
    """The user's sign-ups with their activity and unit, cancelled ones too."""
    if not user.is_authenticated:
        return Signup.objects.none()
    return Signup.objects.filter(person__user=user).select_related("person", "shift__activity__unit", "shift__activity__area")


def within(user: User | AnonymousUser, permission: str) -> Q:
    return Q(unit_id__in=permitted_ids(user, permission, on=today()))
