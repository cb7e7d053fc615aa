"""Signing in by password: slowed per account and per address, and silent about which accounts exist."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password
from django.http import HttpRequest
from django.utils.translation import gettext as _

from aoxanh.accounts.addresses import kind_of
from aoxanh.accounts.codes import HOUR, QUARTER, fingerprint
from aoxanh.accounts.models import User
from aoxanh.kit.addresses import visitor_ip
from aoxanh.kit.limits import limit
from aoxanh.kit.refusals import Refused

TRIES_FROM_ONE_PLACE = 5  # A quarter of an hour, for one account: its holder elsewhere goes on trying.
TRIES_FOR_AN_ACCOUNT = 30  # An hour. Codes still come.
TRIES_FROM_A_NETWORK = 100  # A quarter of an hour.


def owner(request: HttpRequest, address: str, password: str) -> User:
    """Whose password it is. Refuses with `password_wrong`, `too_many_tries`; for an unknown address in the same time."""
    slow_down(request, fingerprint(address))
    user = User.objects.filter(**{kind_of(address): address}).first()
    if not check_password(password, user.password if user else UNUSABLE_PASSWORD_PREFIX) or not user:
        raise wrong_with(_("The address or the password is not right. A code lets you in as well."))
    return user


def check(request: HttpRequest, user: User, password: str) -> None:
    """The same of somebody who is signed in already."""
    slow_down(request, str(user.pk))
    if not check_password(password, user.password):
        raise wrong_with(_("The password is not right."))


def slow_down(request: HttpRequest, account: str) -> None:
    place = visitor_ip(request)
    limit(f"passwords {place}", times=TRIES_FROM_A_NETWORK, seconds=QUARTER)
    limit(f"passwords {place} {account}", times=TRIES_FROM_ONE_PLACE, seconds=QUARTER)
    limit(f"passwords {account}", times=TRIES_FOR_AN_ACCOUNT, seconds=HOUR)


def wrong_with(text: str) -> Refused:
    return Refused("password_wrong", text)
