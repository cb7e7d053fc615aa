"""Recording an activity in four steps: its attendance, its outcome, its pictures, a last look."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.activities.models import Activity
from aoxanh.attendance.queries import expected_totals, shifts_of, without_leaving
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.records import actions, policies, queries
from aoxanh.records.forms import OutcomeForm, PicturesForm, PublishForm
from aoxanh.records.models import Record, RecordPicture

ATTENDANCE, OUTCOME, PICTURES, LOOK = 1, 2, 3, 4
TEMPLATES = {number: f"records/{name}.html" for number, name in ((1, "attendance"), (2, "outcome"), (3, "pictures"), (4, "look"))}
MOVES = {"up": -1, "down": 1}


@login_required
def edit(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """One step of the guide, or what was published. A POST keeps the outcome."""
    activity = get_object_or_404(policies.readable_activities(request.user).select_related("unit", "need", "model"), pk=activity_pk)
    record = queries.draft_of(activity)
    if record and record.published_at:
        return render_page(request, "records/published.html", activity=activity, report=queries.report(activity))
    if not policies.may_write(request.user, activity):
        return render_page(request, "records/waiting.html", activity=activity)
    if request.method == "POST":
        return keep_outcome(request, activity)
    return show(request, activity, step_asked(request), record)


def step_asked(request: HttpRequest) -> int:
    asked = request.GET.get("buoc", "")
    return int(asked) if asked in {"1", "2", "3", "4"} else ATTENDANCE


def show(request: HttpRequest, activity: Activity, step: int, record: Record | None) -> HttpResponse:
    return render_page(request, TEMPLATES[step], **context_of(request, activity, step, record))


def context_of(request: HttpRequest, activity: Activity, step: int, record: Record | None) -> dict[str, Any]:
    """What each step shows; a look needs a draft, so without one it is an empty one that is not kept."""
    context: dict[str, Any] = {"activity": activity, "record": record, "step": step}
    if step == ATTENDANCE:
        context |= {"shifts": shifts_of(activity), "figures": expected_totals(activity), "open_turns": without_leaving(activity).count()}
    if step == OUTCOME:
        context["form"] = OutcomeForm(initial=outcome_of(record))
    if step == PICTURES:
        context["form"] = PicturesForm(shown=pictures_of(record))
    if step == LOOK:
        report = queries.preview(record, by=request.user) if record else None
        context |= {"report": report, "form": PublishForm(), "nobody": not expected_totals(activity).turns}
    return context


def outcome_of(record: Record | None) -> dict[str, Any]:
    return {name: getattr(record, name) for name in ("outcome", "unfinished", "beneficiaries")} if record else {}


def pictures_of(record: Record | None) -> list[RecordPicture]:
    return list(record.pictures.select_related("picture", "record__activity")) if record else []


def keep_outcome(request: HttpRequest, activity: Activity) -> HttpResponse:
    context = {"activity": activity, "step": OUTCOME}
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, TEMPLATES[OUTCOME], form=form, **context)
    try:
        actions.write_record(activity, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEMPLATES[OUTCOME], form=form, **context)
    return to_step(activity, PICTURES)


def to_step(activity: Activity, step: int) -> HttpResponse:
    return redirect(f"{reverse('records:edit', args=[activity.pk])}?buoc={step}")


@login_required
@require_POST
def pictures(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """Keeps every caption and consent, adds what was uploaded, then does what the button says: next, save, up, down or remove."""
    activity = get_object_or_404(policies.recordable_activities(request.user), pk=activity_pk)
    shown = pictures_of(queries.draft_of(activity))
    verb, _space, which = request.POST.get("do", "save").partition(" ")
    form = PicturesForm(request.POST, request.FILES, shown=shown, is_last_look=verb == "next")
    context = {"form": form, "activity": activity, "step": PICTURES}
    if not form.is_valid():
        return answer_mistakes(request, TEMPLATES[PICTURES], **context)
    try:
        keep_pictures(form, activity, request)
        change(shown, verb, which, request)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEMPLATES[PICTURES], **context)
    return to_step(activity, LOOK if verb == "next" and not form.cleaned_data["pictures"] else PICTURES)


def keep_pictures(form: PicturesForm, activity: Activity, request: HttpRequest) -> None:
    for one, caption, consented in form.described():
        actions.describe_picture(one, caption=caption, consented=consented, by=request.user)
    for file in form.cleaned_data["pictures"]:
        actions.add_picture(activity, file=file, by=request.user)


def change(shown: list[RecordPicture], verb: str, which: str, request: HttpRequest) -> None:
    """Move or remove one picture; one that somebody else removed meanwhile is left alone."""
    one = next((picture for picture in shown if str(picture.pk) == which), None)
    if one and verb == "remove":
        actions.remove_picture(one, by=request.user)
    if one and verb in MOVES:
        actions.move_picture(one, steps=MOVES[verb], by=request.user)


@login_required
@require_POST
def publish(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """Publish the results; the public page becomes the report."""
    activity = get_object_or_404(policies.recordable_activities(request.user).select_related("unit", "need", "model"), pk=activity_pk)
    form = PublishForm(request.POST)
    nobody_came = form.is_valid() and form.cleaned_data["nobody_came"]
    try:
        actions.publish_record(activity, nobody_came=nobody_came, by=request.user)
    except Refused as refusal:
        record = queries.draft_of(activity)
        return answer_refusal(request, refusal, TEMPLATES[LOOK], **context_of(request, activity, LOOK, record) | {"form": form})
    say(request, _("Published. The activity's page now shows its results."))
    return redirect("records:edit", activity.pk)
