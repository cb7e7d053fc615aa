"""Whose needs are whose. Every view fetches through here."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from aoxanh.access.queries import permitted_ids, permitted_units
from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.needs.models import Contact, Need, NeedQuerySet, Report
from aoxanh.needs.queries import with_places
from aoxanh.org.models import Unit


def publishable_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units in whose name the user may publish needs, with their areas."""
    on = today()
    return (
        permitted_units(user, "needs.publish", on=on)
        .filter(during__contains=on)
        .select_related("area__parent")
        .order_by("search_key", "id")
    )


def may_publish(user: User | AnonymousUser, unit: Unit) -> bool:
    return publishable_units(user).filter(pk=unit.pk).exists()


def visible_needs(user: User | AnonymousUser) -> NeedQuerySet:
    """The needs that the user sees at the desk: of the units whose needs the user may read."""
    return needs_where(user, "needs.read")


def manageable_needs(user: User | AnonymousUser) -> NeedQuerySet:
    """Those that the user may confirm and close."""
    return needs_where(user, "needs.publish")


def may_manage(user: User | AnonymousUser, need: Need) -> bool:
    return manageable_needs(user).filter(pk=need.pk).exists()


def needs_where(user: User | AnonymousUser, permission: str) -> NeedQuerySet:
    if not user.is_authenticated:
        return Need.objects.none()
    return with_places(Need.objects.filter(unit_id__in=permitted_ids(user, permission, on=today())))


def moderated_reports(user: User | AnonymousUser) -> QuerySet[Report]:
    """Reports of citizens that the user looks at. Nobody else ever sees one, and a name or number least of all."""
    if not user.is_authenticated:
        return Report.objects.none()
    units = permitted_ids(user, "needs.publish", on=today())
    return Report.objects.filter(unit_id__in=units).select_related("unit", "area__parent", "need", "decided_by__person")


def sees_contact(user: User | AnonymousUser, contact: Contact, *, has_place: bool) -> bool:
    """Whether the reader of the public page may know whom to call; `has_place`: they have one in an activity that answers the need."""
    match contact.shown_to:
        case Contact.Shown.EVERYONE:
            return True
        case Contact.Shown.SIGNED_IN:
            return user.is_authenticated
        case Contact.Shown.PLACED:
            return user.is_authenticated and has_place
    return False
