"""Places kept for somebody until they answer: from the waiting list, from a published proposal, or because an organiser asks.

Locks are taken in one order: the person, the shift, then offers and waiting places of the shift.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities.actions import places
from aoxanh.activities.actions.placing import end_waiting, hold_person, hold_shift, write
from aoxanh.activities.actions.promotion import keep, promote
from aoxanh.activities.actions.waiting import answer, end, free_held, settle
from aoxanh.activities.candidates import Candidate, Known, around, asking, candidates
from aoxanh.activities.eligibility import STANDING, check, full
from aoxanh.activities.fitting import choose, suits
from aoxanh.activities.letters import waiting as letters
from aoxanh.activities.models import Activity, Offer, Shift, ShiftRole, Signup, Swap, Waiting, WaitingStep
from aoxanh.audit.actions import record, record_each
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.people.models import Person

Answer, Source = Offer.Answer, Offer.Source


@dataclass(frozen=True)
class Invitation:
    """Whom to ask for which shift, in which role: the one named, or (`any_role`) the first that fits, else none."""

    shift_id: UUID
    person_id: UUID
    role_id: UUID | None = None
    any_role: bool = False


@dataclass(frozen=True)
class Unasked:
    """Somebody who could not be asked, and why."""

    invitation: Invitation
    reason: Refused


@dataclass(frozen=True)
class Asked:
    """What came of asking many: who was asked, who could not be."""

    offers: list[Offer]
    refused: list[Unasked]


def offer(
    shift: Shift,
    person: Person,
    *,
    source: str,
    until: datetime,
    by: User | None,
    role: ShiftRole | None = None,
    proposal_id: UUID | None = None,
    holds: bool = True,
) -> Offer:
    """Ask one person. Refuses with the codes of `eligibility`, `full`, and `already_asked`."""
    invitation = Invitation(shift.pk, person.pk, role.pk if role else None, any_role=role is None)
    asked = offer_many([invitation], source=source, until=until, proposal_id=proposal_id, holds=holds, by=by)
    if asked.refused:
        raise asked.refused[0].reason
    return asked.offers[0]


@transaction.atomic
def offer_many(
    invitations: Sequence[Invitation],
    *,
    source: str,
    until: datetime,
    by: User | None,
    proposal_id: UUID | None = None,
    holds: bool = True,
) -> Asked:
    """Ask many, each for one shift, and keep their places (`holds`): in the order given, until the places of a shift are gone.

    Not all or nothing: who may not have the place, and who comes after the last one, is named with the reason. `until` is cut at the start
    of each shift. A person in two invitations is asked for both; only the first one they take can stand. A few statements for each shift.
    """
    by_shift: dict[UUID, list[Invitation]] = defaultdict(list)
    for invitation in invitations:
        by_shift[invitation.shift_id].append(invitation)
    people = {person.pk: person for person in Person.objects.filter(pk__in={one.person_id for one in invitations}).select_related("user")}
    made, refused = [], []
    for shift_id in sorted(by_shift):
        asked = offer_in_shift(hold_shift(shift_id), by_shift[shift_id], people, source, until, proposal_id, holds=holds, by=by)
        made += asked.offers
        refused += asked.refused
    if made:
        bump_public_version()
    return Asked(made, refused)


def offer_in_shift(
    shift: Shift,
    invitations: Sequence[Invitation],
    people: dict[UUID, Person],
    source: str,
    until: datetime,
    proposal_id: UUID | None,
    *,
    holds: bool,
    by: User | None,
) -> Asked:
    """The shift is held. Places are counted on the row at hand, which is written once at the end."""
    seen = candidates([people[one.person_id] for one in invitations], [shift])
    roles = {role.pk: role for role in Known([], [shift]).roles.get(shift.pk, [])}
    already = set(Offer.objects.filter(shift=shift, answer="").values_list("person", flat=True))
    given = {"shift": shift, "source": source, "until": min(until, shift.starts_at), "proposal_id": proposal_id, "holds": holds, "by": by}
    made: list[Offer] = []
    refused: list[Unasked] = []
    for invitation in invitations:
        candidate = seen[invitation.person_id, shift.pk]
        candidate.known.roles = {shift.pk: list(roles.values())}
        try:
            refuse_asked(invitation, already)
            role = role_for(candidate, invitation, roles, holds=holds)
        except Refused as reason:
            refused.append(Unasked(invitation, reason))
            continue
        already.add(invitation.person_id)
        shift.held += holds
        if role:
            role.held += holds
        made.append(Offer(id=uuid7(), role=role, person=candidate.person, request_id=uuid7(), **given))
    keep(shift, made)
    return Asked(made, refused)


def refuse_asked(invitation: Invitation, already: set[UUID]) -> None:
    if invitation.person_id in already:
        raise Refused("already_asked", _("This person was asked for this shift and has not answered yet."))


def role_for(candidate: Candidate, invitation: Invitation, roles: dict[UUID, ShiftRole], *, holds: bool) -> ShiftRole | None:
    """Ask the rules, and find the role. Without holding a place only the person is looked at, not the places."""
    check(candidate, rules=STANDING)
    role = roles.get(invitation.role_id) if invitation.role_id else None
    if holds:
        if candidate.shift.free <= 0:
            raise full(candidate)
        return choose(candidate, wanted=role, plain=not invitation.any_role)
    if role:
        suits(candidate, role)
    return role


@transaction.atomic
def accept(made: Offer, *, by: User | None) -> Signup:
    """Take the place that was kept; again, the same one. Refuses with `offer_over`, `offer_answered`, the codes of `eligibility`."""
    person, shift = hold_person(made.person_id), hold_shift(made.shift_id)
    made = locked(made)
    if made.answer == Answer.ACCEPTED and made.signup:
        return made.signup
    check_unanswered(made)
    candidate = asking(shift, person, around(shift, person))
    check(candidate, rules=STANDING)
    if made.role:
        suits(candidate, made.role)
    signup = write(shift, person=person, role=made.role, request_id=made.request_id, by=by)
    if made.holds:
        places.settle(shift.pk, made.role_id)
    elif not places.take(shift.pk, made.role_id, has_roles=bool(candidate.roles)):
        raise full(candidate)
    made.signup = signup
    made.save(update_fields=["signup"])
    answer(made, Answer.ACCEPTED)
    end_waiting(signup, by=by)
    record("activities.accepted_offer", made, by=by, unit_id=shift.activity.unit_id)
    bump_public_version()
    return signup


@transaction.atomic
def decline(made: Offer, *, reason: str = "", by: User | None) -> Offer:
    """Let it go; the place goes to the next. Again changes nothing. Refused: `offer_over`, `offer_answered`."""
    shift = hold_shift(made.shift_id)
    made = locked(made)
    if made.answer == Answer.DECLINED:
        return made
    check_unanswered(made)
    answer(made, Answer.DECLINED, reason=reason.strip())
    free_held(shift, [made])
    leave_list(made, Waiting.Status.LEFT, WaitingStep.What.DECLINED, by=by)
    record("activities.declined_offer", made, by=by, unit_id=shift.activity.unit_id)
    promote(shift)
    bump_public_version()
    return made


def check_unanswered(made: Offer) -> None:
    if made.answer in (Answer.ACCEPTED, Answer.DECLINED):
        raise Refused("offer_answered", _("This was answered already."))
    if made.answer == Answer.WITHDRAWN:
        raise Refused("offer_over", _("The organiser took the question back. You need not do anything."))
    if made.answer or made.until <= timezone.now():
        raise Refused("offer_over", _("The time to answer is over, and the place went to the next. You may wait again."))


def leave_list(made: Offer, status: str, what: str, *, by: User | None) -> None:
    """Where the offer came from the waiting list, its place there ends with it."""
    waiting = Waiting.objects.filter(pk=made.waiting_id, status__in=Waiting.OPEN).first() if made.waiting_id else None
    if waiting:
        settle(waiting, status, what, by=by)


@transaction.atomic
def lapse(shift: Shift | UUID) -> int:
    """End the offers of the shift whose time is over; their places go to the next. How many. The clock stands while it is postponed."""
    held = hold_shift(shift)
    if held.activity.status == Activity.Status.POSTPONED:
        return 0
    over = list(open_offers().filter(shift=held, until__lte=timezone.now()))
    if not over:
        return 0
    close(held, over, Answer.LAPSED, Waiting.Status.LAPSED, WaitingStep.What.LAPSED, by=None)
    letters.lapsed(over)
    record_each("activities.lapsed_offer", over, by=None, unit_id=held.activity.unit_id)
    promote(held)
    bump_public_version()
    return len(over)


@transaction.atomic
def withdraw(offers: Iterable[Offer], *, reason: str, by: User | None, tells: bool = True) -> int:
    """Take questions back that nobody answered yet: their places are free again; the people hear why. How many.

    Who was asked from the waiting list loses the place in it only where the list ends too: see `waiting.end`.
    """
    by_shift: dict[UUID, list[UUID]] = defaultdict(list)
    for made in offers:
        by_shift[made.shift_id].append(made.pk)
    return sum(withdraw_in_shift(shift_id, by_shift[shift_id], reason, by=by, tells=tells) for shift_id in sorted(by_shift))


def withdraw_in_shift(shift_id: UUID, pks: list[UUID], reason: str, *, by: User | None, tells: bool) -> int:
    shift = hold_shift(shift_id)
    rows = list(open_offers().filter(pk__in=pks))
    if not rows:
        return 0
    close(shift, rows, Answer.WITHDRAWN, Waiting.Status.ENDED, WaitingStep.What.ENDED, by=by, reason=reason)
    if tells:
        letters.withdrawn(rows, reason)
    record_each("activities.withdrew_offer", rows, by=by, unit_id=shift.activity.unit_id, reason=reason)
    promote(shift)
    bump_public_version()
    return len(rows)


def close(shift: Shift, rows: list[Offer], said: str, status: str, what: str, *, by: User | None, reason: str = "") -> None:
    """End offers of a held shift in a handful of statements: answers, places, waiting places with their steps."""
    now = timezone.now()
    Offer.objects.filter(pk__in=[row.pk for row in rows]).update(answer=said, answered_at=now, reason=reason[:200])
    places.let_go(shift.pk, [row.role_id for row in rows if row.holds])
    waited = Waiting.objects.filter(pk__in=[row.waiting_id for row in rows if row.waiting_id], status__in=Waiting.OPEN)
    open_ones = list(waited.order_by("number"))
    WaitingStep.objects.bulk_create(WaitingStep(waiting=waiting, what=what, by=by) for waiting in open_ones)
    Waiting.objects.filter(pk__in=[one.pk for one in open_ones]).update(status=status, settled_at=now)
    for row in rows:
        row.shift = shift


def open_offers() -> QuerySet[Offer]:
    """Those nobody answered, held until the commit."""
    rows = Offer.objects.select_for_update(of=("self",)).filter(answer="")
    return rows.select_related("person__user", "shift__activity__unit").order_by("pk")


def locked(made: Offer) -> Offer:
    return Offer.objects.select_for_update(of=("self",)).select_related("signup", "role__skill", "person__user").get(pk=made.pk)


@transaction.atomic
def end_questions(activity: Activity, *, reason: str, by: User | None) -> None:
    """The activity is off: waiting lists are closed, nobody is asked any more, everyone concerned is told why; wishes to swap end."""
    for shift in activity.shifts.order_by("id"):
        end(shift, why="cancelled", reason=reason, by=by)
        withdraw(Offer.objects.filter(shift=shift, answer=""), reason=reason, by=by)
    Swap.objects.filter(wanted__activity=activity, settled_at=None).update(settled_at=timezone.now(), why="cancelled")
    Swap.objects.filter(have__shift__activity=activity, settled_at=None).update(settled_at=timezone.now(), why="cancelled")


@transaction.atomic
def release_offers(person: Person, *, by: User | None) -> int:
    """Everything that is kept for the person: they leave for good, or took back their consent. No letter: who leaves knows."""
    return withdraw(list(Offer.objects.filter(person=person, answer="")), reason="", by=by, tells=False)
