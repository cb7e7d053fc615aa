"""Settling the attendance of an activity that is over."""

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions.signups import set_outcome
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance import queries
from aoxanh.attendance.entries import add_entries, count_once, entries_for
from aoxanh.attendance.models import ServiceHours
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused


@transaction.atomic
def settle(activity: Activity, *, by: User) -> queries.Totals:
    """Close the attendance of an activity that has ended: turns without a check-out count to the end of their shift, who never came is
    noted absent. Settling again changes nothing. Raises `not_ended`."""
    if not activity.ends_at or activity.ends_at > timezone.now():
        raise Refused("not_ended", _("The activity has not ended yet. Its attendance is settled after the last shift."))
    hold(activity)
    entries = entries_for(queries.without_leaving(activity), by=by)
    add_entries(entries)
    look_once_more(activity)
    absent = [set_outcome(signup, outcome=Signup.Outcome.ABSENT, by=by) for signup in queries.missing(activity)]
    if entries or absent:
        record("attendance.settled", activity, by=by, unit_id=activity.unit_id, to_shift_end=len(entries), absent=len(absent))
    return queries.totals(activity)


def look_once_more(activity: Activity) -> None:
    """Take off what overlaps, of everybody who came: arrivals may have been moved, and two phones may have written at one moment."""
    people = ServiceHours.objects.filter(activity=activity).order_by().values_list("person", flat=True).distinct()
    days = ServiceHours.objects.filter(activity=activity).aggregate(first=Min("on"), last=Max("on"))
    if days["first"]:
        count_once(set(people), first=days["first"], last=days["last"])


def hold(activity: Activity) -> None:
    """Keep the sign-ups from scans until the end of the transaction; always in the same order."""
    signups = Signup.objects.select_for_update(of=("self",)).filter(shift__activity=activity)
    list(signups.order_by("pk").values_list("pk", flat=True))
