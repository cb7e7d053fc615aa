"""The three questions, for who has a ticket; and what came of them, for who organised."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities.models import Activity
from aoxanh.attendance import policies
from aoxanh.attendance.actions import feedback as actions
from aoxanh.attendance.forms.feedback import LABELS, FeedbackForm, HeedForm, ThanksForm
from aoxanh.attendance.models import Feedback, Thanks
from aoxanh.attendance.queries.feedback import first_turns, is_closed, ticket_by_key, voices_of
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

GIVE, VOICES = "attendance/feedback_give.html", "attendance/feedback.html"
QUIET = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


@never_cache
def give(request: HttpRequest, key: str) -> HttpResponse:
    """One answer a ticket, without an account."""
    response = answered(request, key)
    for name, value in QUIET.items():
        response[name] = value
    return response


def answered(request: HttpRequest, key: str) -> HttpResponse:
    ticket = ticket_by_key(key)
    if ticket is None:
        raise Http404
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    context = {"activity": ticket.signup.shift.activity, "was_used": ticket.was_used, "is_closed": is_closed(ticket), "form": form}
    if not form.is_bound:
        return render_page(request, GIVE, **context)
    if not form.is_valid():
        return answer_mistakes(request, GIVE, **context)
    try:
        actions.give_feedback(ticket, **form.cleaned_data)
    except Refused as refusal:
        return answer_refusal(request, refusal, GIVE, **context)
    return redirect("feedback:given")


@require_safe
def given(request: HttpRequest) -> HttpResponse:
    """The same page for everyone who answered."""
    return render_page(request, "attendance/feedback_given.html")


@never_cache
@require_safe
@login_required
def voices(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    return render_page(request, VOICES, **page_of(request, readable(request, activity_pk)))


def readable(request: HttpRequest, pk: UUID) -> Activity:
    return get_object_or_404(policies.readable_activities(request.user).select_related("unit"), pk=pk)


def takeable(request: HttpRequest, pk: UUID) -> Activity:
    return get_object_or_404(policies.takeable_activities(request.user).select_related("unit"), pk=pk)


def page_of(request: HttpRequest, activity: Activity, **forms: Any) -> dict[str, Any]:
    found = voices_of(activity)
    return {
        "activity": activity,
        "voices": found,
        "questions": [(str(LABELS[one.question]), one) for one in found.questions],
        "thanks": Thanks.objects.filter(activity=activity).select_related("heeded_by__person").first(),
        "came": first_turns(activity).count(),
        "may": policies.takeable_activities(request.user).filter(pk=activity.pk).exists(),
        "thanks_form": ThanksForm(),
        "heed_form": HeedForm(),
        **forms,
    }


@require_POST
@login_required
def thank(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    activity = takeable(request, activity_pk)
    form = ThanksForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, VOICES, **page_of(request, activity, thanks_form=form))
    try:
        said = actions.thank(activity, words=form.cleaned_data["words"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, VOICES, **page_of(request, activity, thanks_form=form))
    say(request, ngettext("%(count)d person is thanked.", "%(count)d people are thanked.", said.people) % {"count": said.people})
    return redirect("attendance:feedback", activity_pk)


@require_POST
@login_required
def heed(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    activity = takeable(request, activity_pk)
    form = HeedForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, VOICES, **page_of(request, activity, heed_form=form))
    try:
        actions.heed(activity, words=form.cleaned_data["words"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, VOICES, **page_of(request, activity, heed_form=form))
    say(request, _("Noted."))
    return redirect("attendance:feedback", activity_pk)


@require_POST
@login_required
def hide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Words that name somebody; they are known to who may see them only."""
    found = get_object_or_404(Feedback, pk=pk, activity__in=policies.takeable_activities(request.user))
    changed = actions.hide_words(found, by=request.user)
    say(request, _("Hidden. Nobody reads these words any more.") if changed.is_hidden else _("Shown again."))
    return redirect("attendance:feedback", changed.activity_id)
