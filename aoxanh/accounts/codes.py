"""Codes of six digits that prove an address, by mail or text message. A code is good in the browser that asked for it only.

Tries are counted in the database, so that guesses sent side by side all count.
"""

import time
from typing import Any, Literal

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import compare_user_code
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.accounts.actions import open_account
from aoxanh.accounts.addresses import Kind, kind_of, shown
from aoxanh.accounts.models import User
from aoxanh.kit.addresses import visitor_ip
from aoxanh.kit.limits import limit, tries
from aoxanh.kit.refusals import Refused

type Purpose = Literal["enter", "confirm", "address", "claim", "guest"]

QUARTER, HOUR = 15 * 60, 60 * 60
CODES_FROM_ONE_PLACE = 5  # A quarter of an hour, for one address: who knows someone's address cannot lock them out from elsewhere.
CODES_FOR_AN_ADDRESS = 15  # An hour.
CODES_FROM_A_NETWORK = 150  # A quarter of an hour: a school or a phone company shows one network address for many people.
TRIES_FROM_A_NETWORK = 300  # A quarter of an hour.


class Code:
    """A code that this browser asked for, good, expired or spent. It lies in the session, by what it is for.

    `user_id` is the account that it lets in; with None it lets in nobody, which looks the same.
    """

    def __init__(self, request: HttpRequest, purpose: Purpose, state: dict[str, Any]) -> None:
        self.request, self.purpose, self.state = request, purpose, state

    @property
    def to(self) -> str:
        return str(self.state["to"])

    @property
    def shown_to(self) -> str:
        return shown(self.to)

    @property
    def kind(self) -> Kind:
        return kind_of(self.to)

    @property
    def user_id(self) -> str | None:
        return self.state["user"]

    @property
    def fault(self) -> Refused | None:
        """Why typing the code cannot help any more."""
        if self.state["is_spent"]:
            return spent()
        return expired() if self.is_expired else None

    @property
    def is_expired(self) -> bool:
        return bool(time.time() - self.state["at"] > app_settings.LOGIN_BY_CODE_TIMEOUT)

    def send(self) -> None:
        """Send another code; the one before is void. Refuses with `too_many_tries`."""
        ration(self.request, self.to)
        self.write()

    def write(self) -> None:
        """Make a code and hand it to the outbox; who may not come in is told so instead."""
        adapter = get_adapter(self.request)
        code = adapter.generate_login_code() if self.user_id else ""
        self.keep(code=code, at=time.time(), is_spent=False)
        adapter.send_code(self.to, code)

    def check(self, typed: str) -> None:
        """Count a try; refuse with `code_wrong`, `code_spent`, `code_expired` or `too_many_tries`."""
        limit(f"tries {visitor_ip(self.request)}", times=TRIES_FROM_A_NETWORK, seconds=QUARTER)
        if self.is_expired:
            raise expired()
        count, _since = tries(f"code {fingerprint(self.to)} {self.state['at']}", seconds=HOUR)
        most = app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS
        if self.state["is_spent"] or count > most:
            self.spend()
            raise spent()
        if not (self.user_id and compare_user_code(actual=typed, expected=self.state["code"])):
            if count < most:
                raise wrong(most - count)
            self.spend()
            raise spent()

    def spend(self) -> None:
        self.keep(is_spent=True, code="")

    def keep(self, **facts: Any) -> None:
        self.state.update(facts)
        self.request.session[key_of(self.purpose)] = self.state

    def forget(self) -> None:
        self.request.session.pop(key_of(self.purpose), None)


def send(request: HttpRequest, address: str) -> None:
    """Send a code to sign in with, the same way to every address. Refuses with `too_many_tries`."""
    ration(request, address)
    request.session.set_expiry(app_settings.LOGIN_TIMEOUT)
    user = open_account(address)
    Code(request, "enter", {"to": address, "user": str(user.pk) if user.is_active else None}).write()


def send_to(request: HttpRequest, purpose: Purpose, address: str, user: User) -> None:
    """Send a code to somebody who is signed in, for `purpose`. Refuses with `too_many_tries`."""
    Code(request, purpose, {"to": address, "user": str(user.pk)}).send()


def send_to_guest(request: HttpRequest, address: str) -> None:
    """Send a code to somebody who has no account and needs none: it only proves the address. Refuses with `too_many_tries`."""
    Code(request, "guest", {"to": address, "user": "guest"}).send()


def pending(request: HttpRequest, purpose: Purpose) -> Code | None:
    """The code that this browser asked for, good or not."""
    state = request.session.get(key_of(purpose))
    return Code(request, purpose, state) if state else None


def key_of(purpose: Purpose) -> str:
    return f"code_{purpose}"


def ration(request: HttpRequest, address: str) -> None:
    place, person = visitor_ip(request), fingerprint(address)
    limit(f"codes {place}", times=CODES_FROM_A_NETWORK, seconds=QUARTER)
    limit(f"codes {place} {person}", times=CODES_FROM_ONE_PLACE, seconds=QUARTER)
    limit(f"codes {person}", times=CODES_FOR_AN_ADDRESS, seconds=HOUR)


def fingerprint(address: str) -> str:
    """An address as a counter's key: the counters need not know whom they count."""
    return salted_hmac("aoxanh.accounts.codes", address, algorithm="sha256").hexdigest()[:24]


def wrong(left: int) -> Refused:
    text = ngettext("The code is not right. %(count)d try left.", "The code is not right. %(count)d tries left.", left)
    return Refused("code_wrong", text % {"count": left})


def spent() -> Refused:
    times = app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS
    return Refused("code_spent", _("The code was typed wrong %(times)d times and no longer works.") % {"times": times})


def expired() -> Refused:
    minutes = app_settings.LOGIN_BY_CODE_TIMEOUT // 60
    return Refused("code_expired", _("The code has expired: it is good for %(minutes)d minutes.") % {"minutes": minutes})
