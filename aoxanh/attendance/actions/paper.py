"""Arrivals and leavings from a paper list, after the event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift, Signup
from aoxanh.attendance import ledger, queries
from aoxanh.attendance.actions.door import check_in, check_out, reused
from aoxanh.attendance.clock_times import is_around
from aoxanh.attendance.hours import minutes_of_turn
from aoxanh.attendance.models import CheckIn, CheckOut, Method, ServiceHours, Source
from aoxanh.attendance.rules import CHECK_OUT_RULES, Scan, arrival_of, leaving_of, not_settled, obey, shift_name
from aoxanh.attendance.terms import day_of, terms_of_turn
from aoxanh.kit.parts.when import clock
from aoxanh.kit.refusals import Refused


@dataclass(frozen=True)
class Times:
    """What the paper says of one person; None where it says nothing."""

    came: datetime | None
    left: datetime | None


@dataclass(frozen=True)
class Noted:
    """What was written for one person, or why nothing was."""

    signup: Signup
    check_in: CheckIn | None = None
    check_out: CheckOut | None = None
    refusal: Refused | None = None


def note_times(signup: Signup, times: Times, *, request_id: UUID, by: User) -> Noted:
    """Write an arrival and a leaving by the rules of the door, with the hours that follow. The same list sent again changes nothing.

    Raises `times_outside`, `times_to_come`, `out_before_in`, and what `check_in` and `check_out` raise; then nothing is written.
    """
    refuse_odd(signup, times)
    facts: dict[str, Any] = {"method": Method.PAPER, "by": by, "here": signup.shift_id}
    with transaction.atomic():
        arrival, leaving = None, None
        if times.came and not is_same(arrival_of(signup), times.came):
            arrival = check_in(signup, at=times.came, scan_id=uuid5(request_id, f"in {signup.pk}"), **facts)
            signup = queries.passes().get(pk=signup.pk)
        if times.left and not is_same(leaving_of(signup), times.left):
            leave = leave_again if was_taken_back(signup) else check_out
            leaving = leave(signup, at=times.left, scan_id=uuid5(request_id, f"out {signup.pk}"), **facts)
    return Noted(signup, arrival, leaving)


def was_taken_back(signup: Signup) -> bool:
    """Whether a leaving was counted whose list was taken back: its hours stand in the ledger beside an entry against them."""
    return leaving_of(signup) is None and signup.hours.filter(source=Source.CHECK_OUT).exists()


def leave_again(signup: Signup, *, at: datetime, scan_id: UUID, method: str, by: User, here: UUID) -> CheckOut:
    """A leaving of somebody whose earlier one was taken back: its hours are one more entry, as a turn is counted once."""
    scan = Scan(scan_id, at, method, by, here=here)
    obey([rule for rule in CHECK_OUT_RULES if rule is not not_settled], signup, scan)
    leaving = ledger.write_leaving(signup, scan)
    if leaving is None:
        raise reused()
    shift, came = signup.shift, signup.check_in.at
    minutes = minutes_of_turn(came, at, starts_at=shift.starts_at, ends_at=shift.ends_at, terms=terms_of_turn(signup))
    reason = _("The paper list was brought again.")
    facts = {"on": day_of(shift), "starts_at": came, "ends_at": at, "source": Source.CORRECTION, "reason": reason, "by": by}
    ServiceHours.of_turn(signup, minutes=minutes, **facts).save()
    return leaving


def note_list(shift: Shift, times: dict[UUID, Times], *, request_id: UUID, by: User) -> list[Noted]:
    """Write what a list says of people of a shift, by their sign-ups; each answers for itself. Who has no place in it is passed over."""
    signups = queries.passes().filter(pk__in=times, shift=shift, status=Signup.Status.CONFIRMED).order_by("pk")
    return [noted(signup, times[signup.pk], request_id=request_id, by=by) for signup in signups]


def noted(signup: Signup, times: Times, *, request_id: UUID, by: User) -> Noted:
    try:
        return note_times(signup, times, request_id=request_id, by=by)
    except Refused as refusal:
        return Noted(signup, refusal=refusal)


def refuse_odd(signup: Signup, times: Times) -> None:
    """What no rule of the door would ask, because at a door it is always now."""
    for moment in (times.came, times.left):
        if moment and not is_around(signup.shift, moment):
            text = _("%(time)s is not within the shift %(shift)s, nor two hours from it.")
            raise Refused("times_outside", text % {"time": clock(moment), "shift": shift_name(signup.shift)})
        if moment and moment > timezone.now():
            raise Refused("times_to_come", _("%(time)s is still to come.") % {"time": clock(moment)})
    came = times.came or (signup.check_in.at if arrival_of(signup) else None)
    if came and times.left and times.left < came:
        facts = {"left": clock(times.left), "came": clock(came)}
        raise Refused("out_before_in", _("Left at %(left)s, before coming at %(came)s.") % facts)


def is_same(act: CheckIn | CheckOut | None, at: datetime) -> bool:
    """Whether the record says that minute already: what is read off a paper has no seconds."""
    return act is not None and act.at.replace(second=0, microsecond=0) == at
