"""Signing in and out."""

from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from aoxanh.accounts import codes
from aoxanh.accounts.actions import prove
from aoxanh.accounts.forms import CodeForm, EnterForm
from aoxanh.kit.addresses import safe_next, with_next
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused


@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the address."""
    after = safe_next(request)
    if request.user.is_authenticated:
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    before = codes.pending(request)
    form = EnterForm(request.POST or None, initial={"email": before.email if before else ""})
    if request.method != "POST":
        return render_page(request, "accounts/enter.html", form=form, next=after)
    if not form.is_valid():
        return answer_mistakes(request, "accounts/enter.html", form=form, next=after)
    try:
        codes.send(request, form.cleaned_data["email"])
    except Refused as refusal:
        return answer_refusal(request, refusal, "accounts/enter.html", form=form, next=after)
    return redirect(with_next(reverse("accounts:code"), after))


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was mailed."""
    after, sent = safe_next(request), codes.pending(request)
    if request.user.is_authenticated:
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    if not sent:
        return redirect(with_next(reverse("accounts:enter"), after))
    if request.method != "POST":
        return render_page(request, "accounts/code.html", sent=sent, form=CodeForm(), next=after, refusal=sent.fault)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, "accounts/code.html", sent=sent, form=form, next=after)
    try:
        sent.check(form.cleaned_data["code"])
    except Refused as refusal:
        if refusal.code != "code_wrong":
            return answer_refusal(request, refusal, "accounts/code.html", sent=sent, form=form, next=after)
        form.add_error("code", str(refusal))
        return answer_mistakes(request, "accounts/code.html", sent=sent, form=form, next=after)
    return arrive(request, sent, after)


def arrive(request: HttpRequest, sent: codes.SignInCode, after: str) -> HttpResponse:
    """Sign in; where to go then is for a floor above to say, which knows people."""
    request.session.set_expiry(None)
    user = prove(sent.user, language=get_language() or settings.LANGUAGE_CODE)
    return sent.finish(import_string(settings.AFTER_SIGN_IN)(user, after) or reverse(settings.LOGIN_REDIRECT_URL))


def new_code(request: HttpRequest) -> HttpResponse:
    """Send another code. A refusal leaves this address in the browser, so that a reload or a switch of language comes here by GET."""
    after, sent = safe_next(request), codes.pending(request)
    if request.method != "POST" or not sent:
        return redirect(with_next(reverse("accounts:code" if sent else "accounts:enter"), after))
    try:
        sent.renew()
    except Refused as refusal:
        return answer_refusal(request, refusal, "accounts/code.html", sent=sent, form=CodeForm(), next=after)
    say(request, _("A new code is on its way."))
    return redirect(with_next(reverse("accounts:code"), after))


def leave(request: HttpRequest) -> HttpResponse:
    """Sign out; a link or a reload that comes here by GET changes nothing."""
    if request.method == "POST":
        logout(request, show_message=False)
    return redirect(settings.LOGOUT_REDIRECT_URL)
