"""Proposals: the list, a new one, solving it, following its progress, how it is solved."""

from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, answer_refusal, render_page, render_part, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.matching import policies
from aoxanh.matching.actions.proposals import follow_up, make_proposal, weigh
from aoxanh.matching.actions.runs import start_run, stop_run
from aoxanh.matching.forms import ProposalForm, WeightsForm
from aoxanh.matching.models import Proposal
from aoxanh.matching.weights import USUAL, WEIGHTS
from aoxanh.matching.words import hard_rules, how_solved, progress_words
from aoxanh.org.models import Unit
from aoxanh.org.queries import subtree

FORBIDDEN = 403
BELOW_SHOWN = 200
FIELD_OF = {
    "not_permitted": "unit",
    "ends_before_starts": "ends_on",
    "past": "ends_on",
    "too_long": "ends_on",
    "not_below": "among",
}


@login_required
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    found = acting(request).narrow(policies.visible_proposals(request.user))
    waiting = [Proposal.Status.READY, Proposal.Status.STOPPED]
    counts = dict(found.order_by().values_list("status").annotate(n=Count("id")))
    rows = found.annotate(people=Count("assignments"))
    return render_page(
        request,
        "matching/list.html",
        page=page(rows, request, by=("-created_at", "-id"), size=20),
        running=sum(counts.get(status, 0) for status in Proposal.RUNNING),
        unsent=sum(counts.get(status, 0) for status in waiting),
        may_coordinate=policies.coordinated_units(request.user).exists(),
    )


@login_required
def new(request: HttpRequest) -> HttpResponse:
    units = policies.coordinated_units(request.user)
    unit = acting(request).first_choice(units)
    if not unit:
        return render_page(request, "matching/not_permitted.html", status=FORBIDDEN)
    chosen = units.filter(pk=given).first() if (given := as_uuid(request.POST.get("unit"))) else unit
    below = units_below(chosen or unit)
    if request.method == "POST":
        return make(request, ProposalForm(units, below, request.POST), WeightsForm(request.POST, weights=USUAL))
    return show_form(request, ProposalForm(units, below, unit=unit), WeightsForm(weights=USUAL))


def as_uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def units_below(unit: Unit):
    return subtree(unit, on=today()).exclude(pk=unit.pk).order_by("search_key", "id")


def make(request: HttpRequest, form: ProposalForm, sliders: WeightsForm) -> HttpResponse:
    if not (form.is_valid() & sliders.is_valid()):
        return show_form(request, form, sliders, status=422)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            proposal = make_proposal(
                given["unit"], terms=form.terms(sliders.cleaned_data), among=given["among"], request_id=given["request_id"], by=request.user
            )
            if proposal.status == Proposal.Status.DRAFT:
                start_run(proposal, by=request.user)
    except Refused as refusal:
        form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        response = show_form(request, form, sliders, status=CONFLICT)
        response["X-Refusal"] = refusal.code
        return response
    return redirect("matching:board", proposal.pk)


def show_form(request: HttpRequest, form: ProposalForm, sliders: WeightsForm, *, status: int = 200) -> HttpResponse:
    below = form.fields["among"].queryset[:BELOW_SHOWN]
    return render_page(request, "matching/new.html", status=status, form=form, sliders=sliders, below=below)


@login_required
@require_POST
def solve(request: HttpRequest, pk: UUID) -> HttpResponse:
    proposal = get_object_or_404(policies.manageable_proposals(request.user), pk=pk)
    form = WeightsForm(request.POST, weights=proposal.weights)
    back = request.path.removesuffix("tinh/")
    try:
        with transaction.atomic():
            if form.is_valid():
                proposal = weigh(proposal, weights=form.cleaned_data, by=request.user)
            start_run(proposal, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=back)
    return redirect("matching:board", pk)


@login_required
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    proposal = get_object_or_404(policies.manageable_proposals(request.user), pk=pk)
    try:
        stop_run(proposal, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=request.path.removesuffix("dung/"))
    say(request, _("It stops in a moment. What is done is kept."))
    return redirect("matching:board", pk)


@login_required
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The part of the board that tells how far solving is; the whole page once it is done."""
    proposal = get_object_or_404(policies.visible_proposals(request.user), pk=pk)
    if not proposal.is_running:
        return HttpResponse(headers={"HX-Refresh": "true"})
    may = policies.may_coordinate(request.user, proposal)
    return render_part(request, "matching/board.html", "progress", proposal=proposal, may_manage=may, **progress_words(proposal))


@login_required
@require_POST
def go_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A follow-up of a sent proposal, solved at once."""
    proposal = get_object_or_404(policies.manageable_proposals(request.user), pk=pk)
    request_id = as_uuid(request.POST.get("request_id")) or uuid4()
    try:
        with transaction.atomic():
            made = follow_up(proposal, request_id=request_id, by=request.user)
            if made.status == Proposal.Status.DRAFT:
                start_run(made, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=request.path.removesuffix("tiep/"))
    return redirect("matching:board", made.pk)


@login_required
@require_safe
def how(request: HttpRequest, pk: UUID) -> HttpResponse:
    proposal = get_object_or_404(policies.visible_proposals(request.user), pk=pk)
    weights = [(weight, proposal.weights.get(weight.code, weight.usual)) for weight in WEIGHTS]
    return render_page(
        request, "matching/how.html", proposal=proposal, weights=weights, hard=hard_rules(proposal), solved=how_solved(proposal)
    )
