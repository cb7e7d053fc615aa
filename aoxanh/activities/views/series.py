"""Series and templates: what an organiser writes once."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from uuid_utils.compat import uuid7

from aoxanh.activities import actions, policies
from aoxanh.activities.actions import templates
from aoxanh.activities.actions.series import first_day
from aoxanh.activities.forms.series import RepeatForm, TemplateForm, TemplateNameForm
from aoxanh.activities.models import Activity, Template
from aoxanh.activities.series import days_of, preview
from aoxanh.activities.views.decisions import ask_why
from aoxanh.activities.views.desk import whole
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit

REPEAT, SAVE, TEMPLATE = "activities/repeat.html", "activities/save_template.html", "activities/template.html"


@login_required
def repeat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a draft come back. GET shows the days, POST makes them."""
    activity = get_object_or_404(whole(policies.manageable_activities(request.user)), pk=pk)
    try:
        first = first_day(activity)
    except Refused as refusal:
        return answer_refusal(request, refusal, REPEAT, activity=activity, form=None)
    usual = {"weekdays": [first.weekday()], "every": 1}
    form = RepeatForm(request.POST if request.method == "POST" else request.GET if "until" in request.GET else None, initial=usual)
    days = days_asked(form, first) if form.is_bound and form.is_valid() else []
    page: dict[str, Any] = {"activity": activity, "form": form, "first": first, "days": days, "request_id": uuid7()}
    if request.method != "POST":
        return answer_mistakes(request, REPEAT, **page) if form.is_bound and not form.is_valid() else render_page(request, REPEAT, **page)
    if not form.is_valid():
        return answer_mistakes(request, REPEAT, **page)
    return make(request, activity, form, page)


def days_asked(form: RepeatForm, first: date) -> list[Any]:
    given = form.cleaned_data
    return preview(on for on in days_of(given["weekdays"], every=given["every"], starts_on=first, until=given["until"]) if on != first)


def make(request: HttpRequest, activity: Activity, form: RepeatForm, page: dict[str, Any]) -> HttpResponse:
    kept = set(request.POST.getlist("days"))
    without = [day.on for day in page["days"] if day.on.isoformat() not in kept]
    sent = key_of(request.POST.get("request_id", ""))
    try:
        actions.repeat(activity, **form.cleaned_data, without=without, request_id=sent, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, REPEAT, **page)
    count = len(page["days"]) - len(without) + 1
    say(
        request,
        ngettext("%(count)d day is written. Submit one, and all are.", "%(count)d days are written. Submit one, and all are.", count)
        % {"count": count},
    )
    return redirect("activities:detail", activity.pk)


def key_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid7()


@login_required
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the series with this day."""
    activity = get_object_or_404(whole(policies.manageable_activities(request.user)), pk=pk)
    return ask_why(
        request,
        activity,
        actions.stop_series,
        title=_("Stop the series from this day on?"),
        verb=_("Cancel this day and the following"),
        done=_("Stopped. Everyone with a place on these days was told."),
    )


@login_required
@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """Templates to begin from: of the own units and those above."""
    if not policies.organising_roots(request.user):
        raise Http404
    found = list(policies.usable_templates(request.user))
    own = set(policies.manageable_templates(request.user).values_list("pk", flat=True))
    return render_page(request, "activities/templates.html", templates=found, own=own)


@login_required
def save_template(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep an activity as a template."""
    activity = get_object_or_404(whole(policies.manageable_activities(request.user)), pk=pk)
    form = TemplateNameForm(
        request.POST if request.method == "POST" else None,
        units=template_units(request, activity),
        initial={"unit": activity.unit_id, "name": activity.title[:80]},
    )
    if not form.is_bound:
        return render_page(request, SAVE, activity=activity, form=form)
    if not form.is_valid():
        return answer_mistakes(request, SAVE, activity=activity, form=form)
    try:
        templates.save_as_template(activity, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, SAVE, activity=activity, form=form)
    say(request, _("Kept as a template. Begin the next activity from it."))
    return redirect("activities:templates")


def template_units(request: HttpRequest, activity: Activity) -> QuerySet[Unit]:
    """The activity's unit, and those for which the user was given the right to organise."""
    roots = policies.organising_roots(request.user)
    return Unit.objects.filter(pk__in={activity.unit_id, *roots}).order_by("search_key", "id")


@login_required
def template(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its name and briefing."""
    found = get_object_or_404(policies.manageable_templates(request.user), pk=pk)
    form = TemplateForm(request.POST or None, initial={"name": found.name, "briefing": found.briefing})
    if not form.is_bound:
        return render_page(request, TEMPLATE, kept=found, form=form)
    if not form.is_valid():
        return answer_mistakes(request, TEMPLATE, kept=found, form=form)
    try:
        templates.change_template(found, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEMPLATE, kept=found, form=form)
    say(request, _("Saved."))
    return redirect("activities:templates")


@login_required
@require_POST
def delete_template(request: HttpRequest, pk: UUID) -> HttpResponse:
    found: Template = get_object_or_404(policies.manageable_templates(request.user), pk=pk)
    templates.delete_template(found, by=request.user)
    say(request, _("The template is gone. What was made from it stays."))
    return redirect("activities:templates")
