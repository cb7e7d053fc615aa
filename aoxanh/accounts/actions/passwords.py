"""Passwords, for who wants one. Setting, changing or removing one sends all other devices away."""

from django.db import transaction

from aoxanh.accounts.actions.sessions import forget_sessions
from aoxanh.accounts.models import User
from aoxanh.accounts.signals import changed


@transaction.atomic
def set_password(user: User, password: str, *, current: str | None, by: User) -> User:
    """Let the account be opened by a password too, one that its form has found good; `current` is the session that stays."""
    had = user.has_usable_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    forget_sessions(user, but=current)
    changed(user, "accounts.password_changed" if had else "accounts.password_set")
    return user


@transaction.atomic
def remove_password(user: User, *, current: str | None, by: User) -> User:
    """From now on codes, passkeys or another site alone open the account."""
    if not user.has_usable_password():
        return user
    user.set_unusable_password()
    user.save(update_fields=["password"])
    forget_sessions(user, but=current)
    changed(user, "accounts.password_removed")
    return user
