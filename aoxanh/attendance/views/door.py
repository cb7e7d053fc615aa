"""Taking attendance: the day's shifts, the scanner, the roster, and the two answers."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.access.acting import acting
from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.queries.reliability import missed_in
from aoxanh.attendance import actions, answers, policies, queries
from aoxanh.attendance.answers import Answer
from aoxanh.attendance.forms.scans import ScanForm
from aoxanh.attendance.queries.doubts import doubts_by_activity, open_number
from aoxanh.attendance.rules import arrival_of
from aoxanh.kit.dates import local
from aoxanh.kit.dates import today as this_day
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, is_htmx, render_page, render_part
from aoxanh.kit.refusals import Refused

DAYS_AHEAD = 1
MOST_MISSED = 200
UNAUTHORISED = 401
OK = 200

type Take = Callable[[ScanForm, Signup, HttpRequest, UUID], Answer]


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """The shifts of today and tomorrow."""
    first, last = this_day(), this_day() + timedelta(days=DAYS_AHEAD)
    shifts = list(queries.shifts_between(acting(request).narrow(policies.taking_units(request.user), "pk"), first, last))
    doubtful = doubts_by_activity(shifts)
    days: dict[date, list[tuple[Shift, bool]]] = {}
    for position, shift in enumerate(shifts):
        days.setdefault(day_shown(shift, first), []).append((shift, position == 0))
    titles = {shift.activity_id: shift.activity.title for shift in shifts}
    waiting = [(pk, titles[pk], number) for pk, number in doubtful.items()]
    return render_page(request, "attendance/today.html", days=days.items(), first=first, number=len(days.get(first, ())), doubtful=waiting)


def day_shown(shift: Shift, first: date) -> date:
    """A shift that began yesterday and goes on stands under today."""
    return max(local(shift.starts_at).date(), first)


@login_required
def activity(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """How many came to each shift of an activity, and who."""
    found = get_object_or_404(policies.readable_activities(request.user).select_related("unit"), pk=activity_pk)
    takeable = policies.takeable_shifts(request.user).filter(activity=found).exists()
    context = {
        "shifts": queries.shifts_of(found),
        "totals": queries.totals(found),
        "people": queries.attended(found),
        "doubts": open_number(found),
    }
    context["missed"] = list(missed_in(found)[:MOST_MISSED])
    return render_page(request, "attendance/activity.html", activity=found, takeable=takeable, **context)


@login_required
def scan(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """The scanner of one shift."""
    shift = shift_to_take(request, shift_pk)
    return render_page(request, "attendance/scan.html", last=queries.last_arrivals(shift).first(), **desk_of(request, shift))


@login_required
def roster(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """The people of one shift, to be found by name and checked in by hand."""
    shift = shift_to_take(request, shift_pk)
    sought = request.GET.get("q", "").strip()[:80]
    rows = [(signup, f"{signup.pk} {uuid4()}") for signup in queries.roster_with_arrivals(shift, sought=sought)]
    context = {"rows": rows, "sought": sought, **desk_of(request, shift)}
    if is_htmx(request):
        return render_part(request, "attendance/roster.html", "roster", **context)
    return render_page(request, "attendance/roster.html", **context)


def shift_to_take(request: HttpRequest, shift_pk: UUID) -> Shift:
    return get_object_or_404(policies.takeable_shifts(request.user).select_related("activity__unit"), pk=shift_pk)


def desk_of(request: HttpRequest, shift: Shift, form: ScanForm | None = None) -> dict[str, object]:
    """What scanner and roster share: the shift, its counter, the direction, an empty form."""
    return {
        "shift": shift,
        "arrived": queries.arrived(shift),
        "leaving": request.GET.get("luot") == "ve",
        "form": form or ScanForm(initial={"scan_id": uuid4()}),
        "blank": Answer("", "", ""),
    }


@require_POST
def check_in(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """One scan on arrival, as JSON or from a form."""
    return answer_scan(request, shift_pk, arrive)


@require_POST
def check_out(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """One scan on leaving."""
    return answer_scan(request, shift_pk, leave)


def answer_scan(request: HttpRequest, shift_pk: UUID, take: Take) -> HttpResponse:
    """Runs one scan and answers in the form in which it came. 404 for who may not take this shift; a refusal is 409."""
    is_json = request.content_type == "application/json"
    if not request.user.is_authenticated:
        return signed_out() if is_json else redirect_to_login(reverse("attendance:scan", args=[shift_pk]))
    form = ScanForm(read_json(request) if is_json else request.POST)
    if not form.is_valid():
        mistake = str(next(iter(form.errors.values()))[0])
        return show(request, shift_pk, Answer("no", "incomplete", _("Nothing recorded"), line=mistake), UNPROCESSABLE, is_json=is_json)
    signup = None
    try:
        signup = find(form, request, shift_pk)
        answer = take(form, signup, request, shift_pk)
    except Refused as refusal:
        return show(request, shift_pk, answers.refused(refusal, signup, offset=offset_of(form)), CONFLICT, is_json=is_json)
    return show(request, shift_pk, answer, OK, is_json=is_json)


def find(form: ScanForm, request: HttpRequest, shift_pk: UUID) -> Signup:
    """The sign-up that the scan means, 404 where the shift is not theirs to take. Refused: `unknown_code`, and what `read_pass` says."""
    try:
        signup = policies.pass_at(request.user, shift_pk, **form.sought)
    except Refused:
        shift_to_take(request, shift_pk)
        raise
    if signup is None:
        shift_to_take(request, shift_pk)
        if queries.is_replaced(str(form.sought["value"])):
            raise Refused(
                "replaced_pass", _("This pass was given anew, and this is the old one. Ask for the new one, or look for the name.")
            )
        raise Refused("unknown_code", _("No place has this code. Read it again, or look for the name."))
    return signup


def arrive(form: ScanForm, signup: Signup, request: HttpRequest, shift_pk: UUID) -> Answer:
    was_in = arrival_of(signup) is not None
    arrival = actions.check_in(signup, **facts(form), by=request.user, here=shift_pk)
    arrived = signup.arrived + (not was_in)  # type: ignore[attr-defined]
    place = queries.place_of(arrival) if was_in else arrived
    return answers.welcome(arrival, signup, place=place, arrived=arrived, offset=offset_of(form))


def leave(form: ScanForm, signup: Signup, request: HttpRequest, shift_pk: UUID) -> Answer:
    leaving = actions.check_out(signup, **facts(form), by=request.user, here=shift_pk)
    return answers.farewell(leaving, signup, offset=offset_of(form))


def facts(form: ScanForm) -> dict[str, object]:
    given = form.cleaned_data
    return {"at": timezone.now(), "scan_id": given["scan_id"], "method": form.method, "device_at": given["device_at"]}


def offset_of(form: ScanForm) -> timedelta | None:
    """How far the device's clock is ahead of ours."""
    device_at: datetime | None = form.cleaned_data.get("device_at")
    return device_at - timezone.now() if device_at else None


def read_json(request: HttpRequest) -> dict[str, object]:
    """The body as fields; nothing for what is no JSON object."""
    try:
        body = json.loads(request.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def show(request: HttpRequest, shift_pk: UUID, answer: Answer, status: int, *, is_json: bool) -> HttpResponse:
    if is_json:
        return JsonResponse(answer.as_json(), status=status)
    way = "roster" if "pick" in request.POST else "scan"
    leaving = request.path.endswith("/ve/")
    response = render_page(request, "attendance/result.html", status=status, answer=answer, shift_pk=shift_pk, way=way, leaving=leaving)
    response["X-Refusal"] = answer.code
    return response


def signed_out() -> HttpResponse:
    answer = Answer("no", "signed_out", _("Signed out"), line=_("Sign in again, then scan again."))
    return JsonResponse(answer.as_json(), status=UNAUTHORISED)
