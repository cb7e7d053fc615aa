"""Giving and withdrawing grants. Who holds a post is given what the post carries, for as long."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.access import policies
from aoxanh.access.models import Grant, Scope
from aoxanh.access.roles import ROLES, administrative
from aoxanh.accounts.actions import open_account
from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during, today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.notices.actions import tell
from aoxanh.org.models import Post, Unit


@transaction.atomic
def give(
    user: User,
    *,
    role: str,
    unit: Unit,
    scope: Scope,
    since: date,
    until: date | None = None,
    by: User | None,
    reason: str = "",
    request_id: UUID | None = None,
) -> Grant:
    """Give a role from `since` up to, not including, `until`. `by` None is the system, which holds everything and needs no reason.

    Sent twice with one `request_id`, which becomes the grant's id, it is given once. KeyError for an unknown role. Refuses with
    `empty_period`, `reason_missing`, `unit_ended`, `yourself`, `not_yours_to_give`, `already_given`.
    """
    ROLES[role]
    unit = lock(unit.pk)
    if request_id and (given := Grant.objects.filter(pk=request_id).first()):
        return given
    if until is not None and until <= since:
        raise Refused("empty_period", _("The grant would end before it begins. Choose a later last day."))
    refuse_ended_unit(unit, since)
    if by is not None:
        refuse_no_reason(reason)
        refuse_more_than_held(by, user, role, unit, scope)
    refuse_twice(user, role, unit, scope, since, until)
    facts: dict[str, Any] = {"pk": request_id} if request_id else {}
    grant = Grant.objects.create(
        user=user, unit=unit, role=role, scope=scope, during=during(since, until), given_by=by, reason=reason, **facts
    )
    record("access.given", grant, by=by, unit_id=unit.pk, role=role, scope=str(scope), **days_of(grant), reason=reason)
    return grant


@transaction.atomic
def give_to_address(address: str, *, unit: Unit, role: str, by: User, **facts: Any) -> Grant:
    """`give` to whoever signs in with the address, in the form that `accounts.addresses.normal` makes, and tell them so.

    Who never signed in gets an account; nothing says which of the two it was.
    """
    grant = give(open_account(address), unit=unit, role=role, by=by, **facts)
    with override(grant.user.language):
        told = {"role": ROLES[role].label, "unit": unit.name, "site": settings.BASE_URL}
        subject = _("Your role in %(unit)s: %(role)s") % told
        body = _("You were given the role “%(role)s” in %(unit)s. Sign in with this address at %(site)s") % told
    tell(to=address, user=grant.user, key=f"access.given:{grant.pk}", subject=subject, body=body)
    return grant


@transaction.atomic
def withdraw(grant: Grant, *, on: date, by: User | None, reason: str) -> Grant:
    """End a grant on the day: from then on it no longer holds. Everyone may give back their own.

    Refuses with `reason_missing`, `not_begun`, `already_ended`, `not_yours_to_withdraw`, `last_administrator`.
    """
    unit = lock(grant.unit_id)
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if by is not None:
        refuse_no_reason(reason)
        if grant.user_id != by.pk and not policies.may_give(by, grant.role, unit, grant.scope, on=today()):
            raise Refused("not_yours_to_withdraw", _("You may withdraw only what you may give. Ask an administrator of the level above."))
    period: Any = grant.during
    if period.lower is not None and on < period.lower:
        raise Refused("not_begun", _("The grant begins on %(day)s only. Choose that day or a later one.") % {"day": fulldate(period.lower)})
    if period.isempty:
        raise Refused("already_ended", _("The grant was withdrawn before it began."))
    if period.upper is not None and period.upper <= on:
        raise Refused("already_ended", _("The grant ended on %(day)s already.") % {"day": fulldate(period.upper)})
    if by is not None and administrative(grant.role) and policies.last_administrator(grant, on=on):
        raise Refused("last_administrator", last_sentence(unit))
    return end(grant, on=on, by=by, reason=reason)


def end(grant: Grant, *, on: date, by: User | None, reason: str) -> Grant:
    before = days_of(grant)["until"]
    grant.during = during(grant.during.lower, on)
    grant.save(update_fields=["during"])
    record("access.withdrawn", grant, by=by, unit_id=grant.unit_id, before=before, after=on.isoformat(), reason=reason)
    return grant


@transaction.atomic
def give_for_post(user: User, *, post: Post, since: date | None, until: date | None, appointment_id: UUID, by: User | None) -> Grant | None:
    """Open what a post carries for the account of its holder; None where the post carries no role, or its unit has ended.

    To be called when an appointment is made for a person whose record is claimed (`by`: who appoints), and when a record is claimed, once
    for each appointment of the person that has not ended (`by` None: what is given was decided with the appointment). A second call
    changes nothing. Who appoints to a post that carries a role must hold what it permits: refuses with `not_yours_to_give`.
    """
    if not post.role:
        return None
    unit = lock(post.unit_id)
    if given := Grant.objects.filter(source=appointment_id, user=user).first():
        return given
    if unit.during.upper is not None and unit.during.upper <= max(since or today(), today()):
        return None
    if by is not None:
        refuse_appointing_more_than_held(post, by=by)
    grant = Grant.objects.create(
        user=user,
        unit=unit,
        role=post.role,
        scope=post.role_scope,
        during=during(since, until),
        given_by=by,
        reason=post.title,
        source=appointment_id,
    )
    record("access.given", grant, by=by, unit_id=unit.pk, role=post.role, scope=post.role_scope, **days_of(grant), reason=post.title)
    return grant


def refuse_appointing_more_than_held(post: Post, *, by: User) -> None:
    """To be called where an officer makes a post or appoints to one, also while the person has no account yet: `not_yours_to_give`."""
    if post.role and not policies.may_give(by, post.role, post.unit, post.role_scope, on=today()):
        raise Refused("not_yours_to_give", _("This post carries a role that you do not hold. Ask an administrator of the level above."))


@transaction.atomic
def end_for_post(appointment_id: UUID, *, on: date, by: User | None, reason: str = "") -> int:
    """End the grants that follow from an appointment on the day; how many ended.

    To be called when an appointment ends or is taken back. A term that ends is a decision: the last administrator's ends too, and the level
    above names the next.
    """
    grants = [grant for grant in Grant.objects.select_for_update().filter(source=appointment_id) if runs_past(grant, on)]
    for grant in grants:
        end(grant, on=max(on, grant.during.lower or on), by=by, reason=reason)
    return len(grants)


def runs_past(grant: Grant, on: date) -> bool:
    return not grant.during.isempty and (grant.during.upper is None or grant.during.upper > on)


def lock(unit_id: UUID) -> Unit:
    """Grants of one unit are given and withdrawn one after the other."""
    return Unit.objects.select_for_update(no_key=True).get(pk=unit_id)


def days_of(grant: Grant) -> dict[str, str | None]:
    """The period as plain values."""
    since, until = grant.during.lower, grant.during.upper
    return {"since": since and since.isoformat(), "until": until and until.isoformat()}


def refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason_missing", _("Say why: it stands in the log beside your name."))


def refuse_ended_unit(unit: Unit, since: date) -> None:
    ended = unit.during.upper
    if ended is not None and ended <= max(since, today()):
        raise Refused(
            "unit_ended",
            _("%(unit)s ended on %(day)s. Give the grant in the unit that succeeds it.") % {"unit": unit.name, "day": fulldate(ended)},
        )


def refuse_more_than_held(by: User, user: User, role: str, unit: Unit, scope: str) -> None:
    if user.pk == by.pk:
        raise Refused("yourself", _("You cannot give yourself a grant. Ask another administrator."))
    if not policies.may_give(by, role, unit, scope, on=today()):
        facts = {"role": ROLES[role].label, "unit": unit.name}
        raise Refused(
            "not_yours_to_give",
            _("You do not hold all that “%(role)s” permits in %(unit)s, so you cannot give it. Ask an administrator of the level above.")
            % facts,
        )


def refuse_twice(user: User, role: str, unit: Unit, scope: str, since: date, until: date | None) -> None:
    reaching = [Scope.SUBTREE] if scope == Scope.SUBTREE else [Scope.UNIT, Scope.SUBTREE]
    if Grant.objects.filter(user=user, role=role, unit=unit, scope__in=reaching, during__overlap=during(since, until)).exists():
        raise Refused("already_given", _("This person already holds this role in %(unit)s during these days.") % {"unit": unit.name})


def last_sentence(unit: Unit) -> str:
    return _("This is the last administrator of %(unit)s. Give the role to another person first, then withdraw this one.") % {
        "unit": unit.name
    }
