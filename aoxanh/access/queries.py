"""In which units a user holds a permission."""

from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from aoxanh.access.models import Grant
from aoxanh.access.roles import ROLES, roles_with
from aoxanh.accounts.models import User
from aoxanh.kit.dates import holds
from aoxanh.org.models import Unit
from aoxanh.org.queries import FORMER

STANDING = """
WITH RECURSIVE granted AS (
    SELECT unit_id, scope FROM access_grant WHERE user_id = %s AND role = ANY(%s) AND during @> %s::date
), below(id) AS (
    SELECT unit_id FROM granted WHERE scope = 'subtree'
    UNION
    SELECT p.child_id FROM org_parentage p JOIN below ON p.parent_id = below.id WHERE p.during @> %s::date
), standing AS (
    SELECT id FROM below UNION SELECT unit_id FROM granted WHERE scope = 'unit'
)"""

THESE = " SELECT id FROM standing"


def permitted_ids(user: User | AnonymousUser, permission: str, *, on: date, former: bool = True) -> RawSQL:
    """A subquery of the ids of units in which the user holds the permission on the day, under the tree of that day.

    With `former`, of the units too that ended and whose main successor is one of these: their papers are finished by who carries them on.
    Choices for something new take those that `holds(on)`.
    """
    given = (user.pk, roles_with(permission), on, on)
    if not former:
        return RawSQL(STANDING + THESE, given)  # noqa: S611 -- the text is ours, the values are parameters
    return RawSQL(STANDING + FORMER, (*given, on))  # noqa: S611


def permitted_units(user: User | AnonymousUser, permission: str, *, on: date) -> QuerySet[Unit]:
    """Units in which the user holds the permission on the day, see `permitted_ids`. Nobody holds anything while signed out."""
    if not user.is_authenticated:
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=permitted_ids(user, permission, on=on))


def own_grants(user: User | AnonymousUser, *, on: date) -> QuerySet[Grant]:
    """The user's grants on the day in units that exist then, with their units, the oldest first."""
    if not user.is_authenticated:
        return Grant.objects.none()
    return Grant.objects.filter(holds(on), holds(on, "unit__during"), user=user).select_related("unit").order_by("id")


def permissions(user: User | AnonymousUser, *, on: date) -> frozenset[str]:
    """Everything the user may do somewhere on the day; menus hide the rest."""
    return frozenset().union(*(ROLES[grant.role].permits for grant in own_grants(user, on=on)))


def may(user: User | AnonymousUser, permission: str, unit_id: UUID, *, on: date) -> bool:
    """Whether the user holds the permission in the unit on the day."""
    return permitted_units(user, permission, on=on).filter(pk=unit_id).exists()
