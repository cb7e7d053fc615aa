"""An app, passkeys and recovery codes."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.accounts import actions
from aoxanh.accounts.devices import in_words
from aoxanh.accounts.forms import CodeForm, NewPasskeyForm
from aoxanh.accounts.queries import factors_of
from aoxanh.accounts.recent import recent
from aoxanh.accounts.views.security import SECURITY, facts
from aoxanh.kit import qr
from aoxanh.kit.addresses import safe_next, with_next
from aoxanh.kit.codes import spaced
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

APP, PASSKEY, RECOVERY = "accounts/app.html", "accounts/passkey.html", "accounts/recovery.html"


@never_cache
@login_required
@recent
def app(request: HttpRequest) -> HttpResponse:
    """Show the secret, and ask for a first code that shows that the app has it."""
    form, after = CodeForm(request.POST or None), safe_next(request)
    secret = totp.get_totp_secret()
    url = get_adapter().build_totp_url(request.user, secret)
    code = qr.inline(url, label=_("QR code for the app"), classes="w-56 max-w-full")
    context = {"form": form, "url": url, "qr": code, "secret": spaced(secret), "bare": secret, "next": after}
    if request.method != "POST":
        return render_page(request, APP, **context)
    if not form.is_valid():
        return answer_mistakes(request, APP, **context)
    try:
        added = actions.turn_on_app(request.user, secret=secret, code=form.cleaned_data["code"], by=request.user)
    except Refused as refusal:
        if refusal.code != "code_wrong":
            return answer_refusal(request, refusal, APP, **context)
        form.add_error("code", str(refusal))
        return answer_mistakes(request, APP, **context)
    totp.clear_totp_secret(request)
    post_authentication(request, added)
    say(request, _("The app is set up. From now on signing in asks for its code."))
    return redirect(with_next(reverse("accounts:recovery"), after))


@require_POST
@login_required
@recent
def turn_off_app(request: HttpRequest) -> HttpResponse:
    actions.turn_off_app(request.user, by=request.user)
    say(request, _("The app is no longer asked."))
    return redirect("accounts:security")


@never_cache
@login_required
@recent
def passkey(request: HttpRequest) -> HttpResponse:
    """Make a passkey; the browser does it, and says so in the form."""
    after = safe_next(request)
    form = NewPasskeyForm(request.POST or None, initial={"name": in_words(request.headers.get("User-Agent", ""))})
    if request.method != "POST":
        return render_page(request, PASSKEY, form=form, next=after)
    if not form.is_valid():
        return answer_mistakes(request, PASSKEY, form=form, next=after)
    had = bool(factors_of(request.user))
    try:
        facts_ = form.cleaned_data
        added = actions.add_passkey(request.user, name=facts_["name"], credential=facts_["credential"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PASSKEY, form=form, next=after)
    post_authentication(request, added)
    say(request, _("The passkey is made. It signs you in without a code."))
    return redirect(after or "accounts:security") if had else redirect(with_next(reverse("accounts:recovery"), after))


@never_cache
@login_required
@recent
@require_safe
def new_passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey that opens the account by itself."""
    return JsonResponse(webauthn.begin_registration(request.user, passwordless=True))


@require_POST
@login_required
@recent
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    try:
        actions.remove_passkey(request.user, found, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, SECURITY, **facts(request))
    say(request, _("The passkey no longer opens your account."))
    return redirect("accounts:security")


@never_cache
@login_required
@recent
def recovery(request: HttpRequest) -> HttpResponse:
    """The recovery codes that are left; a POST makes another ten."""
    after = safe_next(request)
    if request.method == "POST":
        try:
            actions.renew_recovery_codes(request.user, by=request.user)
        except Refused as refusal:
            return answer_refusal(request, refusal, SECURITY, **facts(request))
        say(request, _("These are new. The codes before no longer work."))
        return redirect(with_next(reverse("accounts:recovery"), after))
    factors = factors_of(request.user)
    if not factors.recovery:
        return redirect("accounts:security")
    codes = [spaced(code) for code in factors.recovery_codes]
    return render_page(request, RECOVERY, codes=codes, text="\n".join(codes), next=after)
