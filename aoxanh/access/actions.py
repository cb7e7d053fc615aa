"""Giving and withdrawing grants."""

from datetime import date
from typing import Any

from django.db import transaction

from aoxanh.access.models import Grant, Scope
from aoxanh.access.roles import ROLES
from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during
from aoxanh.org.models import Unit


@transaction.atomic
def give(
    user: User, *, role: str, unit: Unit, scope: Scope, since: date, until: date | None = None, by: User | None, reason: str = ""
) -> Grant:
    """Give a role from `since` up to, not including, `until`. Raises KeyError for a role that `access.roles` lacks."""
    ROLES[role]
    grant = Grant.objects.create(user=user, unit=unit, role=role, scope=scope, during=during(since, until), given_by=by, reason=reason)
    record("access.given", grant, by=by, unit_id=unit.pk, role=role, scope=str(scope), reason=reason)
    return grant


@transaction.atomic
def withdraw(grant: Grant, *, on: date, by: User, reason: str) -> Grant:
    """End a grant on the day: from then on it no longer holds."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    period: Any = grant.during
    grant.during = during(period.lower, on)
    grant.save(update_fields=["during"])
    record("access.withdrawn", grant, by=by, unit_id=grant.unit_id, reason=reason)
    return grant
