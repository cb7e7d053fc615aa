"""Arrivals and leavings as they are taken, one at a time."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Signup
from aoxanh.attendance import ledger, queries
from aoxanh.attendance.models import CheckIn, CheckOut, Method
from aoxanh.attendance.rules import CHECK_IN_RULES, CHECK_OUT_RULES, Scan, arrival_of, leaving_of, obey
from aoxanh.kit.refusals import Refused

LOOKS = 2


def check_in(
    signup: Signup,
    *,
    at: datetime,
    scan_id: UUID,
    method: str = Method.QR,
    device_at: datetime | None = None,
    by: User | None,
    here: UUID | None = None,
    was_near: bool | None = None,
) -> CheckIn:
    """Record an arrival at the shift `here` (the pass's own without it). `scan_id` was made on the scanning device, so a resent scan
    changes nothing and gets the same arrival. `by` is None where a guest without an account checks themselves in.

    `signup` comes from `queries.passes`. One statement writes everything and is its own transaction; when it wrote nothing, because another
    phone was quicker or the place was given up meanwhile, the rules look at the fresh row and say which.
    """
    scan = Scan(scan_id, at, method, by, device_at, here, was_near)
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
    by: User | None,
    here: UUID | None = None,
) -> CheckOut:
    """Record a leaving and the hours that follow, under the same promises as `check_in`."""
    scan = Scan(scan_id, at, method, by, device_at, here)
    for _look in range(LOOKS):
        if (seen := leaving_of(signup)) and seen.scan_id == scan_id:
            return seen
        obey(CHECK_OUT_RULES, signup, scan)
        if leaving := ledger.write_leaving(signup, scan):
            return leaving
        signup = queries.passes().get(pk=signup.pk)
    raise reused()


def reused() -> Refused:
    return Refused("reused_scan", _("This scan was already used for someone else. Scan the pass again."))
