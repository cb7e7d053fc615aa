"""Whose waiting places, offers and wishes to swap are whose: one's own, those of one's children, and those that a key opens."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from aoxanh.accounts.models import User
from aoxanh.activities.keys import fits
from aoxanh.activities.models import Offer, Signup, Swap, Waiting
from aoxanh.people.queries.guardians import children_of


def at_hand(user: User | AnonymousUser) -> Q:
    if not user.is_authenticated:
        return Q(pk=None)
    return Q(person__user=user) | Q(person__in=children_of(user).values("pk"))


def by_key(pk: UUID, key: str) -> Q:
    """The row itself, for who has its link and while its person has no account."""
    return Q(pk=pk, person__user=None) if key and fits(pk, key) else Q(pk=None)


def offers_at_hand(user: User | AnonymousUser, pk: UUID, key: str = "") -> QuerySet[Offer]:
    """An offer to the user, to a child of theirs, or one whose link they hold."""
    rows = Offer.objects.filter(at_hand(user) | by_key(pk, key), pk=pk)
    return rows.select_related("person__user", "role", "signup", "by__person", "shift__activity__unit", "shift__activity__area")


def waitings_at_hand(user: User | AnonymousUser, pk: UUID, key: str = "") -> QuerySet[Waiting]:
    rows = Waiting.objects.filter(at_hand(user) | by_key(pk, key), pk=pk)
    return rows.select_related("person__user", "role", "signup", "shift__activity__unit", "shift__activity__area")


def swaps_at_hand(user: User | AnonymousUser) -> QuerySet[Swap]:
    return Swap.objects.filter(at_hand(user)).select_related("person", "have__shift__activity", "wanted__activity")


def keyed_passes(pk: UUID, key: str) -> QuerySet[Signup]:
    """The pass of somebody without an account, by the key in its link."""
    return Signup.objects.filter(by_key(pk, key)).select_related(
        "person__user", "role", "party", "shift__activity__unit", "shift__activity__area"
    )
