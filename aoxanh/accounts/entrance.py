"""The one door: whatever somebody showed, here they come in, by allauth's stages."""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.kit.refusals import Refused


class SecondFactorStage(AuthenticateStage):
    """allauth's stage with our page: asked of accounts that have an app or a passkey, save where a passkey opened the door."""

    urlname = "accounts:second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        return (redirect(self.urlname), True) if self._should_handle(self.request) else (None, True)


def let_in(request: HttpRequest, user: User, *, after: str) -> HttpResponse:
    """Sign in, or ask for the second step first; what was shown has been recorded. A closed account stays out."""
    return perform_login(request, Login(user=user, redirect_url=where_to(user, after)))


def where_to(user: User, after: str) -> str:
    """Where to go on to is for a floor above to say, which knows people."""
    return import_string(settings.AFTER_SIGN_IN)(user, after) or reverse(settings.LOGIN_REDIRECT_URL)


def waiting(request: HttpRequest) -> Any:
    """The stage of allauth at which this browser's sign-in waits for its second step, else None."""
    return LoginStageController.enter(request, SecondFactorStage.key)


def provider_failed(name: object) -> Refused:
    return Refused("provider_failed", _("Signing in through %(name)s did not work. Try again, or have a code sent.") % {"name": name})


def closed() -> Refused:
    return Refused("account_closed", _("This account is closed. To have it opened again, ask your commune's Youth Union."))
