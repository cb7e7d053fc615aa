"""Deciding where members of a split unit belong: working off the list that a reorganisation left."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, UnsettledMove


@transaction.atomic
def settle(move: UnsettledMove, *, unit: Unit, by: User) -> Membership:
    """Say in which successor the member belongs, from the day of the event on; the default one or another.

    Decided twice, the second decision holds. Refuses with `not_a_successor`.
    """
    move = UnsettledMove.objects.select_for_update(of=("self",)).select_related("before", "after", "event").get(pk=move.pk)
    if not unit.precessions.filter(event=move.event, predecessor=move.before.unit_id).exists():
        raise Refused("not_a_successor", _("%(unit)s took up no part of the old unit. Choose one of its successors.") % {"unit": unit})
    member, before = move.after, move.after.unit_id
    if member.unit_id != unit.pk:
        member = _into(member, unit)
    UnsettledMove.objects.filter(after=move.after_id).update(after=member, settled_at=timezone.now())
    if member.pk != move.after_id:
        Membership.objects.filter(pk=move.after_id).delete()
    record("people.move_settled", member, by=by, unit_id=unit.pk, before=str(before), after=str(unit.pk), event=str(move.event_id))
    return member


@transaction.atomic
def settle_all(moves: Iterable[UnsettledMove], *, unit: Unit, by: User) -> int:
    """The same decision for many; how many."""
    return len([settle(move, unit=unit, by=by) for move in moves])


def _into(member: Membership, unit: Unit) -> Membership:
    """The membership in the other unit; where the person is a member there already, that one stands."""
    known = Membership.objects.filter(person=member.person_id, unit=unit, kind=member.kind, during__overlap=member.during).first()
    if known:
        return known
    member.unit = unit
    member.save(update_fields=["unit"])
    return member
