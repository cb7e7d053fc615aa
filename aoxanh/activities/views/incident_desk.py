"""Incidents at the desk: what is open, one of them from report to closing."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.activities.actions import incidents as actions
from aoxanh.activities.forms.incidents import StepForm
from aoxanh.activities.models import Incident
from aoxanh.activities.policies import safety as policies
from aoxanh.activities.queries.incidents import WHOLE, counts, desk_incidents
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused

PAGE = 30
STATUSES = {"xu-ly": Incident.Status.HANDLED, "dong": Incident.Status.CLOSED}


@never_cache
@login_required
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Those of the unit for which one acts: open ones first, the gravest on top."""
    found = acting(request).narrow(policies.visible_incidents(request.user))
    rows = page(desk_incidents(found), request, by=("turn", "-severity", "-reported_at", "id"), size=PAGE)
    return render_page(request, "activities/incidents.html", page=rows, counts=counts(found))


@never_cache
@login_required
@require_safe
def incident(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(policies.visible_incidents(request.user).select_related(*WHOLE), pk=pk)
    actions.note_reading(found, by=request.user)
    return show(request, found)


def show(request: HttpRequest, incident: Incident, *, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "incident": incident,
        "steps": list(incident.steps.select_related("by__person")),
        "may_handle": policies.handleable_incidents(request.user).filter(pk=incident.pk).exists(),
        "form": StepForm(),
        "in_charge": getattr(incident.activity.created_by, "person", None) if incident.activity else None,
    }
    return render_page(request, "activities/incident.html", status=status, **(context | more))


@require_POST
@login_required
def step(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    """Being dealt with, or closed with what came of it."""
    if what not in STATUSES:
        raise Http404
    found = get_object_or_404(policies.handleable_incidents(request.user).select_related(*WHOLE), pk=pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        return show(request, found, status=UNPROCESSABLE, form=form)
    try:
        actions.take_step(found, status=STATUSES[what], text=form.cleaned_data["text"], by=request.user)
    except Refused as refusal:
        found = policies.handleable_incidents(request.user).select_related(*WHOLE).get(pk=pk)
        response = show(request, found, status=CONFLICT, form=form, refusal=refusal)
        response["X-Refusal"] = refusal.code
        return response
    say(request, _("Closed.") if what == "dong" else _("Noted."))
    return redirect("safety:incident", pk)
