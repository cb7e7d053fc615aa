"""What the floors above hear of: they note it, and tell the holder."""

from django.dispatch import Signal

from aoxanh.accounts.models import User

security_changed = Signal()
"""Sent by actions, in their transaction: `user`, `verb` (one of the app's `verbs`), `details`, plain values without secrets, and `was`, the
address that the account has just lost, else ""."""


def changed(user: User, verb: str, *, was: str = "", **details: object) -> None:
    security_changed.send(User, user=user, verb=verb, details=details, was=was)
