"""Sign-in by a code that was mailed, on allauth's process. The code is good in the browser that asked for it only.

Tries are counted in the database, so that guesses sent side by side all count.
"""

import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core.internal.cryptokit import compare_user_code
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.accounts.actions import open_account
from aoxanh.accounts.models import User
from aoxanh.kit.addresses import visitor_ip
from aoxanh.kit.limits import limit, tries
from aoxanh.kit.refusals import Refused

QUARTER, HOUR = 15 * 60, 60 * 60
CODES_FROM_ONE_PLACE = 5  # A quarter of an hour, for one address: who knows someone's address cannot lock them out from elsewhere.
CODES_FOR_AN_ADDRESS = 15  # An hour.
CODES_FROM_A_NETWORK = 150  # A quarter of an hour: a school or a phone company shows one network address for many people.
TRIES_FROM_A_NETWORK = 300  # A quarter of an hour.


class SignInCode(LoginCodeVerificationProcess):
    """allauth's process, which stays to say that its code has expired or is spent, and can send another."""

    @property
    def email(self) -> str:
        return str(self.state["email"])

    @property
    def is_spent(self) -> bool:
        """Every try was used, and all failed."""
        return bool(self.state.get("is_spent"))

    @property
    def fault(self) -> Refused | None:
        """Why typing the code cannot help any more."""
        if self.is_spent:
            return spent(self.max_attempts)
        return None if self.is_valid() else expired()

    @classmethod
    def begin(cls, request: HttpRequest, user: User | None, email: str) -> "SignInCode":
        """Make a code and mail it; nobody can sign in as None, to whom a mail says that the account is closed."""
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, email=email), initiated_by_user=True)
        sent = cls(stage)
        sent.send()
        sent.persist()
        return sent

    def send(self, skip_enumeration_mails: bool = False) -> None:
        name, context = ("login_code", {"code": self.generate_code()}) if self.user else ("account_closed", {})
        get_adapter(self.request).send_mail(f"account/email/{name}", self.email, context)

    def check(self, typed: str) -> None:
        """Count a try; refuse with `code_wrong`, `code_spent` or `code_expired`."""
        limit(f"tries {visitor_ip(self.request)}", times=TRIES_FROM_A_NETWORK, seconds=QUARTER)
        if not self.is_valid():
            raise expired()
        count, _since = tries(f"code {fingerprint(self.email)} {self.state['at']}", seconds=HOUR)
        if self.is_spent or count > self.max_attempts:
            self.spend()
            raise spent(self.max_attempts)
        if not (self.user and compare_user_code(actual=typed, expected=self.code)):
            if count < self.max_attempts:
                raise wrong(self.max_attempts - count)
            self.spend()
            raise spent(self.max_attempts)

    def spend(self) -> None:
        self.state.update(is_spent=True, code="")
        self.persist()

    def renew(self) -> None:
        """Send another code; the one before is void. Refuses with `too_many_tries`."""
        ration(self.request, self.email)
        self.state.update(at=time.time(), is_spent=False)
        self.send()
        self.persist()


def send(request: HttpRequest, email: str) -> None:
    """Mail a code, the same way to every address. Refuses with `too_many_tries`."""
    ration(request, email)
    request.session.set_expiry(app_settings.LOGIN_TIMEOUT)
    user = open_account(email)
    SignInCode.begin(request, user if user.is_active else None, email)


def ration(request: HttpRequest, email: str) -> None:
    network, person = visitor_ip(request), fingerprint(email)
    limit(f"codes {network}", times=CODES_FROM_A_NETWORK, seconds=QUARTER)
    limit(f"codes {network} {person}", times=CODES_FROM_ONE_PLACE, seconds=QUARTER)
    limit(f"codes {person}", times=CODES_FOR_AN_ADDRESS, seconds=HOUR)


def pending(request: HttpRequest) -> SignInCode | None:
    """The code that this browser asked for, good or not."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return SignInCode(stage) if stage else None


def fingerprint(email: str) -> str:
    """An address as a counter's key: the counters need not know whom they count."""
    return salted_hmac("aoxanh.accounts.codes", email, algorithm="sha256").hexdigest()[:24]


def wrong(left: int) -> Refused:
    text = ngettext("The code is not right. %(count)d try left.", "The code is not right. %(count)d tries left.", left)
    return Refused("code_wrong", text % {"count": left})


def spent(times: int) -> Refused:
    return Refused("code_spent", _("The code was typed wrong %(times)d times and no longer works.") % {"times": times})


def expired() -> Refused:
    minutes = app_settings.LOGIN_BY_CODE_TIMEOUT // 60
    return Refused("code_expired", _("The code has expired: it is good for %(minutes)d minutes.") % {"minutes": minutes})
