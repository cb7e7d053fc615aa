"""The life of an activity: each change of state is a step with who, when and why."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities import letters
from aoxanh.activities.actions.contents import count_need
from aoxanh.activities.actions.safety import demand_risk_check
from aoxanh.activities.models import Activity, Signup, Step
from aoxanh.activities.queries import approvers_of
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.places.actions import put_spots
from aoxanh.places.models import Layer

Status = Activity.Status


@transaction.atomic
def submit(activity: Activity, *, by: User) -> Activity:
    """Ask for approval; whoever decides is told. Refused: `no_shifts`, `shifts_past`, `wrong_state`."""
    activity = held(activity)
    if activity.status == Status.SUBMITTED:
        return activity
    check_state(activity, Status.DRAFT, Status.RETURNED)
    check_shifts(activity)
    demand_risk_check(activity)
    step = move(activity, Status.SUBMITTED, "activities.submitted", by=by)
    letters.submitted(activity, list(approvers_of(activity.unit)), step=str(step.pk))
    return activity


@transaction.atomic
def approve(activity: Activity, *, by: User) -> Activity:
    """Open it to everyone; its need counts the places. Refused: `own_activity`, `shifts_past`, `wrong_state`."""
    activity = held(activity)
    if activity.status == Status.OPEN:
        return activity
    check_state(activity, Status.SUBMITTED)
    check_not_own(activity, by)
    check_shifts(activity)
    move(activity, Status.OPEN, "activities.approved", by=by)
    count_need(activity.need, by=by)
    letters.approved(activity)
    return activity


@transaction.atomic
def return_with_reason(activity: Activity, *, reason: str, by: User) -> Activity:
    """Give it back to its unit to be changed. Refused: `reason_missing`, `own_activity`, `wrong_state`."""
    activity, reason = held(activity), said(reason)
    check_state(activity, Status.SUBMITTED)
    check_not_own(activity, by)
    step = move(activity, Status.RETURNED, "activities.returned", by=by, reason=reason)
    letters.returned(activity, reason, step=str(step.pk))
    return activity


@transaction.atomic
def cancel(activity: Activity, *, reason: str, by: User) -> Activity:
    """Call it off: everyone with a place is told why. One that was never open is withdrawn. Refused: `reason_missing`, `wrong_state`."""
    activity, reason = held(activity), said(reason)
    if activity.status in (Status.CANCELLED, Status.WITHDRAWN):
        return activity
    check_state(activity, Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.OPEN)
    if activity.status != Status.OPEN:
        move(activity, Status.WITHDRAWN, "activities.withdrawn", by=by, reason=reason)
        return activity
    list(activity.shifts.select_for_update().order_by("id"))  # Who is just signing up waits, and then sees that it is cancelled.
    move(activity, Status.CANCELLED, "activities.cancelled", by=by, reason=reason)
    confirmed = Signup.objects.filter(shift__activity=activity, status=Signup.Status.CONFIRMED, shift__ends_at__gt=timezone.now())
    letters.called_off(activity, list(confirmed.select_related("person__user", "shift__activity")), reason)
    count_need(activity.need, by=by)
    return activity


@transaction.atomic
def close(activity: Activity, *, by: User) -> Activity:
    """Say that it is over. Refused: `not_over`, `wrong_state`."""
    activity = held(activity)
    if activity.status == Status.CLOSED:
        return activity
    check_state(activity, Status.OPEN)
    check_over(activity)
    move(activity, Status.CLOSED, "activities.closed", by=by)
    return activity


@transaction.atomic
def mark_recorded(activity: Activity, *, by: User) -> Activity:
    """Its report is public from now on: `records` calls it when it publishes one. Refused: `not_over`, `wrong_state`."""
    activity = held(activity)
    if activity.status == Status.RECORDED:
        return activity
    check_state(activity, Status.OPEN, Status.CLOSED)
    check_over(activity)
    move(activity, Status.RECORDED, "activities.recorded", by=by)
    return activity


def held(activity: Activity) -> Activity:
    """The row as it is now, kept from others until the end of the transaction."""
    return Activity.objects.select_for_update(of=("self",)).select_related("unit", "need", "created_by").get(pk=activity.pk)


def move(activity: Activity, status: Activity.Status, verb: str, *, by: User, reason: str = "") -> Step:
    before, activity.status = activity.status, status
    activity.save(update_fields=["status"])
    record(verb, activity, by=by, unit_id=activity.unit_id, before=before, after=str(status), reason=reason)
    put_spots(Layer.ACTIVITY, [activity.pk])
    bump_public_version()
    return Step.objects.create(activity=activity, status=status, by=by, reason=reason)


def check_state(activity: Activity, *states: Activity.Status) -> None:
    if activity.status not in states:
        raise Refused("wrong_state", _("This activity has moved on meanwhile. Open it again to see where it stands."))


def check_shifts(activity: Activity) -> None:
    ends = [shift.starts_at for shift in activity.shifts.all()]
    if not ends:
        raise Refused("no_shifts", _("There is no shift yet. Add the first one with its hours and places."))
    if max(ends) <= timezone.now():
        raise Refused("shifts_past", _("All shifts have already begun. Choose later days."))


def check_not_own(activity: Activity, by: User) -> None:
    if activity.created_by_id == by.pk:
        raise Refused("own_activity", _("You wrote this activity yourself. Someone else decides on it."))


def check_over(activity: Activity) -> None:
    if not activity.is_over:
        raise Refused("not_over", _("The last shift is not over yet. Come back when it is."))


def said(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason_missing", _("Say why in a sentence, so that people know what to do."))
    return reason.strip()[:500]
