"""Giờ của tôi: the statement of one's own hours, and what one asks for."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.attendance import statements, verifying
from aoxanh.attendance.actions import claims
from aoxanh.attendance.forms.hours import CorrectionForm, PeriodForm, ReportForm
from aoxanh.attendance.models import HoursClaim
from aoxanh.attendance.queries.statements import BY, Period, entries_of, lines, sums_of, turn_totals
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person
from aoxanh.people.views.own import with_person

PAGE, FEW = 20, 6
REPORT, CORRECT, CLAIM = "attendance/hours_report.html", "attendance/hours_correct.html", "attendance/hours_claim.html"


@require_safe
@with_person
def mine(request: HttpRequest, person: Person) -> HttpResponse:
    """The statement, the newest first, and the claims that were made."""
    form = PeriodForm(request.GET)
    rows = entries_of(person, Period(**form.days))
    shown = page(rows, request, by=BY, size=PAGE)
    asked = verifying.own_claims(person)
    context = {"lines": lines(rows, shown), "page": shown, "sums": sums_of(rows), "claims": asked[:FEW], "period": form}
    return render_page(request, "attendance/hours_mine.html", person=person, **context)


@require_safe
@with_person
def file(request: HttpRequest, person: Person, ending: str) -> HttpResponseBase:
    """The statement as Excel or as A4."""
    period = Period(**PeriodForm(request.GET).days)
    return statements.person_file(person, entries_of(person, period), period, ending)


@with_person
def report(request: HttpRequest, person: Person) -> HttpResponse:
    """Hours that no door took."""
    units = claims.units_of(person)
    form = ReportForm(request.POST or None, request.FILES or None, units=units)
    context = {"form": form, "has_units": units.exists()}
    if request.method != "POST":
        return render_page(request, REPORT, **context)
    if not form.is_valid():
        return answer_mistakes(request, REPORT, **context)
    given = {name: value for name, value in form.cleaned_data.items() if name != "hours"} | {"minutes": form.total}
    try:
        claim = claims.report_hours(person, **given, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, REPORT, **context)
    say(request, _("Sent to %(unit)s. You hear from us when it is decided.") % {"unit": claim.unit.name})
    return redirect("hours:claim", claim.pk)


@with_person
def correct(request: HttpRequest, person: Person, signup_pk: UUID) -> HttpResponse:
    """One's own turn counts too little or too much."""
    signup = get_object_or_404(verifying.own_turns(person), pk=signup_pk)
    return ask_correction(request, signup, back="hours:mine", then="hours:claim", frame="kit/volunteer.html")


def ask_correction(request: HttpRequest, signup: Any, *, back: str, then: str, frame: str, back_to: tuple[Any, ...] = ()) -> HttpResponse:
    """The form for a turn, for the volunteer and the organiser alike."""
    total = turn_totals([signup.pk]).get(signup.pk, 0)
    whole, rest = divmod(total, 60)
    form = CorrectionForm(request.POST or None, initial={"hours": whole, "minutes": rest})
    context: dict[str, Any] = {"form": form, "signup": signup, "total": total, "back": back, "back_to": back_to, "frame": frame}
    if request.method != "POST":
        return render_page(request, CORRECT, **context)
    if not form.is_valid():
        return answer_mistakes(request, CORRECT, **context)
    given = {name: form.cleaned_data[name] for name in ("reason", "witness", "request_id")}
    try:
        claim = claims.ask_correction(signup, total=form.total, **given, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, CORRECT, **context)
    say(request, _("Asked for. Somebody else decides on it."))
    return redirect(then, *(back_to or (claim.pk,)))


@require_safe
@with_person
def claim(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """What one asked for, and what became of it."""
    found = get_object_or_404(verifying.own_claims(person), pk=pk)
    return render_page(request, CLAIM, claim=found, may_withdraw=found.by_id == request.user.pk and found.status in verifying.OPEN)


@require_POST
@with_person
def withdraw(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """Take back what one asked for; while it waits."""
    found: HoursClaim = get_object_or_404(verifying.own_claims(person), pk=pk)
    try:
        claims.withdraw(found, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, CLAIM, claim=found, may_withdraw=False)
    say(request, _("Taken back."))
    return redirect("hours:mine")
