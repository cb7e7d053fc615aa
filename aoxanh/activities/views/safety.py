"""The tab “An toàn” of an activity: who read the briefing, what is handed out, what was looked at, what happened."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities import policies, risks
from aoxanh.activities.actions import safety as actions
from aoxanh.activities.forms.safety import BriefingForm, EquipmentForm, RiskForm
from aoxanh.activities.models import Activity, Equipment
from aoxanh.activities.policies.safety import visible_incidents
from aoxanh.activities.queries import safety as queries
from aoxanh.activities.queries.incidents import desk_incidents
from aoxanh.activities.states import state_of
from aoxanh.activities.views.desk import whole
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

UNREAD_SHOWN = 100


@login_required
@require_safe
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, get_object_or_404(whole(policies.readable_activities(request.user)), pk=pk))


def show(request: HttpRequest, activity: Activity, *, refusal: Refused | None = None, form: EquipmentForm | None = None) -> HttpResponse:
    context = overview_of(request, activity) | {"form": form or EquipmentForm()}
    if refusal:
        return answer_refusal(request, refusal, "activities/safety.html", **context)
    if form:
        return answer_mistakes(request, "activities/safety.html", **context)
    return render_page(request, "activities/safety.html", **context)


def overview_of(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    briefing, check = queries.latest_briefing(activity), queries.latest_check(activity)
    unread = queries.unread_people(activity) if briefing else queries.unread_people(activity).none()
    shown = list(unread[: UNREAD_SHOWN + 1])
    return {
        "activity": activity,
        "state": state_of(activity),
        "may_manage": policies.may_manage(request.user, activity),
        "briefing": briefing,
        "readers": queries.readers(activity, briefing),
        "unread": shown[:UNREAD_SHOWN],
        "unread_more": len(shown) > UNREAD_SHOWN,
        "things": list(queries.equipment_of(activity)),
        "lacks_gear": queries.lacks_gear(activity),
        "missing": list(queries.missing(activity)[:30]),
        "shifts": list(activity.shifts.order_by("starts_at", "id")),
        "check": check,
        "is_risky": risks.is_risky(activity),
        "is_checked": risks.is_checked(activity, check),
        "open_points": risks.open_points(activity, check),
        "incidents": list(desk_incidents(visible_incidents(request.user).filter(activity=activity)).order_by("turn", "-reported_at")[:20]),
    }


def managed(request: HttpRequest, pk: UUID) -> Activity:
    return get_object_or_404(whole(policies.manageable_activities(request.user)), pk=pk)


@login_required
def briefing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Writing what everyone reads; the first time it begins with the text of the kind of work."""
    activity = managed(request, pk)
    latest = queries.latest_briefing(activity)
    start = latest.text if latest else queries.starting_text(activity.kind)
    form = BriefingForm(request.POST or None, initial={"text": start})
    context = {"activity": activity, "form": form, "latest": latest}
    if request.method != "POST":
        return render_page(request, "activities/briefing_form.html", **context)
    if not form.is_valid():
        return answer_mistakes(request, "activities/briefing_form.html", **context)
    try:
        made = actions.write_briefing(activity, text=form.cleaned_data["text"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, "activities/briefing_form.html", **context)
    say(request, _("Saved as version %(version)d. Everyone is asked to read it before the shift.") % {"version": made.version})
    return redirect("safety:overview", activity.pk)


@require_POST
@login_required
def heard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Several people heard it on the spot."""
    activity = managed(request, pk)
    waiting = queries.unread_people(activity).values("person")
    people = Person.objects.filter(pk__in=waiting).filter(pk__in=ids_in(request))
    try:
        count = actions.hear_on_site(activity, people=people, by=request.user)
    except Refused as refusal:
        return show(request, activity, refusal=refusal)
    say(request, _("Noted: %(count)d heard it on the spot.") % {"count": count})
    return redirect("safety:overview", activity.pk)


def ids_in(request: HttpRequest) -> list[UUID]:
    found = []
    for given in request.POST.getlist("people"):
        try:
            found.append(UUID(given))
        except ValueError:
            continue
    return found


@require_POST
@login_required
def equipment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more thing, or another number of it."""
    activity = managed(request, pk)
    form = EquipmentForm(request.POST)
    if not form.is_valid():
        return show(request, activity, form=form)
    try:
        actions.put_equipment(activity, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return show(request, activity, refusal=refusal)
    say(request, _("Saved."))
    return redirect("safety:overview", activity.pk)


@require_POST
@login_required
def drop_equipment(request: HttpRequest, pk: UUID) -> HttpResponse:
    things = Equipment.objects.filter(activity__in=policies.manageable_activities(request.user)).select_related("activity")
    thing = get_object_or_404(things, pk=pk)
    activity = managed(request, thing.activity_id)
    try:
        actions.drop_equipment(thing, by=request.user)
    except Refused as refusal:
        return show(request, activity, refusal=refusal)
    say(request, _("Taken off the list."))
    return redirect("safety:overview", activity.pk)


@login_required
def risk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questions of this kind of work."""
    activity = managed(request, pk)
    check = queries.latest_check(activity)
    form = RiskForm(request.POST or None, activity=activity, check=check)
    context = {"activity": activity, "form": form, "check": check}
    if request.method != "POST":
        return render_page(request, "activities/risk_form.html", **context)
    if not form.is_valid():
        return answer_mistakes(request, "activities/risk_form.html", **context)
    try:
        actions.check_risks(activity, answers=form.answers, note=form.cleaned_data["note"], by=request.user)
    except Refused as refusal:
        if refusal.code == "note_missing":
            form.add_error("note", str(refusal))
        return answer_refusal(request, refusal, "activities/risk_form.html", **context)
    say(request, _("Saved. Who approves the activity sees the answers."))
    return redirect("safety:overview", activity.pk)
