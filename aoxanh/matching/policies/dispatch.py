"""Whose rounds of dispatch are whose, and who answers for what comes. Every view fetches through here."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from aoxanh.access.queries import permitted_ids, permitted_units
from aoxanh.accounts.models import User
from aoxanh.kit.dates import holds, today
from aoxanh.matching.models import Dispatch, Leg
from aoxanh.matching.queries.dispatch import with_names
from aoxanh.org.models import Unit

READ, MANAGE = "matching.read", "matching.manage"
ANSWERS = ("needs.publish", "activities.manage")


def visible_dispatches(user: User | AnonymousUser) -> QuerySet[Dispatch]:
    """Those of the units in which the user coordinates or reads how it is done."""
    return dispatches_with(user, READ)


def own_dispatches(user: User | AnonymousUser) -> QuerySet[Dispatch]:
    """Those that the user may change, send and call off."""
    return dispatches_with(user, MANAGE)


def changeable_dispatches(user: User | AnonymousUser) -> QuerySet[Dispatch]:
    """Drafts of theirs."""
    return own_dispatches(user).filter(status=Dispatch.Status.DRAFT)


def dispatches_with(user: User | AnonymousUser, permission: str) -> QuerySet[Dispatch]:
    if not user.is_authenticated:
        return Dispatch.objects.none()
    found = Dispatch.objects.filter(unit_id__in=permitted_ids(user, permission, on=today()))
    return found.select_related("unit", "created_by__person", "sent_by__person")


def may_dispatch(user: User | AnonymousUser, dispatch: Dispatch) -> bool:
    return own_dispatches(user).filter(pk=dispatch.pk).exists()


def coordinated_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units for which the user sends people."""
    on = today()
    return permitted_units(user, MANAGE, on=on).filter(holds(on)).select_related("area__parent").order_by("search_key", "id")


def incoming_legs(user: User | AnonymousUser) -> QuerySet[Leg]:
    """Legs of sent rounds to units for which the user answers."""
    if not user.is_authenticated:
        return Leg.objects.none()
    mine = Q(receiver_id__in=permitted_ids(user, ANSWERS[0], on=today())) | Q(receiver_id__in=permitted_ids(user, ANSWERS[1], on=today()))
    return with_names(Leg.objects.filter(mine, dispatch__status=Dispatch.Status.SENT))
