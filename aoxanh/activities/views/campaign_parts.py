"""Stages, fronts and goals of a campaign, added and taken out on its first page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.activities import leading
from aoxanh.activities.actions import campaigns as actions
from aoxanh.activities.forms.campaigns import FrontForm, GoalForm, StageForm
from aoxanh.activities.models import Campaign, Front, Goal, Stage
from aoxanh.activities.views.campaigns import DETAIL, led, overview
from aoxanh.kit.pages import answer_mistakes, answer_refusal, say
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit


@login_required
@require_POST
def add_stage(request: HttpRequest, pk: UUID) -> HttpResponse:
    return add(request, led(request, pk), "stage_form", StageForm(request.POST), actions.add_stage)


@login_required
@require_POST
def add_front(request: HttpRequest, pk: UUID) -> HttpResponse:
    return add(request, led(request, pk), "front_form", FrontForm(request.POST), actions.add_front)


@login_required
@require_POST
def set_goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    campaign = led(request, pk)
    units = Unit.objects.filter(pk__in=[*campaign.participations.filter(declined_at=None).values_list("unit", flat=True), campaign.unit_id])
    return add(request, campaign, "goal_form", GoalForm(request.POST, units=units), actions.set_goal)


def add(request: HttpRequest, campaign: Campaign, name: str, form: forms.Form, action: Callable[..., Any]) -> HttpResponse:
    """One row more; what was refused comes again with what was typed."""
    if not form.is_valid():
        return answer_mistakes(request, DETAIL, **overview(request, campaign, **{name: form}))
    try:
        action(campaign, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return answer_refusal(request, refusal, DETAIL, **overview(request, campaign, **{name: form}))
    say(request, _("Saved."))
    return redirect("campaigns:detail", campaign.pk)


@login_required
@require_POST
def remove_stage(request: HttpRequest, pk: UUID) -> HttpResponse:
    return remove(request, Stage, pk, actions.remove_stage)


@login_required
@require_POST
def remove_front(request: HttpRequest, pk: UUID) -> HttpResponse:
    return remove(request, Front, pk, actions.remove_front)


@login_required
@require_POST
def remove_goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    return remove(request, Goal, pk, actions.remove_goal)


def remove(request: HttpRequest, model: type[Stage] | type[Front] | type[Goal], pk: UUID, action: Callable[..., Any]) -> HttpResponse:
    rows: Any = model.objects.filter(campaign__in=leading.manageable_campaigns(request.user)).select_related("campaign__unit")
    part = get_object_or_404(rows, pk=pk)
    try:
        action(part, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, DETAIL, **overview(request, part.campaign))
    say(request, _("Taken out."))
    return redirect("campaigns:detail", part.campaign_id)
