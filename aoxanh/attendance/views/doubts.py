"""What is to be looked at once more: the short list of an activity, and its phones."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities.models import Activity
from aoxanh.attendance import policies
from aoxanh.attendance.actions import doubts as actions
from aoxanh.attendance.doubt_words import sentence_of, title_of
from aoxanh.attendance.forms.doubts import TimeForm
from aoxanh.attendance.models import Doubt
from aoxanh.attendance.queries import doubts as queries
from aoxanh.kit.dates import local
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

PAGE = "attendance/doubts.html"


@login_required
@require_safe
def review(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """Both scans of each doubt, what was decided before, and the phones with what they still keep."""
    activity = get_object_or_404(policies.readable_activities(request.user), pk=activity_pk)
    return render_page(request, PAGE, **page_of(request, activity))


def page_of(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    waiting = [shown(doubt) for doubt in queries.open_doubts(activity)]
    return {
        "activity": activity,
        "takeable": policies.takeable_shifts(request.user).filter(activity=activity).exists(),
        "doubts": waiting,
        "handed_over": sum(one["doubt"].code == "handed_over" for one in waiting),
        "settled": [shown(doubt) for doubt in queries.settled_doubts(activity)],
        "phones": list(queries.phones_of(activity)),
    }


def shown(doubt: Any) -> dict[str, Any]:
    start = doubt.shift.starts_at if doubt.code == "not_in" else doubt.scan.at
    return {
        "doubt": doubt,
        "title": title_of(doubt.code),
        "sentence": sentence_of(doubt.code),
        "name": doubt.signup.person.full_name if doubt.signup else doubt.scan.details.get("name") or doubt.scan.text[:20],
        "seen": list(queries.sightings(doubt)),
        "asks_time": doubt.code in actions.ASKS_TIME,
        "may_keep": doubt.code not in (*actions.ASKS_TIME, "unknown_code"),
        "may_change": doubt.code != "unknown_code" and doubt.scan.kind in ("in", "out", "walk_in"),
        "time": local(start).strftime("%H:%M"),
        "portrait": queries.portrait_of(doubt),
        "decided_by": queries.decided_by(doubt.settled_by),
    }


@login_required
@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was as the phone said."""
    return decide(request, pk, lambda doubt: actions.keep(doubt, by=request.user), _("Kept."))  # type: ignore[arg-type]


@login_required
@require_POST
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was at another time."""
    doubt, form = fetched(request, pk), TimeForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, PAGE, form=form, **page_of(request, doubt.shift.activity))
    at, word = form.moment_at(doubt.shift), form.cleaned_data["word"]
    return decide(request, pk, lambda one: actions.change(one, at=at, word=word, by=request.user), _("Time changed."))  # type: ignore[arg-type]


@login_required
@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It counts for nothing."""
    word = request.POST.get("word", "")
    return decide(request, pk, lambda doubt: actions.drop(doubt, word=word, by=request.user), _("Dropped."))  # type: ignore[arg-type]


@login_required
@require_POST
def accept(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """All that somebody else handed over."""
    shifts = policies.takeable_shifts(request.user).filter(activity=activity_pk).select_related("activity")
    activity = get_object_or_404(Activity.objects.filter(pk__in=shifts.values("activity")), pk=activity_pk)
    number = actions.accept_all(activity, by=request.user)  # type: ignore[arg-type]
    say(request, ngettext("%(n)d scan accepted.", "%(n)d scans accepted.", number) % {"n": number})
    return redirect("attendance:review", activity.pk)


def fetched(request: HttpRequest, pk: UUID) -> Doubt:
    return get_object_or_404(policies.decidable_doubts(request.user).select_related("shift__activity__unit"), pk=pk)


def decide(request: HttpRequest, pk: UUID, act: Callable[[Doubt], Doubt], done: str) -> HttpResponse:
    doubt = fetched(request, pk)
    try:
        after = act(doubt)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **page_of(request, doubt.shift.activity))
    say(request, done if after.settled_at else sentence_of(after.code))
    return redirect("attendance:review", doubt.shift.activity_id)
