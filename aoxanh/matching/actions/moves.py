"""What a hand changes in a proposal: moved, added, taken out, pinned, forbidden, and taken back. Every change is a `Move` with a revision.

The row of the proposal is locked and the revision that the page knew must still be the present one: of two coordinators who move at once
one wins, and the other is told what happened (`Stale`).
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.matching.breaking import told
from aoxanh.matching.checking import Verdict, check_move
from aoxanh.matching.models import Assignment, Ban, Move, Proposal
from aoxanh.matching.queries.log import said_since
from aoxanh.people.models import Person

Kind = Move.Kind
KEPT = ("role_id", "points", "why", "else_shift_id", "else_points", "pinned", "by_hand")
"""What an assignment was like, in the facts of a move."""

type Facts = dict[str, Any]


class Stale(Refused):
    """Somebody else changed the proposal since the page was made. `since` is the revision that the page knew."""

    def __init__(self, proposal: Proposal, since: int) -> None:
        super().__init__("stale", said_since(proposal, since))
        self.since = since


@transaction.atomic
def change(
    proposal: Proposal,
    *,
    kind: str,
    person: Person,
    before: Shift | None = None,
    after: Shift | None = None,
    reason: str = "",
    revision: int,
    request_id: UUID,
    by: User,
) -> Move:
    """Carry out one change; the same request sent again gives the same move. A ban's shift is `before`, whether they were in it or not.

    Refused: `stale`, `running`, `published`, `not_there`, `banned`, `incomplete`, and the codes of `checking`.
    """
    if seen := Move.objects.filter(request_id=request_id).first():
        return seen
    proposal = hold(proposal, revision)
    facts = CHANGES[Kind(kind)](proposal, person, before, after, reason=reason, by=by)
    return note(proposal, kind=kind, person=person, before=before, after=after, facts=facts, request_id=request_id, by=by)


@transaction.atomic
def undo(proposal: Proposal, *, revision: int, request_id: UUID, by: User) -> Move:
    """Take back one's own last change that still stands. Refused: `nothing_to_undo`, and the codes of `change`."""
    if seen := Move.objects.filter(request_id=request_id).first():
        return seen
    proposal = hold(proposal, revision)
    last = last_standing(proposal, by)
    if not last:
        raise Refused("nothing_to_undo", _("You have changed nothing that could be taken back."))
    kind, before, after = turned(last)
    facts = CHANGES[kind](proposal, last.person, before, after, reason="", by=by)
    if after:
        restore(proposal, last, after)
    return note(proposal, kind=kind, person=last.person, before=before, after=after, facts=facts, request_id=request_id, by=by, undoes=last)


def last_standing(proposal: Proposal, by: User) -> Move | None:
    """The user's last change since it was solved that is not itself a taking back nor was taken back."""
    own = proposal.moves.filter(by=by, undoes=None, undone_by=None, at__gte=proposal.solved_at or proposal.created_at)
    return own.select_related("person", "before", "after").order_by("-revision").first()


def turned(move: Move) -> tuple[Move.Kind, Shift | None, Shift | None]:
    """The change that takes a move back."""
    kind = OPPOSITE[Kind(move.kind)]
    if kind in (Kind.ALLOWED, Kind.FORBIDDEN, Kind.PINNED, Kind.UNPINNED):
        return kind, move.before, move.before if kind == Kind.ALLOWED and move.facts.get("place") else None
    return kind, move.after, move.before


OPPOSITE = {
    Kind.MOVED: Kind.MOVED,
    Kind.ADDED: Kind.REMOVED,
    Kind.REMOVED: Kind.ADDED,
    Kind.PINNED: Kind.UNPINNED,
    Kind.UNPINNED: Kind.PINNED,
    Kind.FORBIDDEN: Kind.ALLOWED,
    Kind.ALLOWED: Kind.FORBIDDEN,
}


def hold(proposal: Proposal, revision: int) -> Proposal:
    """The proposal, locked, if the page knew its present state."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("unit").get(pk=proposal.pk)
    if proposal.status == Proposal.Status.PUBLISHED:
        raise Refused("published", _("This proposal was sent. Make a follow-up for what is still short."))
    if proposal.is_running:
        raise Refused("running", _("The proposal is being solved. Wait until it is done, or stop it first."))
    if proposal.revision != revision:
        raise Stale(proposal, revision)
    return proposal


def note(proposal: Proposal, *, kind: str, person: Person, before: Shift | None, after: Shift | None, by: User, **more: Any) -> Move:
    """The next revision, its move, its line in the log."""
    proposal.revision += 1
    proposal.save(update_fields=["revision"])
    move = Move.objects.create(
        proposal=proposal, revision=proposal.revision, kind=kind, person=person, before=before, after=after, by=by, **more
    )
    where = {name: str(shift.pk) for name, shift in (("before", before), ("after", after)) if shift}
    record("matching.changed", proposal, by=by, unit_id=proposal.unit_id, kind=str(kind), person=str(person.pk), **where)
    return move


def place_of(proposal: Proposal, person: Person, shift: Shift | None) -> Assignment:
    found = Assignment.objects.filter(proposal=proposal, person=person, shift=shift).first() if shift else None
    if not found:
        raise Refused("not_there", _("%(name)s is no longer in this shift of the proposal.") % {"name": person.full_name})
    return found


def snapshot(place: Assignment) -> Facts:
    return {"place": {name: str(value) if isinstance(value := getattr(place, name), UUID) else value for name in KEPT}}


def checked(proposal: Proposal, person: Person, shift: Shift | None, *, leaving: Shift | None = None) -> tuple[Shift, Verdict]:
    """The shift and what the engine says of the person in it; raises what forbids it."""
    if not shift:
        raise Refused("incomplete", _("Choose the shift to which the person goes."))
    verdict = check_move(proposal, person=person, shift=shift, leaving=leaving)
    if verdict.refusal:
        raise told(verdict.refusal, person)
    return shift, verdict


def put(place: Assignment, verdict: Verdict) -> None:
    place.role, place.points, place.why, place.by_hand = verdict.role, verdict.points, verdict.why, True
    place.save()


def moved(proposal: Proposal, person: Person, before: Shift | None, after: Shift | None, *, reason: str, by: User) -> Facts:
    place = place_of(proposal, person, before)
    facts, points = snapshot(place), place.points
    shift, verdict = checked(proposal, person, after, leaving=before)
    place.shift, place.else_shift, place.else_points, place.pinned = shift, before, points, False
    put(place, verdict)
    return facts


def added(proposal: Proposal, person: Person, before: Shift | None, after: Shift | None, *, reason: str, by: User) -> Facts:
    shift, verdict = checked(proposal, person, after)
    put(Assignment(proposal=proposal, person=person, shift=shift), verdict)
    return {}


def removed(proposal: Proposal, person: Person, before: Shift | None, after: Shift | None, *, reason: str, by: User) -> Facts:
    place = place_of(proposal, person, before)
    facts = snapshot(place)
    place.delete()
    return facts


def pinned(proposal: Proposal, person: Person, before: Shift | None, after: Shift | None, *, reason: str, by: User) -> Facts:
    place = place_of(proposal, person, before)
    place.pinned = True
    place.save(update_fields=["pinned"])
    return {}


def unpinned(proposal: Proposal, person: Person, before: Shift | None, after: Shift | None, *, reason: str, by: User) -> Facts:
    place = place_of(proposal, person, before)
    place.pinned = False
    place.save(update_fields=["pinned"])
    return {}


def forbidden(proposal: Proposal, person: Person, before: Shift | None, after: Shift | None, *, reason: str, by: User) -> Facts:
    if not before:
        raise Refused("incomplete", _("Choose the shift to which the person goes."))
    place = Assignment.objects.filter(proposal=proposal, person=person, shift=before).first()
    facts = snapshot(place) if place else {}
    if place:
        place.delete()
    Ban.objects.get_or_create(proposal=proposal, person=person, shift=before, defaults={"reason": reason, "by": by})
    return facts


def allowed(proposal: Proposal, person: Person, before: Shift | None, after: Shift | None, *, reason: str, by: User) -> Facts:
    Ban.objects.filter(proposal=proposal, person=person, shift=before).delete()
    if after:
        added(proposal, person, None, after, reason=reason, by=by)
    return {}


CHANGES: dict[Move.Kind, Callable[..., Facts]] = {
    Kind.MOVED: moved,
    Kind.ADDED: added,
    Kind.REMOVED: removed,
    Kind.PINNED: pinned,
    Kind.UNPINNED: unpinned,
    Kind.FORBIDDEN: forbidden,
    Kind.ALLOWED: allowed,
}


def restore(proposal: Proposal, move: Move, shift: Shift) -> None:
    """Give the place back as it was before the move: its role, its reasons, whether it was pinned."""
    if kept := move.facts.get("place"):
        Assignment.objects.filter(proposal=proposal, person=move.person, shift=shift).update(**kept)
