"""The board and its detail column: a shift's people, one person with the reasons, everyone who is proposed."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from aoxanh.activities.models import Offer, Shift
from aoxanh.kit.pages import is_htmx, render_page, render_part
from aoxanh.kit.paging import page
from aoxanh.kit.vietnamese import search_key
from aoxanh.matching import policies, words
from aoxanh.matching.actions.moves import last_standing
from aoxanh.matching.forms import WeightsForm
from aoxanh.matching.models import Move, Proposal
from aoxanh.matching.queries import people as people_of
from aoxanh.matching.queries.board import Board, board, rows_of, shifts_of
from aoxanh.matching.queries.log import latest, moves_of
from aoxanh.people.models import Person

PEOPLE_A_PAGE = 50
CHANGED = {Move.Kind.MOVED, Move.Kind.ADDED, Move.Kind.REMOVED, Move.Kind.FORBIDDEN, Move.Kind.ALLOWED}
KEYS = [
    ("↑ ↓", gettext_lazy("Next or former shift, next or former person")),
    ("→", gettext_lazy("Into the people of a shift")),
    ("Enter", gettext_lazy("Open it")),
    ("M", gettext_lazy("Move the chosen person to another shift")),
    ("P", gettext_lazy("Keep the chosen person here, or no longer")),
    ("X", gettext_lazy("The chosen person does not fit here")),
    ("Del", gettext_lazy("Take the chosen person out")),
    ("Ctrl Z", gettext_lazy("Take back your last change")),
    ("Esc", gettext_lazy("Back to the shifts")),
    ("?", gettext_lazy("These keys")),
]


@login_required
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    proposal = get_object_or_404(policies.visible_proposals(request.user), pk=pk)
    if is_htmx(request):
        return render_part(request, "matching/board.html", "hint", **context(request, proposal))
    return show_board(request, proposal)


@login_required
@require_safe
def shift(request: HttpRequest, pk: UUID, shift_pk: UUID) -> HttpResponse:
    """Who is proposed for a shift, by name, a page at a time."""
    proposal, chosen = fetch(request, pk, shift_pk)
    return show_shift(request, proposal, chosen)


def show_shift(request: HttpRequest, proposal: Proposal, chosen: Shift, **more: Any) -> HttpResponse:
    found = page(people_of.proposed(proposal, chosen), request, by=people_of.BY_NAME, size=PEOPLE_A_PAGE)
    return show_detail(
        request,
        proposal,
        "shift",
        shift=chosen,
        chosen_id=chosen.pk,
        row=rows_of(proposal, [chosen])[0],
        people=found,
        bans=list(people_of.banned(proposal, chosen)[:PEOPLE_A_PAGE]),
        here=request.path,
        **more,
    )


@login_required
@require_safe
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everyone who is proposed, by name."""
    proposal = get_object_or_404(policies.visible_proposals(request.user), pk=pk)
    found = page(people_of.proposed(proposal), request, by=people_of.BY_NAME, size=PEOPLE_A_PAGE)
    return show_detail(request, proposal, "people", people=found, here=request.path, board=board(proposal))


@login_required
@require_safe
def person(request: HttpRequest, pk: UUID, shift_pk: UUID, person_pk: UUID) -> HttpResponse:
    """Why a person is proposed for a shift; the shift where they no longer are."""
    proposal, chosen = fetch(request, pk, shift_pk)
    someone = get_object_or_404(Person.objects.filter(assignments__proposal=proposal).distinct(), pk=person_pk)
    return show_person(request, proposal, chosen, someone)


def show_person(request: HttpRequest, proposal: Proposal, chosen: Shift, someone: Person) -> HttpResponse:
    why = people_of.why(proposal, chosen, someone)
    if not why:
        return show_shift(request, proposal, chosen)
    return show_detail(request, proposal, "person", shift=chosen, chosen_id=chosen.pk, person=someone, why=why, place=why.place)


def fetch(request: HttpRequest, pk: UUID, shift_pk: UUID, *, to_change: bool = False) -> tuple[Proposal, Shift]:
    """A proposal that the user may see (or change), and one of its shifts."""
    mine = policies.manageable_proposals(request.user) if to_change else policies.visible_proposals(request.user)
    proposal = get_object_or_404(mine, pk=pk)
    return proposal, get_object_or_404(shifts_of(proposal), pk=shift_pk)


def show_detail(request: HttpRequest, proposal: Proposal, detail: str, **facts: Any) -> HttpResponse:
    """The detail column alone for htmx, else the board with it; on a phone the column is the page."""
    template = f"matching/detail_{detail}.html"
    facts = {"detail": detail, "detail_template": template, **facts}
    if is_htmx(request):
        shared = {"proposal": proposal, "request_id": uuid4(), **rights(request, proposal)}
        return render_page(request, template, **shared, **facts)
    return show_board(request, proposal, **facts)


def show_board(request: HttpRequest, proposal: Proposal, *, status: int = 200, **facts: Any) -> HttpResponse:
    return render_page(request, "matching/board.html", status=status, **context(request, proposal) | facts)


def rights(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    return {
        "may_manage": policies.may_coordinate(request.user, proposal),
        "is_sent": proposal.status == Proposal.Status.PUBLISHED,
    }


def context(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    """What the board shows, whatever its detail column holds."""
    found = board(proposal)
    may = rights(request, proposal)
    among = list(proposal.among.order_by("search_key").values_list("short_name", flat=True))
    return {
        "proposal": proposal,
        "board": found,
        "among": among,
        "scope": words.scope(proposal, among),
        "is_solved": proposal.solved_at is not None or found.answers.proposed > 0,
        "is_live": may["is_sent"] or proposal.solved_at is not None,
        "weights": WeightsForm(weights=proposal.weights),
        "state": state_of(proposal),
        "key_list": KEYS,
        "request_id": uuid4(),
        **may,
        **words.progress_words(proposal),
        **foot(request, proposal, found, may),
    }


def foot(request: HttpRequest, proposal: Proposal, found: Board, may: dict[str, Any]) -> dict[str, Any]:
    """What stands under the board: when it was solved, how near the bound it is, what was changed last."""
    log = latest(proposal)
    return {
        "note": words.note(proposal, found),
        "closeness": words.closeness(proposal),
        "log": log,
        "last": log[0] if log else None,
        "may_undo": may["may_manage"] and not may["is_sent"] and bool(last_standing(proposal, request.user)),
        "undo_id": uuid4(),
    }


def state_of(proposal: Proposal) -> str:
    """Changes when something on the board does: solved again, changed by hand, an answer came."""
    answered = Offer.objects.filter(proposal_id=proposal.pk).exclude(answer="").count() if proposal.published_at else 0
    solved = int(proposal.solved_at.timestamp()) if proposal.solved_at else 0
    return f"{proposal.status}.{proposal.revision}.{solved}.{answered}"


STATE = ("status", "revision", "solved", "answered")


@login_required
@require_safe
def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What changed since the state that the page knows: nothing (204), some rows, or, where it was solved again, the page anew."""
    proposal = get_object_or_404(policies.visible_proposals(request.user), pk=pk)
    known, now = request.GET.get("state", ""), state_of(proposal)
    if known == now:
        return HttpResponse(status=204)
    before, after = (dict(zip(STATE, one.split("."), strict=False)) for one in (known, now))
    if any(before.get(name) != after[name] for name in ("status", "solved")):
        return HttpResponse(headers={"HX-Refresh": "true"})
    if before.get("answered") != after["answered"]:
        return patch(request, proposal, since=None)
    revision = request.GET.get("revision", "")
    since = int(revision) if revision.isdigit() else None
    others = latest_of_others(request, proposal, since)
    return patch(request, proposal, since=since, say=others)


def latest_of_others(request: HttpRequest, proposal: Proposal, since: int | None) -> str:
    """What somebody else did last, as a sentence; nothing where it was the reader."""
    if since is None:
        return ""
    newest = latest(proposal, 1)
    mine = proposal.moves.filter(revision__gt=since).exclude(by=request.user).exists()
    return newest[0].sentence if newest and mine else ""


def patch(
    request: HttpRequest, proposal: Proposal, *, since: int | None, status: int = 200, say: str = "", say_kind: str = "ok"
) -> HttpResponse:
    """The parts of the board that changed since a revision, each with its id; all rows where there is none. The figures come along."""
    facts = context(request, proposal)
    touched = touched_since(proposal, since) if since is not None else None
    rows = [row for row in facts["board"].rows if touched is None or row.shift.pk in touched]
    return render_part(
        request, "matching/board.html", "patch", status=status, **facts | {"changed": rows, "say": say, "say_kind": say_kind}
    )


def touched_since(proposal: Proposal, since: int) -> set[UUID]:
    found = moves_of(proposal).filter(revision__gt=since).values_list("before_id", "after_id")
    return {shift for pair in found for shift in pair if shift}


def words_of(chosen: Shift) -> str:
    """What one may type to find a shift in a list."""
    return search_key(f"{chosen.activity.title} {chosen.name} {chosen.activity.area.short_name} {chosen.hours}")
