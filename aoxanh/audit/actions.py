"""Writing the audit line of an action, in its transaction."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from django.db.models import Model
from django.http import HttpRequest

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.audit.origin import acting_for, origin


def record(verb: str, subject: Model, *, by: User | None, unit_id: UUID | None = None, **details: Any) -> Line:
    """Note that `by` did `verb` to `subject` for the unit; `details` hold what was before and after, as plain JSON values.

    `verb` has its words in the `verbs` of the app's AppConfig. Where the act came from is filled in here.
    """
    return Line.objects.create(
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        by=by,
        unit_id=unit_id,
        details=details,
        acting_for=acting_for() if by else None,
        origin=origin(),
    )


def record_each(
    verb: str,
    subjects: Iterable[Model],
    *,
    by: User | None,
    unit_id: UUID | None = None,
    each: Callable[[Any], dict[str, Any]] = lambda subject: {},
    **details: Any,
) -> None:
    """The same for many subjects of one model, in one statement; `each` gives what differs from one to the next."""
    unit, source = acting_for() if by else None, origin()
    Line.objects.bulk_create(
        Line(
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            by=by,
            unit_id=unit_id,
            details=details | each(subject),
            acting_for=unit,
            origin=source,
        )
        for subject in subjects
    )


def note_sign_in(user: User, request: HttpRequest | None = None, **signal: Any) -> None:
    """Heard from allauth: accounts stand below the audit and cannot call it. The line says by which steps."""
    steps = [step["method"] for step in get_authentication_records(request, user)] if request else []
    record("accounts.signed_in", user, by=user, steps=steps)


def note_security(user: User, verb: str, details: dict[str, Any], **signal: Any) -> None:
    """Heard from `accounts`: how the account is opened has changed."""
    record(verb, user, by=user, **details)


def note_link(sociallogin: Any, **signal: Any) -> None:
    """Heard from allauth: another site opens the account from now on."""
    record("accounts.link_added", sociallogin.user, by=sociallogin.user, provider=sociallogin.account.provider)
