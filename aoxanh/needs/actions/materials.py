"""Noting what somebody promised or brought."""

from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import tidy
from aoxanh.needs.actions.life import locked, move
from aoxanh.needs.models import Material, Need, Pledge, Step

State = Pledge.State


@transaction.atomic
def note_pledge(material: Material, *, quantity: int, state: str, giver: str = "", request_id: UUID, by: User) -> Pledge:
    """Note that somebody promised so much of it, or brought it at once. Sent twice with one `request_id`, it is noted once.

    More than was asked for may come. Refused: `ended`, `pledge_of_nothing`, `too_much`.
    """
    need = locked(material.need)
    if seen := Pledge.objects.filter(request_id=request_id).first():
        return seen
    if need.status == Need.Status.CLOSED:
        raise Refused("ended", _("This need is closed. Open it again first, then note what came."))
    if quantity < 1:
        raise Refused("pledge_of_nothing", _("Say how many: 1 or more."))
    if quantity > 10 * material.quantity:
        raise Refused("too_much", _("That is more than ten times what was asked for. Check the number."))
    settled = {"settled_at": timezone.now(), "settled_by": by} if state == State.RECEIVED else {}
    pledge = Pledge.objects.create(
        material=material, quantity=quantity, giver=tidy(giver), state=state, by=by, request_id=request_id, **settled
    )
    add_up(need, pledge, by=by)
    return pledge


def receive_pledge(pledge: Pledge, *, by: User) -> Pledge:
    """What was promised has come. Receiving it twice changes nothing. Refused: `not_promised` once it was withdrawn."""
    return settle(pledge, State.RECEIVED, by=by)


def withdraw_pledge(pledge: Pledge, *, by: User) -> Pledge:
    """What was promised does not come. Refused: `not_promised` once it was received."""
    return settle(pledge, State.WITHDRAWN, by=by)


@transaction.atomic
def settle(pledge: Pledge, state: str, *, by: User) -> Pledge:
    need = locked(pledge.material.need)
    pledge = Pledge.objects.select_related("material__need").get(pk=pledge.pk)
    if pledge.state == state:
        return pledge
    if pledge.state != State.PROMISED:
        raise Refused("not_promised", _("This was settled already. Load the page again to see how."))
    pledge.state, pledge.settled_at, pledge.settled_by = state, timezone.now(), by
    pledge.save(update_fields=["state", "settled_at", "settled_by"])
    add_up(need, pledge, by=by)
    return pledge


def add_up(need: Need, pledge: Pledge, *, by: User) -> None:
    """Sum the pledges into their material, count what the need still lacks, and let its state follow."""
    material = pledge.material
    sums = dict(material.pledges.values_list("state").annotate(Sum("quantity")))
    material.promised, material.received = sums.get(State.PROMISED, 0), sums.get(State.RECEIVED, 0)
    material.save(update_fields=["promised", "received"])
    lines = list(need.materials.all())
    need.materials_begun = sum(line.covered > 0 for line in lines)
    need.materials_lacking = sum(line.missing > 0 for line in lines)
    move(need, Step.Why(pledge.state), by=by, fields=("materials_begun", "materials_lacking"), note=pledge.amount)
    details = {"material": material.name, "quantity": pledge.quantity, "state": pledge.state}
    record("needs.materials_noted", need, by=by, unit_id=need.unit_id, **details)
