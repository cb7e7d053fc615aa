"""Signing in without a code: by password, by passkey, through another site."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect.views import callback
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.accounts import codes, factor_checks, passwords
from aoxanh.accounts.entrance import let_in, provider_failed
from aoxanh.accounts.forms import CredentialForm, EnterByPasswordForm, EnterForm
from aoxanh.accounts.queries import providers
from aoxanh.kit.addresses import safe_next, with_next
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page
from aoxanh.kit.refusals import Refused

UNCLEAR = (OSError, KeyError, ValueError)  # The other site is away, or does not say what the protocol asks of it.
PASSWORD, ENTER = "accounts/password_enter.html", "accounts/enter.html"


@never_cache
def by_password(request: HttpRequest) -> HttpResponse:
    """The way for who has set a password; the address is the one that was typed before."""
    after, before = safe_next(request), codes.pending(request, "enter")
    if request.user.is_authenticated:
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    form = EnterByPasswordForm(request.POST or None, initial={"address": before.shown_to if before else ""})
    context = {"form": form, "next": after, "sent": before}
    if request.method != "POST":
        return render_page(request, PASSWORD, **context)
    if not form.is_valid():
        return answer_mistakes(request, PASSWORD, **context)
    try:
        user = passwords.owner(request, form.cleaned_data["address"], form.cleaned_data["password"])
    except Refused as refusal:
        if refusal.code != "password_wrong":
            return answer_refusal(request, refusal, PASSWORD, **context)
        form.add_error("password", str(refusal))
        return answer_mistakes(request, PASSWORD, **context)
    if before:
        before.forget()
    record_authentication(request, user, "password")
    return let_in(request, user, after=after)


@never_cache
@require_safe
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask for a passkey: it names no account."""
    request.session.set_expiry(settings.ACCOUNT_LOGIN_TIMEOUT)
    return JsonResponse(webauthn.begin_authentication(None))


@never_cache
@require_POST
def by_passkey(request: HttpRequest) -> HttpResponse:
    """What the browser answered."""
    after, form = safe_next(request), CredentialForm(request.POST)
    try:
        if not form.is_valid():
            raise factor_checks.passkey_wrong()
        user = factor_checks.check_passkey(request, None, form.cleaned_data["credential"])
    except Refused as refusal:
        context: dict[str, Any] = {"form": EnterForm(), "next": after, "providers": providers(), "texts": bool(settings.SMS_GATEWAY)}
        return answer_refusal(request, refusal, ENTER, **context)
    return let_in(request, user, after=after)


@never_cache
@require_safe
def by_provider(request: HttpRequest, provider: str) -> HttpResponse:
    """Over to the other site; who comes from a page elsewhere chooses first."""
    if provider not in dict(providers()):
        raise Http404
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        return redirect(with_next(reverse("accounts:enter"), safe_next(request)))
    if not request.user.is_authenticated:
        request.session.set_expiry(settings.ACCOUNT_LOGIN_TIMEOUT)
    after = with_next(reverse("accounts:arrived"), safe_next(request))
    try:
        return get_adapter().get_provider(request, provider).redirect(request, process="login", next_url=after)
    except UNCLEAR:
        return answer_refusal(request, provider_failed(dict(providers())[provider]), back=reverse("accounts:enter"))


@never_cache
@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """What the other site answers, for allauth to check."""
    try:
        return callback(request, provider_id)
    except UNCLEAR:
        return answer_refusal(request, provider_failed(dict(providers())[provider_id]), back=reverse("accounts:enter"))
