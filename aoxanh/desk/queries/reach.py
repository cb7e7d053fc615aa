"""Whose eyes reach where, on any day: what a grant of today lets its holder see of the tree as it was or will be."""

from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit

READ = "units.read"

# From the units of today's grants to those that carried on the same work on the day: predecessors whose succession lies ahead of it,
# successors whose succession lies behind, both of the same kind.
ROOTS = """
WITH RECURSIVE root(id, scope) AS (
    SELECT unit_id, scope FROM access_grant WHERE user_id = %s AND role = ANY(%s) AND during @> %s::date
    UNION
    SELECT other.id, root.scope FROM root
    JOIN org_unit own ON own.id = root.id
    JOIN org_succession s ON (s.successor_id = own.id AND s."on" > %s) OR (s.predecessor_id = own.id AND s."on" <= %s)
    JOIN org_unit other ON other.id = CASE WHEN s.successor_id = own.id THEN s.predecessor_id ELSE s.successor_id END
    WHERE other.kind = own.kind
)"""

BELOW = """, below(id) AS (
    SELECT id FROM root WHERE scope = 'subtree'
    UNION
    SELECT p.child_id FROM org_parentage p JOIN below ON p.parent_id = below.id WHERE p.during @> %s::date
) SELECT id FROM below UNION SELECT id FROM root"""
OWN = " SELECT id FROM root"


def root_ids(user: User | AnonymousUser, permission: str, *, on: date) -> RawSQL:
    """A subquery of the units at which the user's part of the tree began on the day."""
    return RawSQL(ROOTS + OWN, (user.pk, roles_with(permission), today(), on, on))  # noqa: S611 -- the text is ours, the values are parameters


def reach_ids(user: User | AnonymousUser, permission: str, *, on: date) -> RawSQL:
    """A subquery of the units of that day in which the user, by the grants of today, holds the permission."""
    return RawSQL(ROOTS + BELOW, (user.pk, roles_with(permission), today(), on, on, on))  # noqa: S611 -- the text is ours, the values are parameters


def reach(user: User | AnonymousUser, permission: str, *, on: date) -> QuerySet[Unit]:
    """Units that exist on the day and lie in the user's reach; none for who is signed out."""
    if not user.is_authenticated:
        return Unit.objects.none()
    return Unit.objects.filter(holds(on), pk__in=reach_ids(user, permission, on=on))


def roots(user: User | AnonymousUser, permission: str, *, on: date) -> QuerySet[Unit]:
    """Where the user's part of the tree begins on the day. One may stand under another."""
    if not user.is_authenticated:
        return Unit.objects.none()
    return Unit.objects.filter(holds(on), pk__in=root_ids(user, permission, on=on))


def within(ids: set[UUID], user: User | AnonymousUser, permission: str, *, on: date) -> set[UUID]:
    """Those of the ids that lie in the user's reach on the day."""
    return set(reach(user, permission, on=on).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
