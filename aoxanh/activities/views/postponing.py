"""Postponing and opening again, with or without new days; and the holder's answer to "do you still come"."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from aoxanh.activities import actions, policies
from aoxanh.activities.actions import answers
from aoxanh.activities.actions.postponing import shifts_to_move
from aoxanh.activities.forms import ReasonForm
from aoxanh.activities.forms.decisions import AnswerTimeForm, HoursForm
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.activities.views.desk import whole
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

PAGE = "activities/postpone.html"


@login_required
def postpone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the days off, with a reason; where the new days are known, they are given at once."""
    activity = get_object_or_404(whole(policies.manageable_activities(request.user)), pk=pk)
    if activity.status == Activity.Status.POSTPONED:
        return redirect("activities:resume", activity.pk)
    return move_days(request, activity, ReasonForm(request.POST or None))


@login_required
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """New days for what was postponed: everyone with a place is asked."""
    activity = get_object_or_404(whole(policies.manageable_activities(request.user)), pk=pk)
    if activity.status == Activity.Status.OPEN:
        return redirect("activities:detail", activity.pk)
    return move_days(request, activity, None)


def move_days(request: HttpRequest, activity: Activity, reason: ReasonForm | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    shifts = shifts_to_move(activity) if activity.status in (Activity.Status.OPEN, Activity.Status.POSTPONED) else []
    rows, until = [HoursForm(data, shift=shift, is_required=reason is None) for shift in shifts], AnswerTimeForm(data)
    people = sum(shift.taken for shift in shifts)
    page: dict[str, Any] = {"activity": activity, "rows": rows, "until": until, "reason": reason, "people": people}
    if data is None:
        return render_page(request, PAGE, **page)
    if not all([until.is_valid(), *(row.is_valid() for row in rows), *([reason.is_valid()] if reason else [])]):
        return answer_mistakes(request, PAGE, **page)
    try:
        said = act(request, activity, rows, until, reason)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **page)
    say(request, said)
    return redirect("activities:detail", activity.pk)


def act(request: HttpRequest, activity: Activity, rows: list[HoursForm], until: AnswerTimeForm, reason: ReasonForm | None) -> str:
    """The one action that the page asks for; what to say about it."""
    hours = [row.hours for row in rows if row.hours]
    given: dict[str, Any] = {"hours": hours, "answer_until": until.cleaned_data["answer_until"], "by": request.user}
    if reason is None:
        actions.resume(activity, **given)
        return _("Open again. Everyone with a place is asked whether they still come.")
    actions.postpone(activity, reason=reason.cleaned_data["reason"], **given)
    if hours:
        return _("Moved. Everyone with a place is asked whether they still come.")
    return _("Postponed. Everyone with a place was told and keeps it.")


@never_cache
@login_required
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two buttons for who has a place: still coming, or leaving it to somebody else."""
    signup = get_object_or_404(policies.passes_at_hand(request.user), pk=pk)
    if request.method == "POST":
        act = answers.give_way if request.POST.get("tra-loi") == "nhuong" else answers.still_come
        try:
            signup = act(signup, by=request.user)
        except Refused as refusal:
            return answer_refusal(request, refusal, "activities/answer.html", **answer_page(request, signup))
        given = signup.status == Signup.Status.CANCELLED
        say(request, _("You left your place to somebody else.") if given else _("Noted: you come. See you there."))
        return redirect("signup:pass", signup.pk)
    return render_page(request, "activities/answer.html", **answer_page(request, signup))


def answer_page(request: HttpRequest, signup: Signup) -> dict[str, Any]:
    shift: Shift = signup.shift
    return {
        "signup": signup,
        "shift": shift,
        "activity": shift.activity,
        "is_own": signup.person.user_id == request.user.pk,
        "is_waiting": signup.asked_at is not None and signup.answered_at is None and signup.status == Signup.Status.CONFIRMED,
        "keeps": settings.UNANSWERED_KEEP_PLACE,
        "clash": answers.clash_of(signup) if signup.asked_at else None,
    }
