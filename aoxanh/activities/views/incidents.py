"""Reporting an incident: a page that also works without script and, once opened, without a network.

The worker keeps the shell alone: a page that is the same for everyone. What belongs to a person comes as JSON and stays on their phone.
"""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from uuid_utils.compat import uuid7

from aoxanh.activities import offline
from aoxanh.activities.actions import incidents as actions
from aoxanh.activities.forms.incidents import ReportForm, SentReport
from aoxanh.activities.models import Incident, Shift
from aoxanh.activities.passes import LONGEST
from aoxanh.activities.policies.safety import code_in, may_report_in, reportable_shifts, signups_at_hand, spots
from aoxanh.activities.queries.incidents import Spot
from aoxanh.kit.dates import local
from aoxanh.kit.pages import CONFLICT, TOO_MANY, UNPROCESSABLE, answer_mistakes, answer_refusal, public_page, render_page
from aoxanh.kit.phones import spoken
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.people.queries import person_of

UNAUTHORISED = 401
TEMPLATE = "activities/incident_report.html"


def shown_pass(request: HttpRequest) -> str:
    """The text of a pass, by which who has no account reports."""
    return (request.POST.get("the") or request.GET.get("the") or "")[:LONGEST]


@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """The form for who is signed in or shows a pass; the numbers to call for everyone."""
    the = shown_pass(request)
    places = spots(request.user, the)
    if request.method != "POST":
        first = {"request_id": uuid7(), "happened_at": local(timezone.now()), "contact": phone_of(request), "spot": request.GET.get("ca")}
        return render_page(request, TEMPLATE, **page_of(request, ReportForm(spots=places, initial=first), places, the))
    form = ReportForm(request.POST, spots=places)
    context = page_of(request, form, places, the)
    if not form.is_valid():
        return answer_mistakes(request, TEMPLATE, **context)
    try:
        made = send(request, form, the)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEMPLATE, **context)
    return redirect("safety:sent", made.request_id)


def phone_of(request: HttpRequest) -> str:
    person = person_of(request.user) if request.user.is_authenticated else None
    return spoken(person.phone) if person and person.phone else ""


def page_of(request: HttpRequest, form: ReportForm, places: list[Spot], the: str) -> dict[str, Any]:
    return frame() | {"form": form, "spots": places, "the": the if code_in(the) else "", "may_report": bool(places), "is_shell": False}


def frame() -> dict[str, Any]:
    """What the page and its shell share."""
    return {"numbers": settings.EMERGENCY_NUMBERS, "page_url": reverse("safety:report")}


@public_page
def shell(request: HttpRequest) -> HttpResponse:
    """The page as the phone keeps it: no person, no token."""
    return render_page(request, TEMPLATE, **frame(), form=ReportForm(), spots=[], the="", may_report=True, is_shell=True)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that hands out the shell where there is no network; its address is its scope."""
    kept = [reverse("safety:shell"), *offline.assets()]
    facts = {"cache": f"incidents-{get_language()}-{offline.version(kept)}", "page": reverse("safety:report"), "kept": kept}
    text = render_to_string("activities/incident_worker.js", {"facts": json.dumps(facts)})
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@never_cache
@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """For the script: where this reader may report from, and a token to send with."""
    found = spots(request.user, shown_pass(request))
    told = [{"value": spot.value, "title": spot.title, "phone": spot.phone, "inCharge": spot.in_charge} for spot in found]
    return JsonResponse({"token": get_token(request), "spots": told, "contact": phone_of(request), "isKnown": bool(found)})


@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    """A report that waited in a phone. 401 where nobody is known, so that it waits on; the rest says what became of it."""
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    given = given if isinstance(given, dict) else {}
    the = str(given.get("the") or "")[:LONGEST]
    if not request.user.is_authenticated and not code_in(the):
        return answer("signed_out", _("Sign in, then it is sent by itself."), UNAUTHORISED)
    form = SentReport(given)
    if not form.is_valid():
        return answer("incomplete", str(next(iter(form.errors.values()))[0]), UNPROCESSABLE)
    try:
        made = send(request, form, the)
    except Refused as refusal:
        return answer(refusal.code, str(refusal), TOO_MANY if refusal.code == "too_many_tries" else CONFLICT)
    except Http404:
        return answer("unknown_place", _("You no longer have a place there. Choose another activity."), CONFLICT)
    return answer("received", _("Received. Who has to know was told."), 200, reverse("safety:sent", args=[made.request_id]))


def answer(code: str, text: str, status: int, url: str = "") -> JsonResponse:
    return JsonResponse({"code": code, "text": text, "url": url}, status=status)


def send(request: HttpRequest, form: ReportForm, the: str) -> Incident:
    unit, shift = place_of(request, form.cleaned_data["spot"], the)
    return actions.report(
        unit=unit,
        shift=shift,
        said=form.report,
        request_id=form.cleaned_data["request_id"],
        reporter=reporter_of(request, shift, the),
        by=request.user if request.user.is_authenticated else None,
    )


def place_of(request: HttpRequest, value: str, the: str) -> tuple[Unit, Shift | None]:
    """The unit and shift that the value names, 404 where the reader may not report from there."""
    kind, _colon, text = value.partition(":")
    try:
        pk = UUID(text)
    except ValueError:
        raise Http404 from None
    if kind == "s":
        shift = get_object_or_404(reportable_shifts(request.user, the).select_related("activity__unit"), pk=pk)
        return shift.activity.unit, shift
    unit = get_object_or_404(Unit, pk=pk)
    if not may_report_in(request.user, unit):
        raise Http404
    return unit, None


def reporter_of(request: HttpRequest, shift: Shift | None, the: str) -> Person | None:
    if request.user.is_authenticated:
        return person_of(request.user)
    signup = signups_at_hand(request.user, the).filter(shift=shift).first()
    return signup.person if signup else None


@never_cache
@require_safe
def sent(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """That it arrived, and what to do meanwhile. Who knows the id sent it; what was written is not shown again."""
    incident = get_object_or_404(Incident.objects.select_related("unit"), request_id=request_id)
    return render_page(request, "activities/incident_sent.html", incident=incident, **frame())
