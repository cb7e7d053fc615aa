"""Changes by hand: one address takes them all, from a drop, a key or a plain form; and what each would break or cost."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.queries import permitted_ids
from aoxanh.activities.models import Shift
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, is_htmx, say
from aoxanh.kit.refusals import Refused
from aoxanh.matching import policies, words
from aoxanh.matching.actions.moves import Stale, change, undo
from aoxanh.matching.breaking import told
from aoxanh.matching.checking import Verdict, check_move
from aoxanh.matching.forms import MoveForm, RevisionForm
from aoxanh.matching.models import Assignment, Move, Proposal
from aoxanh.matching.queries.board import Row, board, shifts_of
from aoxanh.matching.queries.log import entry
from aoxanh.matching.suggesting import people_for_shift
from aoxanh.matching.templatetags.matching import signed_points
from aoxanh.matching.views.board import fetch, patch, show_board, show_detail, words_of
from aoxanh.matching.views.proposals import as_uuid
from aoxanh.people.models import Person
from aoxanh.people.policies import visible_people
from aoxanh.people.search import find_people

SUGGESTED = 20
"""So many people are shown who could come to a shift."""


@login_required
@require_POST
def moves(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Carry out a change. With script the changed parts come back, also with a refusal (409); else the page where one goes on."""
    proposal = get_object_or_404(policies.manageable_proposals(request.user), pk=pk)
    form = MoveForm(request.POST)
    form.fields["person"].queryset = known_people(request, proposal)
    for name in ("before", "after"):
        form.fields[name].queryset = shifts_of(proposal)
    if not form.is_valid():
        return refuse(request, proposal, Refused("incomplete", _("Choose the person and the shift again.")))
    try:
        made = change(proposal, **form.change, by=request.user)
    except Refused as refusal:
        return refuse(request, proposal, refusal, known=form.cleaned_data["revision"])
    return done(request, proposal, made, known=form.cleaned_data["revision"])


def known_people(request: HttpRequest, proposal: Proposal):
    """Who may be named in a change: whoever is or was in the proposal, and whom the user may see."""
    inside = Person.objects.filter(pk__in=Assignment.objects.filter(proposal=proposal).values("person"))
    was = Person.objects.filter(pk__in=Move.objects.filter(proposal=proposal).values("person"))
    return inside | was | visible_people(request.user, today())


@login_required
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    proposal = get_object_or_404(policies.manageable_proposals(request.user), pk=pk)
    form = RevisionForm(request.POST)
    if not form.is_valid():
        return refuse(request, proposal, Refused("incomplete", _("Open the board again and try once more.")))
    try:
        made = undo(proposal, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return refuse(request, proposal, refusal, known=form.cleaned_data["revision"])
    return done(request, proposal, made, known=form.cleaned_data["revision"])


def done(request: HttpRequest, proposal: Proposal, made: Move, *, known: int) -> HttpResponse:
    proposal.refresh_from_db()
    sentence = words.done(entry(made))
    if is_htmx(request):
        return patch(request, proposal, since=known, say=sentence)
    say(request, sentence)
    return redirect(after_change(proposal, made))


def after_change(proposal: Proposal, made: Move) -> str:
    """Where a page without script goes on: at the person's new place, else at the shift that they left."""
    if made.kind in (Move.Kind.PINNED, Move.Kind.UNPINNED):
        return reverse("matching:person", args=[proposal.pk, made.before_id, made.person_id])
    if made.after_id and made.kind == Move.Kind.MOVED:
        return reverse("matching:person", args=[proposal.pk, made.after_id, made.person_id])
    return reverse("matching:shift", args=[proposal.pk, made.after_id or made.before_id])


def refuse(request: HttpRequest, proposal: Proposal, refusal: Refused, *, known: int | None = None) -> HttpResponse:
    """409 with the sentence: the parts that changed meanwhile for a page with script, else the board as it stands."""
    proposal.refresh_from_db()
    since = known if isinstance(refusal, Stale) else proposal.revision
    if is_htmx(request):
        response = patch(request, proposal, since=since, status=CONFLICT, say=str(refusal), say_kind="bad")
    else:
        response = show_board(request, proposal, status=CONFLICT, refusal=refusal)
    response["X-Refusal"] = refusal.code
    return response


@login_required
@require_safe
def move(request: HttpRequest, pk: UUID, shift_pk: UUID, person_pk: UUID) -> HttpResponse:
    """Every shift to which the person could go, with what that breaks or costs."""
    proposal, chosen = fetch(request, pk, shift_pk, to_change=True)
    place = get_object_or_404(Assignment.objects.select_related("person"), proposal=proposal, shift=chosen, person=person_pk)
    found = board(proposal)
    others = [row for row in found.rows if row.shift.pk != chosen.pk]
    verdicts = check_move(proposal, person=place.person, shifts=[row.shift for row in others], leaving=chosen)
    targets = [
        Target(row, said(verdict, place.person), verdict.points - place.points) for row in others for verdict in [verdicts[row.shift.pk]]
    ]
    targets.sort(key=lambda one: (bool(one.refusal), -one.cost, one.shift.starts_at))
    return show_detail(request, proposal, "move", shift=chosen, chosen_id=chosen.pk, person=place.person, targets=targets, place=place)


@dataclass(frozen=True)
class Target:
    """A shift to which somebody could go: what it would break, else what it costs (less than 0) or brings."""

    row: Row
    refusal: str
    cost: int

    @property
    def shift(self) -> Shift:
        return self.row.shift

    @property
    def words(self) -> str:
        return words_of(self.shift)


def said(verdict: Verdict, person: Person) -> str:
    """What the verdict breaks, in a sentence; "" where it breaks nothing."""
    return str(told(verdict.refusal, person)) if verdict.refusal else ""


@login_required
@require_safe
def trial(request: HttpRequest, pk: UUID, shift_pk: UUID, person_pk: UUID) -> JsonResponse:
    """What it would break or cost if the person of this shift were dropped on another one: {ok, text}."""
    proposal, chosen = fetch(request, pk, shift_pk, to_change=True)
    place = get_object_or_404(Assignment.objects.select_related("person"), proposal=proposal, shift=chosen, person=person_pk)
    target = get_object_or_404(shifts_of(proposal), pk=as_uuid(request.GET.get("sang")))
    verdict = check_move(proposal, person=place.person, shifts=[target], leaving=chosen)[target.pk]
    if verdict.refusal:
        return JsonResponse({"ok": False, "text": said(verdict, place.person)})
    return JsonResponse({"ok": True, "text": signed_points(verdict.points - place.points)})


@login_required
@require_safe
def add(request: HttpRequest, pk: UUID, shift_pk: UUID) -> HttpResponse:
    """People for a shift: those who fit best, or whom one searches by name, each with what their coming would break or bring."""
    proposal, chosen = fetch(request, pk, shift_pk, to_change=True)
    sought = request.GET.get("tim", "").strip()
    facts = searched(request, proposal, chosen, sought) if sought else suggested(request, proposal, chosen)
    return show_detail(request, proposal, "add", shift=chosen, chosen_id=chosen.pk, sought=sought, **facts)


def searched(request: HttpRequest, proposal: Proposal, chosen: Shift, sought: str) -> dict[str, Any]:
    units = permitted_ids(request.user, "people.read", on=today(), former=False)
    people = find_people(sought, visible_people(request.user, today()), units=units, most=SUGGESTED).people
    found = []
    for person in people:
        verdict = check_move(proposal, person=person, shifts=[chosen])[chosen.pk]
        found.append({"person": person, "refusal": said(verdict, person), "points": verdict.points, "text": words.brief(verdict.why)})
    return {"candidates": found}


def suggested(request: HttpRequest, proposal: Proposal, chosen: Shift) -> dict[str, Any]:
    found = people_for_shift(chosen, visible=visible_people(request.user, today()), most=SUGGESTED, proposal=proposal)
    people = [{"person": one.person, "points": one.points, "text": words.brief(one.why), "refusal": None} for one in found.people]
    return {"candidates": people, "others": found.others}
