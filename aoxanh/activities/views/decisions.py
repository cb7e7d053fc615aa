"""Submitting, deciding, calling off. A decision that needs a reason is a dialog, and without script a page of its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.activities import actions, policies
from aoxanh.activities.forms import ReasonForm
from aoxanh.activities.models import Activity
from aoxanh.activities.queries.lists import with_places
from aoxanh.activities.views.desk import show_activity, whole
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused

PAGE = 30


@login_required
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    waiting = acting(request).narrow(policies.approvable_activities(request.user))
    return render_page(
        request,
        "activities/approvals.html",
        page=page(with_places(waiting), request, by=("starts_at", "id"), size=PAGE),
        count=waiting.count(),
        on=today(),
    )


@login_required
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    return decide(
        request,
        get_object_or_404(whole(policies.manageable_activities(request.user)), pk=pk),
        lambda activity: actions.submit(activity, by=request.user),
        done=lambda made: (
            _("Open. No level above has to agree.")
            if made.status == Activity.Status.OPEN
            else _("Submitted. You will be told when it is decided.")
        ),
    )


@login_required
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    return decide(
        request,
        get_object_or_404(whole(policies.overseen_activities(request.user)), pk=pk),
        lambda activity: actions.approve(activity, by=request.user),
        done=lambda made: (
            _("You agreed. The level above was told and decides next.")
            if made.status == Activity.Status.ENDORSED
            else _("Approved. Everyone sees it now, and its unit was told.")
        ),
    )


@login_required
def return_(request: HttpRequest, pk: UUID) -> HttpResponse:
    return ask_why(
        request,
        get_object_or_404(whole(policies.overseen_activities(request.user)), pk=pk),
        actions.return_with_reason,
        title=_("Return it to its unit?"),
        verb=_("Return it"),
        done=_("Returned. Its unit was told why."),
    )


@login_required
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    activity = get_object_or_404(whole(policies.manageable_activities(request.user)), pk=pk)
    is_open = activity.status in (Activity.Status.OPEN, Activity.Status.POSTPONED)
    return ask_why(
        request,
        activity,
        actions.cancel,
        title=_("Cancel this activity?") if is_open else _("Withdraw this activity?"),
        verb=_("Cancel and tell everyone") if is_open else _("Withdraw it"),
        done=_("Cancelled. Everyone with a place was told.") if is_open else _("Withdrawn. Nobody else had seen it."),
    )


def decide(request: HttpRequest, activity: Activity, act: Callable[[Activity], Any], *, done: str | Callable[[Any], str]) -> HttpResponse:
    try:
        made = act(activity)
    except Refused as refusal:
        activity = whole(policies.readable_activities(request.user)).get(pk=activity.pk)
        response = show_activity(request, activity, status=CONFLICT, refusal=refusal)
        response["X-Refusal"] = refusal.code
        return response
    say(request, done if isinstance(done, str) else done(made))
    return redirect("activities:detail", activity.pk)


def ask_why(request: HttpRequest, activity: Activity, action: Callable[..., Any], *, title: str, verb: str, done: str) -> HttpResponse:
    """The form with the reason, or what came of it."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return decide(request, activity, lambda one: action(one, reason=form.cleaned_data["reason"], by=request.user), done=done)
    status = UNPROCESSABLE if form.is_bound else 200
    return render_page(request, "activities/why.html", status=status, activity=activity, form=form, title=title, verb=verb)
