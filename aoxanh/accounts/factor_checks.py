"""Second steps and passkeys, checked by allauth; tries are counted as everywhere."""

from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from aoxanh.accounts.codes import HOUR, QUARTER
from aoxanh.accounts.models import User
from aoxanh.accounts.queries import CODE_TYPES
from aoxanh.kit.addresses import visitor_ip
from aoxanh.kit.limits import limit
from aoxanh.kit.refusals import Refused

TRIES_FOR_AN_ACCOUNT = 5  # A quarter of an hour: six digits change every half minute.
TRIES_AN_HOUR = 15
TRIES_FROM_A_NETWORK = 100  # A quarter of an hour.

STRANGE = (ValidationError, ValueError, TypeError, KeyError, AttributeError)  # What a made-up answer brings the library to say.


def check_code(request: HttpRequest, user: User, typed: str, *, again: bool = False) -> None:
    """Pass the second step by an app's code or a recovery code, which is spent by it. Refuses with `factor_wrong`, `too_many_tries`."""
    limit(f"factors {visitor_ip(request)}", times=TRIES_FROM_A_NETWORK, seconds=QUARTER)
    limit(f"factors {user.pk}", times=TRIES_FOR_AN_ACCOUNT, seconds=QUARTER)
    limit(f"factors hour {user.pk}", times=TRIES_AN_HOUR, seconds=HOUR)
    for found in Authenticator.objects.filter(user=user, type__in=CODE_TYPES):
        if is_code_of(found, typed):
            return post_authentication(request, found, reauthenticated=again)
    raise Refused("factor_wrong", _("The code is not right. An app shows a new one every half minute."))


def is_code_of(authenticator: Authenticator, typed: str) -> bool:
    """False also where the key is lost under which the secret lies: SECRET_KEY was changed without keeping the old one."""
    try:
        return bool(authenticator.wrap().validate_code(typed))
    except InvalidToken:
        return False


def check_passkey(request: HttpRequest, user: User | None, credential: dict[str, Any], *, again: bool = False) -> User:
    """Pass by a passkey: of this account, or, with None, of the account that the passkey names. Refuses with `passkey_wrong`."""
    limit(f"passkeys {visitor_ip(request)}", times=TRIES_FROM_A_NETWORK, seconds=QUARTER)
    try:
        webauthn.parse_authentication_response(credential)
        owner = user or webauthn.extract_user_from_response(credential)
        found = webauthn.complete_authentication(owner, credential)
    except STRANGE:
        raise passkey_wrong() from None
    post_authentication(request, found, reauthenticated=again, passwordless=user is None)
    return found.user


def passkey_wrong() -> Refused:
    return Refused("passkey_wrong", _("This passkey does not open an account here. Use another one, or have a code sent."))
