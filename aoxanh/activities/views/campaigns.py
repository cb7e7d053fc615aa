"""Campaigns at the desk: the list, writing one, its parts, its life, what is in it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.activities import leading
from aoxanh.activities.actions import campaigns as actions
from aoxanh.activities.forms import ReasonForm
from aoxanh.activities.forms.campaigns import CampaignForm, FrontForm, GoalForm, StageForm
from aoxanh.activities.models import Campaign
from aoxanh.activities.queries import campaigns as queries
from aoxanh.activities.queries.teams import teams_in
from aoxanh.kit.dates import today
from aoxanh.kit.pages import UNPROCESSABLE, answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit

LIST, FORM, DETAIL, WHY, ROWS = (f"activities/campaigns/{name}.html" for name in ("list", "form", "detail", "why", "activities"))
PAGE = 30
FIELD_OF = {"programme_not_registered": "registered_as", "programme_too_short": "last", "ends_before_it_starts": "last"}


@login_required
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Those that still go on or are being prepared, the latest beginning first; with `?da-qua` those that are over."""
    past, campaigns = "da-qua" in request.GET, leading.readable_campaigns(request.user)
    ended = campaigns.filter(status__in=actions.ENDED)
    shown = ended if past else campaigns.exclude(status__in=actions.ENDED)
    dated = queries.counted(shown).select_related("unit").annotate(since=F("during__startswith"))
    rows = page(dated, request, by=("-since", "id"), size=PAGE)
    return render_page(
        request,
        LIST,
        page=rows,
        past=past,
        counts={"past": ended.count(), "now": campaigns.filter(status=Campaign.Status.OPEN).count()},
        on=today(),
        may_lead=leading.leading_units(request.user).exists(),
    )


@login_required
def new(request: HttpRequest) -> HttpResponse:
    units = leading.leading_units(request.user)
    if not units.exists():
        raise Http404
    first = {"unit": acting(request).first_choice(units)}
    form = CampaignForm(request.POST if request.method == "POST" else None, units=units, initial=first)
    return save(request, form)


@login_required
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    campaign = led(request, pk)
    if campaign.status in actions.ENDED:
        return redirect("campaigns:detail", pk)
    units = Unit.objects.filter(pk=campaign.unit_id)
    return save(request, CampaignForm(request.POST if request.method == "POST" else None, units=units, campaign=campaign))


def save(request: HttpRequest, form: CampaignForm) -> HttpResponse:
    if not form.is_bound:
        return render_page(request, FORM, form=form)
    if not form.is_valid():
        return answer_mistakes(request, FORM, form=form)
    given = form.cleaned_data
    try:
        if form.campaign:
            campaign = actions.revise_campaign(form.campaign, plan=form.plan(), by=request.user)
        else:
            campaign = actions.create_campaign(given["unit"], plan=form.plan(), request_id=given["request_id"], by=request.user)
    except Refused as refusal:
        form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        return answer_refusal(request, refusal, FORM, form=form)
    say(request, _("Saved.") if form.campaign else _("Saved as a draft. Add stages, fronts and units, then open it."))
    return redirect("campaigns:detail", campaign.pk)


def led(request: HttpRequest, pk: UUID) -> Campaign:
    return get_object_or_404(leading.manageable_campaigns(request.user).select_related("unit"), pk=pk)


def read(request: HttpRequest, pk: UUID) -> Campaign:
    return get_object_or_404(leading.readable_campaigns(request.user).select_related("unit"), pk=pk)


@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render_page(request, DETAIL, **overview(request, read(request, pk)))


def overview(request: HttpRequest, campaign: Campaign, **forms: Any) -> dict[str, Any]:
    """All that the first page says; a form that was refused is given in `forms`."""
    may_lead = leading.may_lead(request.user, campaign)
    is_alive, is_programme = campaign.status not in actions.ENDED, campaign.form == Campaign.Form.PROGRAMME
    parts = queries.participations(campaign)
    takers = Unit.objects.filter(pk__in=[*(part.unit_id for part in parts if part.declined_at is None), campaign.unit_id])
    return {
        "campaign": campaign,
        "stages": list(campaign.stages.all()),
        "fronts": list(campaign.fronts.all()),
        "goals": list(campaign.goals.select_related("unit").order_by(F("unit__search_key").asc(nulls_first=True), "measure")),
        "parts": parts,
        "promised": sum(part.people for part in parts),
        "unanswered": [part for part in parts if part.answered_at is None],
        "declined": [part for part in parts if part.declined_at],
        "activity_count": queries.activities_in(campaign).count(),
        "team_count": teams_in(campaign).count(),
        "safety": None if is_programme else queries.safety_counts(campaign),
        "contracts": queries.contract_counts(campaign, today(), settings.CONTRACT_SOON_DAYS) if is_programme else None,
        "may_lead": may_lead,
        "may_change": may_lead and is_alive,
        "may_answer": is_alive and leading.answering_units(request.user, campaign).exists(),
        "stage_form": StageForm(),
        "front_form": FrontForm(),
        "goal_form": GoalForm(units=takers.order_by("search_key")),
        "reason_form": ReasonForm(),
        "on": today(),
        **forms,
    }


@login_required
@require_safe
def activities(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The activities behind a figure: of a unit, a front, a stage."""
    campaign = read(request, pk)
    narrowed = narrowing(request, campaign)
    found = queries.activities_in(campaign, **narrowed)
    return render_page(
        request,
        ROWS,
        campaign=campaign,
        page=page(found, request, by=("-starts_at", "id"), size=PAGE),
        total=found.order_by().count(),
        **narrowed,
    )


def narrowing(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """What the address narrows rows to; what cannot be read, or is of another campaign, narrows nothing."""
    ask = request.GET
    return {
        "unit": Unit.objects.filter(slug=ask.get("don-vi", "")).first(),
        "front": campaign.fronts.filter(pk=key(ask.get("mat-tran", ""))).first(),
        "stage": campaign.stages.filter(pk=key(ask.get("dot", ""))).first(),
    }


def key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@login_required
@require_POST
def open_(request: HttpRequest, pk: UUID) -> HttpResponse:
    return decide(request, led(request, pk), actions.open_campaign, _("Open. Everyone sees it now, and invited units were told."))


@login_required
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    return decide(request, led(request, pk), actions.close_campaign, _("Closed. Its figures stay."))


def decide(request: HttpRequest, campaign: Campaign, action: Any, done: str, **facts: Any) -> HttpResponse:
    try:
        action(campaign, by=request.user, **facts)
    except Refused as refusal:
        return answer_refusal(request, refusal, DETAIL, **overview(request, campaign))
    say(request, done)
    return redirect("campaigns:detail", campaign.pk)


@login_required
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A dialog; without script a page of its own."""
    campaign = led(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = _("Cancelled. The units that take part were told.")
        return decide(request, campaign, actions.cancel_campaign, done, reason=form.cleaned_data["reason"])
    status = UNPROCESSABLE if form.is_bound else 200
    return render_page(request, WHY, status=status, campaign=campaign, form=form)
