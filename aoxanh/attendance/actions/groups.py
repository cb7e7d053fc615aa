"""A leader checks in the people of their group."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift, Signup
from aoxanh.attendance.actions.door import check_in, check_out
from aoxanh.attendance.models import Method
from aoxanh.attendance.queries.groups import group_in
from aoxanh.attendance.rules import LATE
from aoxanh.kit.refusals import Refused


@dataclass(frozen=True)
class Outcome:
    """What became of one of the group; without a refusal it is recorded."""

    signup: Signup
    refusal: Refused | None = None


def take_group(shift: Shift, *, picks: Iterable[tuple[UUID, UUID]], leaves: bool, by: User) -> list[Outcome]:
    """Check these people in, or out, each by the id of its tick, so that a list sent again changes nothing. Each answers for itself.

    `picks` are pairs of sign-up and scan id. Raises `not_their_leader` when one of them is none of the leader's people in this shift.
    """
    people = {signup.pk: signup for signup in group_in(by, shift)}
    wanted = list(picks)
    if not people.keys() >= {pk for pk, _scan in wanted}:
        raise Refused("not_their_leader", _("You lead none of these people in this shift. Load the page again."))
    return [take(people[pk], scan_id=scan, leaves=leaves, by=by) for pk, scan in wanted]


def take(signup: Signup, *, scan_id: UUID, leaves: bool, by: User) -> Outcome:
    now = timezone.now()
    facts: dict[str, Any] = {"at": now, "scan_id": scan_id, "method": Method.LEADER, "by": by, "here": signup.shift_id}
    try:
        if not leaves:
            check_in(signup, **facts)
        elif now > signup.shift.ends_at + LATE:
            raise Refused("too_late", _("The shift is long over. The organiser notes when you left."))
        else:
            check_out(signup, **facts)
    except Refused as refusal:
        return Outcome(signup, refusal)
    return Outcome(signup)
