"""Signing up without an account: name, birth date and phone, then the code that came to it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from uuid_utils.compat import uuid7

from aoxanh.accounts import codes
from aoxanh.accounts.forms import CodeForm
from aoxanh.activities.actions.guests import sign_up_guest
from aoxanh.activities.forms.guests import GuestForm
from aoxanh.activities.keys import key_of
from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.views.arrivals import public_shift, refuse, with_key
from aoxanh.kit.limits import limit
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

A_DAY, TIMES = 24 * 60 * 60, 10
"""So often one number signs up, or tries to, in a day."""

PAGE, CODE, KEPT = "activities/guest.html", "activities/guest_code.html", "guest_asks"


@never_cache
def guest(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """Who is signed in needs none of it."""
    if request.user.is_authenticated:
        return redirect("signup:new", shift_pk)
    shift = public_shift(request, shift_pk)
    form = GuestForm(request.POST or None)
    context = {"shift": shift, "activity": shift.activity, "form": form}
    if request.method != "POST":
        return render_page(request, PAGE, **context)
    if not form.is_valid():
        return answer_mistakes(request, PAGE, **context)
    asked = form.cleaned_data
    try:
        codes.send_to_guest(request, asked["phone"])
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **context)
    request.session[KEPT] = {
        "shift": str(shift.pk),
        "full_name": asked["full_name"],
        "birth_date": asked["birth_date"].isoformat(),
        "request_id": str(uuid7()),
    }
    return redirect("signup:guest_code", shift.pk)


@never_cache
def code(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """The code, and with it the place: once, however often the page is sent."""
    shift, sent, kept = public_shift(request, shift_pk), codes.pending(request, "guest"), request.session.get(KEPT)
    if not sent or not kept or kept["shift"] != str(shift.pk):
        return redirect("signup:guest", shift.pk)
    form = CodeForm(request.POST or None)
    shown: dict[str, Any] = {"sent": sent, "form": form, "shift": shift, "activity": shift.activity}
    if request.method != "POST":
        return render_page(request, CODE, refusal=sent.fault, **shown)
    if not form.is_valid():
        return answer_mistakes(request, CODE, **shown)
    try:
        sent.check(form.cleaned_data["code"])
    except Refused as refusal:
        if refusal.code != "code_wrong":
            return answer_refusal(request, refusal, CODE, **shown)
        form.add_error("code", str(refusal))
        return answer_mistakes(request, CODE, **shown)
    return finish(request, shift, sent.to, kept)


def finish(request: HttpRequest, shift: Shift, phone: str, kept: dict[str, str]) -> HttpResponse:
    facts = {"full_name": kept["full_name"], "birth_date": date.fromisoformat(kept["birth_date"]), "request_id": UUID(kept["request_id"])}
    try:
        limit(f"guest {codes.fingerprint(phone)}", times=TIMES, seconds=A_DAY)
        made = sign_up_guest(shift, phone=phone, agrees=True, waits=True, **facts)  # type: ignore[arg-type]
    except Refused as reason:
        return refuse(request, reason, shift)
    codes.Code(request, "guest", {}).forget()
    del request.session[KEPT]
    page = "signup:pass" if isinstance(made, Signup) else "signup:waiting"
    say(
        request,
        _("You have a place. The link to the pass is on its way to your phone.")
        if isinstance(made, Signup)
        else _("You are in the waiting list."),
    )
    return redirect(with_key(page, made.pk, key_of(made.pk)))


@require_POST
def new_code(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    shift, sent = public_shift(request, shift_pk), codes.pending(request, "guest")
    if not sent:
        return redirect("signup:guest", shift.pk)
    try:
        sent.send()
    except Refused as refusal:
        return answer_refusal(request, refusal, CODE, sent=sent, form=CodeForm(), shift=shift, activity=shift.activity)
    say(request, _("A new code is on its way."))
    return redirect("signup:guest_code", shift.pk)
