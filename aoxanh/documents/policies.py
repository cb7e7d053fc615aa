"""Who enters, retires and revokes keys."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from aoxanh.access.queries import permitted_ids
from aoxanh.accounts.models import User
from aoxanh.documents.models import SigningKey
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit

MANAGE = "keys.manage"


def key_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units for which the user enters keys."""
    if not user.is_authenticated:
        return Unit.objects.none()
    return Unit.objects.filter(holds(today()), pk__in=permitted_ids(user, MANAGE, on=today(), former=False)).order_by("search_key", "id")


def manageable_keys(user: User | AnonymousUser) -> QuerySet[SigningKey]:
    """Keys, past and present, of the units for which the user keeps them."""
    if not user.is_authenticated:
        return SigningKey.objects.none()
    return SigningKey.objects.filter(unit_id__in=permitted_ids(user, MANAGE, on=today()))
