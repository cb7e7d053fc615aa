"""Signing in by a code, and out."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.accounts import codes
from aoxanh.accounts.actions import prove
from aoxanh.accounts.entrance import let_in, where_to
from aoxanh.accounts.forms import CodeForm, EnterForm
from aoxanh.accounts.models import User
from aoxanh.accounts.queries import providers
from aoxanh.kit.addresses import safe_next, with_next
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

ENTER, CODE = "accounts/enter.html", "accounts/code.html"


@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the address."""
    after = safe_next(request)
    if request.user.is_authenticated:
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    before = codes.pending(request, "enter")
    form = EnterForm(request.POST or None, initial={"address": before.shown_to if before else ""})
    context = {"form": form, "next": after, "providers": providers(), "texts": bool(settings.SMS_GATEWAY)}
    if request.method != "POST":
        return render_page(request, ENTER, **context)
    if not form.is_valid():
        return answer_mistakes(request, ENTER, **context)
    try:
        codes.send(request, form.cleaned_data["address"])
    except Refused as refusal:
        return answer_refusal(request, refusal, ENTER, **context)
    return redirect(with_next(reverse("accounts:code"), after))


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was sent."""
    after, sent = safe_next(request), codes.pending(request, "enter")
    if request.user.is_authenticated:
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    if not sent:
        return redirect(with_next(reverse("accounts:enter"), after))
    if request.method != "POST":
        return render_page(request, CODE, sent=sent, form=CodeForm(), next=after, refusal=sent.fault)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, CODE, sent=sent, form=form, next=after)
    try:
        sent.check(form.cleaned_data["code"])
    except Refused as refusal:
        if refusal.code != "code_wrong":
            return answer_refusal(request, refusal, CODE, sent=sent, form=form, next=after)
        form.add_error("code", str(refusal))
        return answer_mistakes(request, CODE, sent=sent, form=form, next=after)
    return come_in(request, sent, after)


def come_in(request: HttpRequest, sent: codes.Code, after: str) -> HttpResponse:
    user = User.objects.get(pk=sent.user_id)
    sent.forget()
    prove(user, language=get_language() or settings.LANGUAGE_CODE)
    record_authentication(request, user, "code")
    return let_in(request, user, after=after)


def new_code(request: HttpRequest) -> HttpResponse:
    """Send another code. A refusal leaves this address in the browser, so that a reload or a switch of language comes here by GET."""
    after, sent = safe_next(request), codes.pending(request, "enter")
    if request.method != "POST" or not sent:
        return redirect(with_next(reverse("accounts:code" if sent else "accounts:enter"), after))
    try:
        sent.send()
    except Refused as refusal:
        return answer_refusal(request, refusal, CODE, sent=sent, form=CodeForm(), next=after)
    say(request, _("A new code is on its way."))
    return redirect(with_next(reverse("accounts:code"), after))


@never_cache
@login_required
@require_safe
def arrived(request: HttpRequest) -> HttpResponse:
    """Where another site sends who has signed in there: on to where they were going."""
    return redirect(where_to(request.user, safe_next(request)))


def leave(request: HttpRequest) -> HttpResponse:
    """Sign out; a link or a reload that comes here by GET changes nothing."""
    after = safe_next(request)
    if request.method == "POST":
        logout(request, show_message=False)
    return redirect(after or settings.LOGOUT_REDIRECT_URL)
