"""What a campaign brought, for those who lead it or take part: the table, the people behind a figure, the list to take away."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.activities.leading import may_lead, readable_campaigns
from aoxanh.activities.models import Campaign
from aoxanh.activities.policies import readable_activities
from aoxanh.activities.queries.campaigns import activities_in
from aoxanh.activities.views.campaigns import narrowing
from aoxanh.audit.actions import record
from aoxanh.desk.queries.campaigns import board, sheet_columns, sheet_rows
from aoxanh.kit.dates import today
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.kit.sheets.writing import xlsx_response
from aoxanh.records.campaigns import people_in

RESULTS, PEOPLE = "desk/campaigns/results.html", "desk/campaigns/people.html"
PAGE = 40


def shown(request: HttpRequest, pk: UUID) -> Campaign:
    return get_object_or_404(readable_campaigns(request.user).select_related("unit"), pk=pk)


@login_required
@require_safe
def results(request: HttpRequest, pk: UUID) -> HttpResponse:
    campaign = shown(request, pk)
    lead = may_lead(request.user, campaign)
    return render_page(request, RESULTS, campaign=campaign, board=board(campaign), at=timezone.now(), may_lead=lead)


@never_cache
@login_required
@require_safe
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The people behind a figure, by name where the reader sees who signed up; of the others only how many."""
    campaign = shown(request, pk)
    narrowed: dict[str, Any] = narrowing(request, campaign)
    activities = activities_in(campaign, **narrowed)
    seen = people_in(activities.filter(pk__in=readable_activities(request.user).values("pk")))
    return render_page(
        request,
        PEOPLE,
        campaign=campaign,
        page=page(seen, request, by=("sort_key", "id"), size=PAGE),
        total=people_in(activities).count(),
        named=seen.count(),
        **narrowed,
    )


@never_cache
@login_required
@require_safe
def sheet(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    campaign = shown(request, pk)
    record("desk.exported", campaign, by=request.user, unit_id=campaign.unit_id, list="campaign", form="xlsx")
    return xlsx_response(f"{campaign.slug}-{today():%Y-%m-%d}", sheet_columns(), sheet_rows(board(campaign)), title=campaign.name)
