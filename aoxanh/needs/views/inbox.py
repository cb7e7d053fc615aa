"""Reports of citizens before those who look at them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.kit.dates import is_within, today
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.needs import actions, policies, queries
from aoxanh.needs.forms import DeclineForm, MergeForm
from aoxanh.needs.models import Report
from aoxanh.places import maps
from aoxanh.places.boundaries import EDITION
from aoxanh.places.queries import province_of


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """404 for who looks at reports of no unit."""
    if not policies.publishable_units(request.user).exists():
        raise Http404
    found = acting(request).narrow(policies.moderated_reports(request.user))
    is_past = "da-xong" in request.GET
    pending = found.filter(state=Report.State.PENDING)
    rows = found.exclude(state=Report.State.PENDING) if is_past else pending
    return render_page(
        request,
        "needs/reports.html",
        page=page(rows, request, by=("-decided_at", "-id") if is_past else ("at", "id"), size=30),
        count=pending.count(),
        is_past=is_past,
    )


@login_required
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show_report(request, one_or_404(request, pk))


def one_or_404(request: HttpRequest, pk: UUID) -> Report:
    return get_object_or_404(policies.moderated_reports(request.user), pk=pk)


def show_report(
    request: HttpRequest,
    found: Report,
    *,
    status: int = 200,
    decline: DeclineForm | None = None,
    merge: MergeForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    needs = queries.mergeable_needs(found, policies.manageable_needs(request.user), on=today()) if found.is_pending else []
    response = render_page(
        request,
        "needs/report.html",
        status=status,
        report=found,
        needs=queries.with_lacking(needs) if needs else [],
        decline=decline or DeclineForm(),
        merge=merge,
        refusal=refusal,
        map=map_of(found),
    )
    if refusal:
        response["X-Refusal"] = refusal.code
    return response


def map_of(found: Report) -> maps.DrawnMap | None:
    code = province_of(found.area).code
    if not is_within(EDITION, found.area.during):
        return None
    pin = maps.Pin(found.latitude, found.longitude, 0, kind="need", name=found.area.short_name)
    view = maps.province_map(code).view_around(found.latitude, found.longitude, 360, 240)
    return maps.draw(code, title=str(found.area), view=view, style=maps.NEAR, selected=found.area.code, pins=[pin], fills=True)


@login_required
@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = one_or_404(request, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return show_report(request, found, status=UNPROCESSABLE, decline=form)
    try:
        actions.decline_report(found, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refusal:
        return show_report(request, one_or_404(request, pk), status=CONFLICT, refusal=refusal)
    say(request, _("Declined. Whoever reported it was told why."))
    return redirect("needs:reports")


@login_required
@require_POST
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = one_or_404(request, pk)
    form = MergeForm(policies.manageable_needs(request.user), request.POST)
    if not form.is_valid():
        return show_report(request, found, status=UNPROCESSABLE, merge=form)
    try:
        actions.merge_report(found, form.cleaned_data["need"], by=request.user)
    except Refused as refusal:
        return show_report(request, one_or_404(request, pk), status=CONFLICT, refusal=refusal)
    say(request, _("Added to the need. Whoever reported it was told."))
    return redirect("needs:detail", form.cleaned_data["need"].pk)
