"""The holder of an account hears how it can be opened from now on: who was not at it themselves can still act."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from uuid_utils.compat import uuid7

from aoxanh.accounts.apps import AccountsConfig
from aoxanh.accounts.models import User
from aoxanh.notices.actions import tell

QUIET = {"accounts.device_signed_out", "accounts.devices_signed_out"}


def tell_holder(user: User, verb: str, was: str, **signal: Any) -> None:
    """A mail to the account's address, and to the one it has just lost; text messages carry codes only."""
    if verb in QUIET:
        return
    with override(user.language):
        what = AccountsConfig.verbs[verb]
        context = {"what": what, "link": settings.BASE_URL + reverse("accounts:security")}
        subject, body = (render_to_string(f"notices/mail/security_changed_{part}.txt", context) for part in ("subject", "body"))
    for address in sorted({user.email, was}):
        if "@" in address:
            tell(to=address, user=user, subject=subject, body=body, key=f"{verb} {uuid7()}")


def tell_of_link(sociallogin: Any, **signal: Any) -> None:
    """Who had an account before hears that another site opens it too."""
    if sociallogin.user.last_login:
        tell_holder(sociallogin.user, "accounts.link_added", "")
