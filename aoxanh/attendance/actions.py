"""Arrivals, leavings, and settling the hours."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions.signups import set_outcome
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance import ledger, queries
from aoxanh.attendance.hours import served_minutes
from aoxanh.attendance.models import CheckIn, CheckOut, Method, ServiceHours, Source
from aoxanh.attendance.rules import CHECK_IN_RULES, CHECK_OUT_RULES, Scan, arrival_of, leaving_of, obey
from aoxanh.audit.actions import record
from aoxanh.kit.dates import local
from aoxanh.kit.refusals import Refused

LOOKS = 2


def check_in(
    signup: Signup,
    *,
    at: datetime,
    scan_id: UUID,
    method: str = Method.QR,
    device_at: datetime | None = None,
    by: User,
    here: UUID | None = None,
) -> CheckIn:
    """Record an arrival at the shift `here` (the pass's own without it). `scan_id` was made on the scanning device, so a resent scan
    changes nothing and gets the same arrival.

    `signup` comes from `queries.passes`. One statement writes everything and is its own transaction; when it wrote nothing, because another
    phone was quicker or the place was given up meanwhile, the rules look at the fresh row and say which.
    """
    scan = Scan(scan_id, at, method, by, device_at, here)
    for _look in range(LOOKS):
        if (seen := arrival_of(signup)) and seen.scan_id == scan_id:
            return seen
        obey(CHECK_IN_RULES, signup, scan)
        if arrival := ledger.write_arrival(signup, scan):
            return arrival
        signup = queries.passes().get(pk=signup.pk)
    raise reused()


def check_out(
    signup: Signup,
    *,
    at: datetime,
    scan_id: UUID,
    method: str = Method.QR,
    device_at: datetime | None = None,
    by: User,
    here: UUID | None = None,
) -> CheckOut:
    """Record a leaving and the hours that follow, under the same promises as `check_in`."""
    scan = Scan(scan_id, at, method, by, device_at, here)
    for _look in range(LOOKS):
        if (seen := leaving_of(signup)) and seen.scan_id == scan_id:
            return seen
        obey(CHECK_OUT_RULES, signup, scan)
        shift = signup.shift
        minutes = served_minutes(signup.check_in.at, at, starts_at=shift.starts_at, ends_at=shift.ends_at)
        if leaving := ledger.write_leaving(signup, scan, minutes=minutes):
            return leaving
        signup = queries.passes().get(pk=signup.pk)
    raise reused()


def reused() -> Refused:
    return Refused("reused_scan", _("This scan was already used for someone else. Scan the pass again."))


@transaction.atomic
def settle(activity: Activity, *, by: User) -> queries.Totals:
    """Close the attendance of an activity that has ended: turns without a check-out count to the end of their shift, who never came is
    noted absent. Settling again changes nothing. Raises `not_ended`."""
    if not activity.ends_at or activity.ends_at > timezone.now():
        raise Refused("not_ended", _("The activity has not ended yet. Its attendance is settled after the last shift."))
    hold(activity)
    entries = [entry_to_shift_end(signup, by=by) for signup in queries.without_leaving(activity)]
    ServiceHours.objects.bulk_create(entries, ignore_conflicts=True)
    absent = [set_outcome(signup, outcome=Signup.Outcome.ABSENT, by=by) for signup in queries.missing(activity)]
    if entries or absent:
        record("attendance.settled", activity, by=by, unit_id=activity.unit_id, to_shift_end=len(entries), absent=len(absent))
    return queries.totals(activity)


def hold(activity: Activity) -> None:
    """Keep the sign-ups from scans until the end of the transaction; always in the same order."""
    signups = Signup.objects.select_for_update(of=("self",)).filter(shift__activity=activity)
    list(signups.order_by("pk").values_list("pk", flat=True))


def entry_to_shift_end(signup: Signup, *, by: User) -> ServiceHours:
    on = local(signup.shift.starts_at).date()
    return ServiceHours.of_turn(
        signup,
        minutes=queries.minutes_to_shift_end(signup),
        on=on,
        starts_at=signup.check_in.at,
        ends_at=max(signup.check_in.at, signup.shift.ends_at),
        source=Source.SHIFT_END,
        by=by,
    )
