"""The second step of signing in."""

from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.accounts import entrance, factor_checks, recent
from aoxanh.accounts.forms import CredentialForm, FactorForm
from aoxanh.accounts.models import User
from aoxanh.accounts.queries import factors_of
from aoxanh.kit.addresses import safe_next
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page
from aoxanh.kit.refusals import Refused

STEP = "accounts/second_factor.html"


@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for an app's code, a recovery code or a passkey of the account whose first step was right."""
    stage = entrance.waiting(request)
    if not stage:
        return redirect("accounts:enter")
    user: User = stage.login.user
    form, factors = FactorForm(request.POST if "code" in request.POST else None), factors_of(user)
    if request.method != "POST":
        return render_page(request, STEP, form=form, factors=factors)
    if "code" in request.POST and not form.is_valid():
        return answer_mistakes(request, STEP, form=form, factors=factors)
    try:
        pass_by(request, user, form)
    except Refused as refusal:
        if refusal.code != "factor_wrong":
            return answer_refusal(request, refusal, STEP, form=form, factors=factors)
        form.add_error("code", str(refusal))
        return answer_mistakes(request, STEP, form=form, factors=factors)
    return stage.exit()


def pass_by(request: HttpRequest, user: User, form: FactorForm, *, again: bool = False) -> None:
    """By the code of a good form, else by what the browser says of a passkey."""
    said = CredentialForm(request.POST)
    if form.is_bound:
        factor_checks.check_code(request, user, form.cleaned_data["code"], again=again)
    elif said.is_valid():
        factor_checks.check_passkey(request, user, said.cleaned_data["credential"], again=again)
    else:
        raise factor_checks.passkey_wrong()


@never_cache
@require_safe
def second_factor_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask for one of the account's passkeys."""
    stage = entrance.waiting(request)
    user = stage.login.user if stage else request.user
    return JsonResponse(webauthn.begin_authentication(user)) if user.is_authenticated else JsonResponse({}, status=404)


@never_cache
@login_required
@require_safe
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Why the desk is shut, and what opens it."""
    after = safe_next(request)
    if recent.passed_second_factor(request):
        return redirect(after or "accounts:security")
    return render_page(request, "accounts/second_factor_needed.html", factors=factors_of(request.user), next=after)
