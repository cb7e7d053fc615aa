"""Showing once more who one is, before the ways of coming in are changed."""

from typing import Any

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aoxanh.accounts import codes, passwords, recent
from aoxanh.accounts.forms import CodeForm, FactorForm, PasswordForm
from aoxanh.accounts.queries import factors_of, links_of, providers
from aoxanh.accounts.views.second_step import pass_by
from aoxanh.kit.addresses import safe_next, with_next
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

CONFIRM = "accounts/confirm.html"
WRONG = {"code_wrong": "code", "factor_wrong": "code", "password_wrong": "password"}

type Context = dict[str, object]


@never_cache
@login_required
def confirm(request: HttpRequest) -> HttpResponse:
    """By the second step, where there is one; else by password or by a code."""
    user: Any = request.user
    after, factors, sent = safe_next(request), factors_of(user), codes.pending(request, "confirm")
    how = request.POST.get("how", "")
    typed = request.POST if how in {"code", "factor"} and "code" in request.POST else None
    form = FactorForm(typed) if factors else CodeForm(typed)
    password = PasswordForm(request.POST if how == "password" else None)
    links = [] if factors or user.address else [pair for pair in providers() if pair[1] in {link.name for link in links_of(user)}]
    context: Context = {"form": form, "password": password, "factors": factors, "sent": sent, "next": after, "links": links}
    if request.method != "POST":
        return render_page(request, CONFIRM, **context, refusal=sent.fault if sent else None)
    chosen = password if password.is_bound else form
    if chosen.is_bound and not chosen.is_valid():
        return answer_mistakes(request, CONFIRM, **context)
    try:
        show(request, how, form, password, sent, has_factors=bool(factors))
    except Refused as refusal:
        if refusal.code not in WRONG:
            return answer_refusal(request, refusal, CONFIRM, **context)
        chosen.add_error(WRONG[refusal.code], str(refusal))
        return answer_mistakes(request, CONFIRM, **context)
    recent.confirm(request)
    say(request, _("Thank you, it is you. You can go on for a quarter of an hour."))
    return redirect(after or "accounts:security")


def show(request: HttpRequest, how: str, form: CodeForm, password: PasswordForm, sent: codes.Code | None, *, has_factors: bool) -> None:
    """Check what was typed; a way that the account has stronger than is not open."""
    if has_factors:
        pass_by(request, request.user, form, again=True)
    elif password.is_bound:
        passwords.check(request, request.user, password.cleaned_data["password"])
        reauthenticate_by_password(request)
    elif sent and form.is_bound:
        sent.check(form.cleaned_data["code"])
        sent.forget()
    else:
        raise codes.expired()


@require_POST
@login_required
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Send a code to the account's own address."""
    here = with_next(reverse("accounts:confirm"), safe_next(request))
    if request.user.address:
        try:
            codes.send_to(request, "confirm", request.user.address, request.user)
        except Refused as refusal:
            return answer_refusal(request, refusal, back=here)
    return redirect(here)
