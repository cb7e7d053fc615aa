"""Giving and withdrawing grants."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.access.models import Grant, Scope
from aoxanh.access.roles import ROLES
from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit


@transaction.atomic
def give(
    user: User, *, role: str, unit: Unit, scope: Scope, since: date, until: date | None = None, by: User | None, reason: str = ""
) -> Grant:
    """Give a role from `since` up to, not including, `until`. Refuses with `empty_period`; KeyError for an unknown role."""
    ROLES[role]
    if until is not None and until <= since:
        raise Refused("empty_period", _("The grant would end before it begins. Choose a later last day."))
    grant = Grant.objects.create(user=user, unit=unit, role=role, scope=scope, during=during(since, until), given_by=by, reason=reason)
    record("access.given", grant, by=by, unit_id=unit.pk, role=role, scope=str(scope), reason=reason)
    return grant


@transaction.atomic
def withdraw(grant: Grant, *, on: date, by: User, reason: str) -> Grant:
    """End a grant on the day: from then on it no longer holds. Refuses with `not_begun`, `already_ended`."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    period: Any = grant.during
    if period.lower is not None and on < period.lower:
        raise Refused("not_begun", _("The grant begins on %(day)s only. Choose that day or a later one.") % {"day": fulldate(period.lower)})
    if period.upper is not None and period.upper <= on:
        raise Refused("already_ended", _("The grant ended on %(day)s already.") % {"day": fulldate(period.upper)})
    grant.during = during(period.lower, on)
    grant.save(update_fields=["during"])
    record("access.withdrawn", grant, by=by, unit_id=grant.unit_id, reason=reason)
    return grant
