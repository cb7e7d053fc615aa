"""Where codes go: another e-mail address or phone number, proven by a code."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aoxanh.accounts import actions, codes
from aoxanh.accounts.addresses import Kind
from aoxanh.accounts.forms import CodeForm, NewAddressForm
from aoxanh.accounts.recent import recent
from aoxanh.accounts.views.security import SECURITY, facts
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

ADDRESS, CODE = "accounts/address.html", "accounts/address_code.html"
KINDS: dict[str, Kind] = {"e-mail": "email", "dien-thoai": "phone"}


def kind_of(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


@never_cache
@login_required
@recent
def address(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the new address."""
    kind = kind_of(slug)
    form = NewAddressForm(request.POST or None, kind=kind)
    context = {"form": form, "kind": kind, "has": getattr(request.user, kind)}
    if request.method != "POST":
        return render_page(request, ADDRESS, **context)
    if not form.is_valid():
        return answer_mistakes(request, ADDRESS, **context)
    try:
        codes.send_to(request, "address", form.cleaned_data["address"], request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, ADDRESS, **context)
    return redirect("accounts:address_code")


@never_cache
@login_required
@recent
def address_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that went to the new address."""
    sent = codes.pending(request, "address")
    if not sent:
        return redirect("accounts:security")
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return render_page(request, CODE, sent=sent, form=form, refusal=sent.fault)
    if not form.is_valid():
        return answer_mistakes(request, CODE, sent=sent, form=form)
    try:
        sent.check(form.cleaned_data["code"])
        actions.take_address(request.user, sent.to, by=request.user)
    except Refused as refusal:
        if refusal.code != "code_wrong":
            return answer_refusal(request, refusal, CODE, sent=sent, form=form)
        form.add_error("code", str(refusal))
        return answer_mistakes(request, CODE, sent=sent, form=form)
    sent.forget()
    say(request, _("Codes go to %(address)s from now on.") % {"address": sent.shown_to})
    return redirect("accounts:security")


@require_POST
@login_required
@recent
def new_address_code(request: HttpRequest) -> HttpResponse:
    sent = codes.pending(request, "address")
    if not sent:
        return redirect("accounts:security")
    try:
        sent.send()
    except Refused as refusal:
        return answer_refusal(request, refusal, CODE, sent=sent, form=CodeForm())
    say(request, _("A new code is on its way."))
    return redirect("accounts:address_code")


@require_POST
@login_required
@recent
def drop_address(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        actions.drop_address(request.user, kind_of(slug), by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, SECURITY, **facts(request))
    say(request, _("No more codes go there."))
    return redirect("accounts:security")
