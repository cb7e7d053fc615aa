"""How allauth works in this house; `notices.adapter` adds how it speaks to people."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from aoxanh.accounts import devices, recent
from aoxanh.accounts.actions import open_account, open_without_address, prove
from aoxanh.accounts.entrance import closed, provider_failed
from aoxanh.accounts.models import User
from aoxanh.kit.pages import answer_refusal

SITE_NAME = "Áo Xanh"


class EntranceAdapter(DefaultAccountAdapter):
    """One stage after the door; a device that is noted; a closed account that stays out."""

    def get_login_stages(self) -> list[str]:
        return ["aoxanh.accounts.entrance.SecondFactorStage"]

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        request.session.set_expiry(None)
        devices.note(request)
        recent.confirm(request)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return answer_refusal(request, closed(), back=reverse("accounts:enter"))

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Our pages speak for themselves."""


class FactorAdapter(DefaultMFAAdapter):
    """Keys of apps and recovery codes lie in the database only as read with SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        return vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return SITE_NAME

    def _get_user_identifier(self, user: User) -> str:
        return str(user)


def vault() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"accounts.factors {key}".encode()).digest())) for key in keys])


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Signing in through another site: an address that it vouches for is the account's, one that it does not is nobody's."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[SocialApp]:
        """From the settings alone."""
        apps = [SocialApp(provider="openid_connect", **facts) for facts in settings.OIDC_PROVIDERS]
        return [app for app in apps if provider in {None, app.provider, app.provider_id} and client_id in {None, app.client_id}]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Of what the other site tells about a person, only the address is kept, to show which account it is."""
        sociallogin.account.extra_data = {"email": data.get("email") or ""}
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the account of the address, or open one; allauth's own sign-up has then nothing left to do."""
        if sociallogin.is_existing:
            return
        email = vouched_email(sociallogin)
        user = open_account(email) if email else open_without_address()
        if not user.is_active:
            raise ImmediateHttpResponse(answer_refusal(request, closed(), back=reverse("accounts:enter")))
        if user.is_unproven:
            prove(user, language=get_language() or settings.LANGUAGE_CODE)
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **facts: Any) -> None:
        raise ImmediateHttpResponse(answer_refusal(request, provider_failed(provider), back=reverse("accounts:enter")))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The holder hears from `notices`."""


def vouched_email(sociallogin: SocialLogin) -> str:
    """The address that the other site says it checked, in lower case; some say so with a word."""
    found = (address.email for address in sociallogin.email_addresses if str(address.verified).lower() == "true")
    return next((email.lower() for email in found if email), "")
