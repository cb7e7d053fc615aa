"""Handing things out and taking them back, at the place of work, on a phone."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from uuid_utils.compat import uuid7

from aoxanh.activities.actions import safety as actions
from aoxanh.activities.forms.safety import GiveForm, TakeForm
from aoxanh.activities.models import Equipment, Handout, Shift, Signup
from aoxanh.activities.policies import manageable_activities
from aoxanh.activities.queries import safety as queries
from aoxanh.kit.pages import answer_refusal, is_htmx, render_page, render_part, say
from aoxanh.kit.refusals import Refused


def managed_shift(request: HttpRequest, pk: UUID) -> Shift:
    shifts = Shift.objects.filter(activity__in=manageable_activities(request.user)).select_related("activity__unit")
    return get_object_or_404(shifts, pk=pk)


@login_required
def checklist(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """Everyone of the shift, and each thing: handed out or not."""
    return render_page(request, "activities/handouts.html", **checklist_of(managed_shift(request, shift_pk)))


def checklist_of(shift: Shift) -> dict[str, Any]:
    things = list(queries.equipment_of(shift.activity))
    holders = queries.holders(shift, things)
    for holder in holders:
        holder.boxes = [(thing, holder.held[thing.pk], uuid7()) for thing in things]
    return {
        "shift": shift,
        "activity": shift.activity,
        "things": things,
        "holders": holders,
        "holding": sum(holder.is_holding for holder in holders),
        "to_come_back": sum(1 for holder in holders for thing in things if thing.comes_back and holder.held[thing.pk]),
    }


@require_POST
@login_required
def give(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """One thing to one person."""
    shift = managed_shift(request, shift_pk)
    given = named(GiveForm(request.POST))
    signup = get_object_or_404(Signup, pk=given["signup"], shift=shift, status=Signup.Status.CONFIRMED)
    thing = get_object_or_404(Equipment, pk=given["equipment"], activity=shift.activity_id)
    try:
        actions.hand_out(thing, signup=signup, request_id=given["request_id"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, "activities/handouts.html", part="list", **checklist_of(shift))
    return after(request, shift)


@require_POST
@login_required
def take(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """One thing back from one person; without a `handout`, everything of the shift that comes back."""
    shift = managed_shift(request, shift_pk)
    given = named(TakeForm(request.POST))
    if not given["handout"]:
        count = actions.take_all_back(shift, by=request.user)
        say(request, _("%(count)d things are back.") % {"count": count})
        return redirect("safety:handouts", shift.pk)
    handout = get_object_or_404(Handout, pk=given["handout"], signup__shift=shift)
    actions.take_back(handout, by=request.user)
    return after(request, shift)


def named(form: GiveForm | TakeForm) -> dict[str, Any]:
    """What the page's own buttons send; anything else was made by hand."""
    if not form.is_valid():
        raise Http404
    return form.cleaned_data


def after(request: HttpRequest, shift: Shift) -> HttpResponse:
    if is_htmx(request):
        return render_part(request, "activities/handouts.html", "list", **checklist_of(shift))
    return redirect("safety:handouts", shift.pk)
