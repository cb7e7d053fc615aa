"""Taking up one's own record: by an address of the account, or by a code to the one that the unit noted."""

import time
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aoxanh.accounts import codes
from aoxanh.accounts.forms import CodeForm
from aoxanh.kit.addresses import safe_next, with_next
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions.claims import claim, find_by_birth
from aoxanh.people.forms.claims import AgreeForm, BirthForm, OtherAddressForm
from aoxanh.people.models import Person
from aoxanh.people.queries.claims import Waiting, proven_addresses, waiting
from aoxanh.people.queries.profile import person_of

CLAIM, CODE = "people/claim.html", "people/claim_code.html"
PROVEN, GOOD_FOR = "claim_proven", 15 * 60


@never_cache
@login_required
def record(request: HttpRequest) -> HttpResponse:
    """What waits for the reader; where nothing does, or it is another's, a code to another address."""
    form = OtherAddressForm(request.POST or None)
    if request.method != "POST":
        return render_page(request, CLAIM, **context(request, other=form))
    if not form.is_valid():
        return answer_mistakes(request, CLAIM, **context(request, other=form))
    try:
        codes.send_to(request, "claim", form.cleaned_data["address"], request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, CLAIM, **context(request, other=form))
    return redirect(with_next(reverse("people:claim_code"), safe_next(request)))


@never_cache
@login_required
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that went to the other address."""
    sent, after = codes.pending(request, "claim"), safe_next(request)
    if not sent:
        return redirect(with_next(reverse("people:claim"), after))
    form = CodeForm(request.POST or None)
    shown: dict[str, Any] = {"sent": sent, "form": form, "next": after}
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
    sent.forget()
    request.session[PROVEN] = {"to": sent.to, "at": time.time(), "user": str(request.user.pk)}
    return redirect(with_next(reverse("people:claim"), after))


@require_POST
@login_required
def new_code(request: HttpRequest) -> HttpResponse:
    sent, after = codes.pending(request, "claim"), safe_next(request)
    if not sent:
        return redirect(with_next(reverse("people:claim"), after))
    try:
        sent.send()
    except Refused as refusal:
        return answer_refusal(request, refusal, CODE, sent=sent, form=CodeForm(), next=after)
    say(request, _("A new code is on its way."))
    return redirect(with_next(reverse("people:claim_code"), after))


@require_POST
@login_required
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The one record that was shown."""
    found = next((each for each in waits(request) if not each.asks_birth and each.records[0].pk == pk), None)
    if not found:
        raise Http404
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, CLAIM, **context(request, agree=form))
    return finish(request, found.records[0], found.address, agree=form)


@require_POST
@login_required
def by_birth(request: HttpRequest) -> HttpResponse:
    """The one of several to whom the date fits."""
    found = next((each for each in waits(request) if each.asks_birth and each.address == request.POST.get("at")), None)
    if not found:
        raise Http404
    form = BirthForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, CLAIM, **context(request, birth=form))
    try:
        person = find_by_birth(found.address, birth_date=form.cleaned_data["birth_date"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, CLAIM, **context(request, birth=form))
    return finish(request, person, found.address, birth=form)


def finish(request: HttpRequest, person: Person, address: str, **forms: Any) -> HttpResponse:
    try:
        claim(person, address=address, agrees=forms.popitem()[1].cleaned_data["agrees"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, CLAIM, **context(request))
    request.session.pop(PROVEN, None)
    say(request, _("The record is yours. Look whether everything is right."))
    return redirect(safe_next(request) or "people:profile")


def addresses(request: HttpRequest) -> list[str]:
    """Those of the account, and one proven in this browser just now."""
    proven = request.session.get(PROVEN, {"user": "", "at": 0, "to": ""})
    is_good = proven["user"] == str(request.user.pk) and time.time() - proven["at"] < GOOD_FOR
    return list(dict.fromkeys([*proven_addresses(request.user), *([proven["to"]] if is_good else [])]))


def waits(request: HttpRequest) -> list[Waiting]:
    return waiting(addresses(request))


def context(request: HttpRequest, **forms: Any) -> dict[str, Any]:
    found = waits(request)
    looked_at = [address for address in addresses(request) if address not in {each.address for each in found}]
    blank = {"agree": AgreeForm(), "birth": BirthForm(), "other": OtherAddressForm()}
    return {
        **blank,
        **forms,
        "offers": found,
        "nothing_at": looked_at,
        "has_person": person_of(request.user) is not None,
        "next": safe_next(request),
    }
