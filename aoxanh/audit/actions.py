"""Writing the audit line of an action, in its transaction."""

from typing import Any
from uuid import UUID

from django.db.models import Model

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


def note_sign_in(user: User, **signal: Any) -> None:
    """Heard from allauth: accounts stand below the audit and cannot call it."""
    record("accounts.signed_in", user, by=user)
