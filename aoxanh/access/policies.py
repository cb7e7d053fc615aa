"""Who may give and withdraw which grants: nobody more than they hold themselves."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from aoxanh.access.models import Grant, Scope
from aoxanh.access.queries import permitted_units
from aoxanh.access.roles import ROLES
from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.org.queries import ancestors

MANAGE = "grants.manage"
FEW = 500
"""So many units are asked for one by one: the lines of a commune are then found by index, however long the log of the country is."""


def giving_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units in which the user gives grants, with their areas."""
    on = today()
    return permitted_units(user, MANAGE, on=on).filter(holds(on)).select_related("area__parent").order_by("search_key", "id")


def visible_grants(user: User | AnonymousUser) -> QuerySet[Grant]:
    """Grants, past and present, in the units in which the user gives them, and the user's own."""
    if not user.is_authenticated:
        return Grant.objects.none()
    return Grant.objects.filter(Q(unit__in=permitted_units(user, MANAGE, on=today())) | Q(user=user))


def held(user: User, unit: Unit, scope: str, *, on: date) -> frozenset[str]:
    """What the user may do in the unit on the day; with SUBTREE, in everything under it too."""
    at = Q(scope=Scope.SUBTREE, unit__in=ancestors(unit, on=on))
    if scope == Scope.UNIT:
        at |= Q(unit=unit)
    roles = Grant.objects.filter(holds(on), at, user=user).values_list("role", flat=True)
    return frozenset().union(*(ROLES[role].permits for role in roles))


def may_give(user: User, role: str, unit: Unit, scope: str, *, on: date) -> bool:
    """Whether the user gives grants in the unit and holds all that the role permits, as far as the grant would reach."""
    mine = held(user, unit, scope, on=on)
    return MANAGE in mine and ROLES[role].permits <= mine


def roles_to_give(user: User, unit: Unit, scope: str) -> list[str]:
    """Codes of the roles that the user may give in the unit today, in the order of the table."""
    mine = held(user, unit, scope, on=today())
    return [code for code, role in ROLES.items() if MANAGE in mine and role.permits <= mine]


def last_administrator(grant: Grant, *, on: date) -> bool:
    """Whether on the day nobody but this grant's holder would give grants in its unit by a grant of the unit itself."""
    return not others_administering(grant.unit_id, on=on).exclude(pk=grant.pk).exclude(user=grant.user_id).exists()


def others_administering(unit_id: UUID, *, on: date) -> QuerySet[Grant]:
    roles = [code for code, role in ROLES.items() if MANAGE in role.permits]
    return Grant.objects.filter(holds(on), unit=unit_id, role__in=roles, user__is_active=True)


def visible_lines(user: User | AnonymousUser) -> QuerySet[Line]:
    """Lines of the log about the units whose log the user reads, and what was done for them that is about no unit."""
    if not user.is_authenticated:
        return Line.objects.none()
    units: Any = permitted_units(user, "audit.read", on=today()).values_list("pk", flat=True)
    if len(first := list(units[: FEW + 1])) <= FEW:
        units = first
    return Line.objects.filter(Q(unit_id__in=units) | Q(unit_id=None, acting_for__in=units))
