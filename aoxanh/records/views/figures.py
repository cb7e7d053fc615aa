"""The rows behind the figures of a record: people, turns, entries of hours."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aoxanh.activities.models import Activity
from aoxanh.attendance.models import ServiceHours
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.records import policies, queries
from aoxanh.records.campaigns import people_in, turns_in
from aoxanh.records.models import Record
from aoxanh.records.queries.reports import figures_of

PEOPLE, TURNS, ENTRIES = "nguoi", "luot", "gio"


@login_required
@require_safe
def figures(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """Names are for who records the activity, nobody else."""
    activity = get_object_or_404(policies.recordable_activities(request.user).select_related("unit"), pk=activity_pk)
    only = Activity.objects.filter(pk=activity.pk)
    kind = request.GET.get("xem", PEOPLE)
    if kind == TURNS:
        rows = page(turns_in(only), request, by=("-shift__starts_at", "id"))
    elif kind == ENTRIES:
        entries = ServiceHours.objects.filter(activity=activity).select_related("person", "by__person", "verified_by__person")
        rows = page(entries.order_by("-on", "-id"), request, by=("-on", "-id"))
    else:
        kind, rows = PEOPLE, page(people_in(only).order_by("sort_key", "id"), request, by=("sort_key", "id"))
    record = queries.draft_of(activity) or Record(activity=activity)
    return render_page(request, "records/figures.html", activity=activity, page=rows, kind=kind, figures=figures_of(record))
