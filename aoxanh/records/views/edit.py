"""Recording an activity step by step; each step is kept by itself, and one goes on where one stopped."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.activities.models import Activity
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.records import actions, policies, queries
from aoxanh.records.forms import LessonsForm, OutcomeForm, PublishForm, goods_rows, money_rows
from aoxanh.records.forms.uses import goods_lines, money_lines
from aoxanh.records.models import Record
from aoxanh.records.views.steps import LESSONS, LOOK, OUTCOME, PICTURES, TEMPLATES, USES, context_of, frame, show, step_asked, to_step


@login_required
def edit(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """One step of the guide, or what was published. A POST keeps the step."""
    activity = get_object_or_404(policies.readable_activities(request.user).select_related("unit", "need", "model"), pk=activity_pk)
    record = queries.draft_of(activity)
    may_write = policies.may_write(request.user, activity)
    if record and record.published_at and not (may_write and record.reopenings.filter(closed_at=None).exists()):
        return render_page(request, "records/published.html", **published(request, activity, record))
    if not may_write:
        return render_page(request, "records/waiting.html", activity=activity)
    step = step_asked(request, record)
    if request.method == "POST":
        return KEEPERS.get(step, keep_outcome)(request, activity, record)
    return show(request, activity, step, record)


def published(request: HttpRequest, activity: Activity, record: Record) -> dict[str, Any]:
    """What was published, with what only the unit and those above it read."""
    return {
        "activity": activity,
        "record": record,
        "report": queries.report(activity),
        "may_reopen": policies.reopenable_activities(request.user).filter(pk=activity.pk).exists(),
        "has_versions": record.reopenings.exists(),
        "money": list(record.money.all()),
    }


def keep_outcome(request: HttpRequest, activity: Activity, record: Record | None) -> HttpResponse:
    form = OutcomeForm(request.POST, record=record)
    context = frame(activity, OUTCOME, record) | {"form": form}
    if not form.is_valid():
        return answer_mistakes(request, TEMPLATES[OUTCOME], **context)
    try:
        actions.write_record(activity, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEMPLATES[OUTCOME], **context)
    return to_step(activity, USES)


def keep_uses(request: HttpRequest, activity: Activity, record: Record | None) -> HttpResponse:
    """Both tables. The button for more rows keeps those that are there and comes back."""
    money, goods = money_rows(request.POST), goods_rows(request.POST)
    is_public = bool(request.POST.get("money_public"))
    context = frame(activity, USES, record) | {"money": money, "goods": goods, "money_public": is_public}
    if not all([money.is_valid(), goods.is_valid()]):
        return answer_mistakes(request, TEMPLATES[USES], **context)
    try:
        actions.write_uses(activity, money=money_lines(money), goods=goods_lines(goods), money_public=is_public, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEMPLATES[USES], **context)
    return to_step(activity, USES if request.POST.get("do") == "more" else LESSONS)


def keep_lessons(request: HttpRequest, activity: Activity, record: Record | None) -> HttpResponse:
    form = LessonsForm(request.POST, record=record)
    context = frame(activity, LESSONS, record) | {"form": form}
    if not form.is_valid():
        return answer_mistakes(request, TEMPLATES[LESSONS], **context)
    try:
        actions.write_lessons(activity, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEMPLATES[LESSONS], **context)
    return to_step(activity, PICTURES)


KEEPERS = {OUTCOME: keep_outcome, USES: keep_uses, LESSONS: keep_lessons}


@login_required
@require_POST
def publish(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """Publish the results, or their correction; the public page becomes the report."""
    activity = get_object_or_404(policies.recordable_activities(request.user).select_related("unit", "need", "model"), pk=activity_pk)
    form = PublishForm(request.POST)
    if not form.is_valid():
        context = context_of(request, activity, LOOK, queries.draft_of(activity)) | {"form": form}
        return answer_mistakes(request, TEMPLATES[LOOK], **context)
    try:
        record = actions.publish_record(activity, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        context = context_of(request, activity, LOOK, queries.draft_of(activity)) | {"form": form}
        return answer_refusal(request, refusal, TEMPLATES[LOOK], **context)
    say(request, _("The correction is published.") if record.corrected_at else _("Published. The activity's page now shows its results."))
    return redirect("records:edit", activity.pk)
