"""Answers about a need: still there, no longer, opened again; what came for it. Each is one tap."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.kit.addresses import safe_next
from aoxanh.kit.pages import UNPROCESSABLE, answer_refusal, say
from aoxanh.kit.refusals import Refused
from aoxanh.needs import actions, policies
from aoxanh.needs.forms import CloseForm, PledgeForm
from aoxanh.needs.models import Material, Need, Pledge
from aoxanh.needs.views.needs import show_need


def kept(request: HttpRequest, pk: UUID) -> Need:
    return get_object_or_404(policies.manageable_needs(request.user).prefetch_related("skills"), pk=pk)


def back_to(request: HttpRequest, need: Need) -> str:
    """Where the answer was given: a list, or the page of the need."""
    return safe_next(request) or reverse("needs:detail", args=[need.pk])


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    need = kept(request, pk)
    try:
        actions.confirm_need(need, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=back_to(request, need))
    say(request, _("Noted: still needed as of today."))
    return redirect(back_to(request, need))


@login_required
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    need = kept(request, pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return show_need(request, need, status=UNPROCESSABLE, form=form)
    actions.close_need(need, reason=form.cleaned_data["reason"], by=request.user)
    say(request, _("Closed. It is no longer on the map."), undo=reverse("needs:reopen", args=[need.pk]))
    return redirect(safe_next(request) or "needs:list")


@login_required
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    need = kept(request, pk)
    try:
        actions.reopen_need(need, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=back_to(request, need))
    say(request, _("It is on the map again."))
    return redirect("needs:detail", need.pk)


@login_required
@require_POST
def pledge(request: HttpRequest, pk: UUID, material_pk: UUID) -> HttpResponse:
    """Somebody promised or brought something."""
    need = kept(request, pk)
    material = get_object_or_404(Material.objects.select_related("need"), pk=material_pk, need=need)
    form = PledgeForm(request.POST, prefix=str(material.pk))
    if not form.is_valid():
        return show_need(request, need, status=UNPROCESSABLE, pledge=(material.pk, form))
    try:
        noted = actions.note_pledge(material, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("quantity" if refusal.code != "ended" else None, str(refusal))
        response = show_need(request, need, status=409, pledge=(material.pk, form))
        response["X-Refusal"] = refusal.code
        return response
    say(request, _("Noted: %(amount)s.") % {"amount": noted.amount})
    return redirect("needs:detail", need.pk)


def settled(request: HttpRequest, pk: UUID, settle: Callable[..., Pledge], told: str) -> HttpResponse:
    needs = policies.manageable_needs(request.user).order_by().values("pk")
    found = get_object_or_404(Pledge.objects.select_related("material__need"), pk=pk, material__need__in=needs)
    try:
        settle(found, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=reverse("needs:detail", args=[found.material.need_id]))
    say(request, told)
    return redirect("needs:detail", found.material.need_id)


@login_required
@require_POST
def receive(request: HttpRequest, pk: UUID) -> HttpResponse:
    return settled(request, pk, actions.receive_pledge, _("Noted: it is here."))


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    return settled(request, pk, actions.withdraw_pledge, _("Noted: it does not come."))
