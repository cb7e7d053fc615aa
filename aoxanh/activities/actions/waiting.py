"""The waiting list of a shift: joining it and leaving it. Who gets a place from it, `promotion` says."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities.actions import places
from aoxanh.activities.actions.placing import hold_person, hold_shift, still_open
from aoxanh.activities.actions.promotion import promote
from aoxanh.activities.eligibility import STANDING, around, asking, check
from aoxanh.activities.fitting import suits
from aoxanh.activities.letters import waiting as letters
from aoxanh.activities.models import Offer, Shift, ShiftRole, Waiting, WaitingStep
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

__all__ = ["end", "join", "leave", "leave_all", "promote"]

Status, What = Waiting.Status, WaitingStep.What


@transaction.atomic
def join(shift: Shift, *, person: Person, request_id: UUID, by: User | None, role: ShiftRole | None = None) -> Waiting:
    """Wait for a place in the shift, or in that role. The number is given while the shift's row is held: the order is that of the lock.

    Asked again, the place in the list is the same. Everything is written before the lock, save the number, so that a rush queues quickly.
    Refuses with the codes of `eligibility` for what a free place would not mend.
    """
    person = hold_person(person)
    shift = Shift.objects.select_related("activity__unit").get(pk=shift.pk)
    known = list(Waiting.objects.filter(Q(shift=shift, person=person, status__in=Waiting.OPEN) | Q(request_id=request_id)))
    if mine := next((one for one in known if one.person_id == person.pk and one.status in Waiting.OPEN and one.shift_id == shift.pk), None):
        return mine
    if known:
        raise Refused("already_sent", _("This form was already used. Open the activity and sign up from there."))
    seen = asking(shift, person, around(shift, person))
    check(seen, rules=STANDING)
    if role:
        suits(seen, role)
    waiting = Waiting(id=uuid7(), shift=shift, role=role, person=person, request_id=request_id, by=by)
    letters.joined(waiting)
    record("activities.joined_waiting", waiting, by=by, unit_id=shift.activity.unit_id)
    is_free = enter(waiting, by=by).free > 0
    still_open(shift)
    if is_free:
        promote(shift)
        waiting.refresh_from_db()
    return waiting


def enter(waiting: Waiting, *, by: User | None) -> Shift:
    """The next number, and the first step with the position that it means. Returns the shift as it is while it is held."""
    held = Shift.objects.select_for_update(of=("self",)).get(pk=waiting.shift_id)
    line = Waiting.objects.filter(shift=held).aggregate(last=Max("number"), ahead=Count("pk", filter=Q(status=Status.WAITING)))
    waiting.number = (line["last"] or 0) + 1
    waiting.save(force_insert=True)
    WaitingStep.objects.create(waiting=waiting, what=What.JOINED, position=line["ahead"] + 1, by=by)
    return held


@transaction.atomic
def leave(waiting: Waiting, *, by: User | None) -> Waiting:
    """Wait no more, once. A place that was kept meanwhile goes to the next."""
    shift = hold_shift(waiting.shift_id)
    waiting = Waiting.objects.select_for_update(of=("self",)).get(pk=waiting.pk)
    if waiting.status not in Waiting.OPEN:
        return waiting
    if offer := Offer.objects.filter(waiting=waiting, answer="").first():
        answer(offer, Offer.Answer.DECLINED)
        free_held(shift, [offer])
    settle(waiting, Status.LEFT, What.LEFT, by=by)
    record("activities.left_waiting", waiting, by=by, unit_id=shift.activity.unit_id)
    promote(shift)
    return waiting


def answer(offer: Offer, said: str, *, reason: str = "") -> None:
    offer.answer, offer.answered_at, offer.reason = said, timezone.now(), reason[:200]
    offer.save(update_fields=["answer", "answered_at", "reason"])


def free_held(shift: Shift, offers: Iterable[Offer]) -> None:
    """The places that these kept are free again."""
    places.let_go(shift.pk, [offer.role_id for offer in offers if offer.holds])


def settle(waiting: Waiting, status: str, what: str, *, by: User | None, reason: str = "") -> None:
    waiting.status, waiting.settled_at = status, timezone.now()
    waiting.save(update_fields=["status", "settled_at"])
    WaitingStep.objects.create(waiting=waiting, what=what, reason=reason, by=by)


@transaction.atomic
def leave_all(person: Person, *, by: User | None) -> int:
    """Everything the person waits for: they leave for good, or took back their consent. How many."""
    mine = Waiting.objects.filter(person=person, status__in=Waiting.OPEN).order_by("shift_id")
    return len([leave(waiting, by=by) for waiting in mine])


@transaction.atomic
def end(shift: Shift, *, why: str, reason: str, by: User | None) -> int:
    """Close the list: the activity was called off, or the shift has begun (`why` is the code, `reason` the sentence). How many waited."""
    held = hold_shift(shift)
    open_ones = list(Waiting.objects.filter(shift=held, status__in=Waiting.OPEN).select_related("person__user").order_by("number"))
    if not open_ones:
        return 0
    WaitingStep.objects.bulk_create(WaitingStep(waiting=waiting, what=What.ENDED, reason=why, by=by) for waiting in open_ones)
    Waiting.objects.filter(pk__in=[one.pk for one in open_ones]).update(status=Status.ENDED, settled_at=timezone.now())
    for waiting in open_ones:
        waiting.shift = held
    letters.ended(open_ones, reason)
    record("activities.ended_waiting", held, by=by, unit_id=held.activity.unit_id, people=len(open_ones), why=why)
    return len(open_ones)
