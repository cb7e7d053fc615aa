"""Second steps of an account: an app, passkeys, recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.actions.addresses import last_way
from aoxanh.accounts.models import User
from aoxanh.accounts.queries import factors_of, ways_in
from aoxanh.accounts.signals import changed
from aoxanh.kit.refusals import Refused

MOST_PASSKEYS = 10


@transaction.atomic
def turn_on_app(user: User, *, secret: str, code: str, by: User) -> Authenticator:
    """Ask an app's code from now on; `code` shows that the app has the secret. Refuses with `app_on`, `code_wrong`."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if factors_of(user).app:
        raise Refused("app_on", _("An app is set up already. Turn it off first to use another one."))
    if not validate_totp_code(secret, code):
        raise Refused("code_wrong", _("The code is not right. Look whether the clock of your phone is, then type the newest code."))
    app = TOTP.activate(user, secret).instance
    changed(user, "accounts.app_added")
    give_recovery_codes(user)
    return app


@transaction.atomic
def turn_off_app(user: User, *, by: User) -> None:
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()[0]:
        changed(user, "accounts.app_removed")
        drop_lone_recovery_codes(user)


@transaction.atomic
def add_passkey(user: User, *, name: str, credential: dict[str, Any], by: User) -> Authenticator:
    """Keep a passkey that the browser has just made for the account. Refuses with `too_many_passkeys`, `passkey_wrong`."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if len(factors_of(user).passkeys) >= MOST_PASSKEYS:
        raise Refused("too_many_passkeys", _("You have %(count)d passkeys. Remove one that you no longer use.") % {"count": MOST_PASSKEYS})
    try:
        webauthn.parse_registration_response(credential)
        is_verified = webauthn.complete_registration(credential).is_user_verified()
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        is_verified = False
    if not is_verified:
        raise Refused("passkey_wrong", _("The passkey was not made. Try again, on a device with a screen lock."))
    passkey = webauthn.WebAuthn.add(user, name, credential).instance
    changed(user, "accounts.passkey_added")
    give_recovery_codes(user)
    return passkey


@transaction.atomic
def remove_passkey(user: User, passkey: Authenticator, *, by: User) -> None:
    """Refuses with `last_way`."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not ways_in(user) - {f"passkey {passkey.pk}"}:
        raise last_way()
    passkey.delete()
    changed(user, "accounts.passkey_removed")
    drop_lone_recovery_codes(user)


@transaction.atomic
def renew_recovery_codes(user: User, *, by: User) -> Authenticator:
    """Another ten; those before are void. Refuses with `no_factor` where there is nothing to recover from."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not factors_of(user):
        raise Refused("no_factor", _("Recovery codes stand in for an app or a passkey. Set up one of them first."))
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(user).instance
    changed(user, "accounts.recovery_codes_renewed")
    return codes


def give_recovery_codes(user: User) -> None:
    """The first second step brings them along."""
    RecoveryCodes.activate(user)


def drop_lone_recovery_codes(user: User) -> None:
    if not factors_of(user):
        Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def drop_link(user: User, link: SocialAccount, *, by: User) -> None:
    """Let another site no longer open the account. Refuses with `last_way`."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not ways_in(user) - {f"link {link.pk}"}:
        raise last_way()
    link.delete()
    changed(user, "accounts.link_removed", provider=link.provider)
