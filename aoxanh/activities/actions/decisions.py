"""The life of an activity: each change of state is a step with who, when and why. The days of a series are decided together."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities import letters
from aoxanh.activities.actions.contents import count_need
from aoxanh.activities.actions.offers import end_questions
from aoxanh.activities.actions.safety import demand_risk_check
from aoxanh.activities.models import Activity, Signup, Step
from aoxanh.activities.queries.approvals import deciders_to_tell, deciding_unit, endorsements, levels_for, pending_approvals
from aoxanh.activities.states import MOVES
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.places.actions import put_spots
from aoxanh.places.models import Layer

Status = Activity.Status


@transaction.atomic
def submit(activity: Activity, *, by: User) -> Activity:
    """Ask for approval; whoever decides is told. It opens at once where no level has to agree. Refused: `no_shifts`, `shifts_past`,
    `wrong_state`."""
    activity, *others = held_together(activity)
    if activity.status == Status.SUBMITTED:
        return activity
    check_state(activity, Status.DRAFT, Status.RETURNED)
    check_shifts(activity)
    demand_risk_check(activity)
    activity.approvals_wanted = levels_for(activity)
    written = [activity, *(one for one in others if one.status in (Status.DRAFT, Status.RETURNED) and has_days(one))]
    Activity.objects.filter(pk__in=[one.pk for one in written]).update(approvals_wanted=activity.approvals_wanted)
    if activity.approvals_wanted == 0:
        return open_all(written, by=by)
    step, *_steps = [move(one, Status.SUBMITTED, "activities.submitted", by=by) for one in written]
    letters.submitted(activity, deciders_to_tell(activity), step=str(step.pk))
    return activity


@transaction.atomic
def approve(activity: Activity, *, by: User) -> Activity:
    """Agree to it. The last level that has to opens it to everyone, and its need counts the places; before, the next level is told.

    Refused: `own_activity`, `agreed_already`, `not_your_level`, `shifts_past`, `wrong_state`.
    """
    activity, *others = held_together(activity)
    if activity.status == Status.OPEN:
        return activity
    check_state(activity, Status.SUBMITTED, Status.ENDORSED)
    check_not_own(activity, by)
    agreed = endorsements(activity) if activity.status == Status.ENDORSED else []
    check_level(activity, agreed, by)
    check_shifts(activity)
    waiting = [activity, *(one for one in others if one.status == activity.status and has_days(one))]
    unit = deciding_unit(by, activity.unit, above=agreed[-1].unit_id if agreed else None)
    if len(agreed) + 1 >= activity.approvals_wanted:
        return open_all(waiting, by=by, unit=unit)
    step, *_steps = [move(one, Status.ENDORSED, "activities.endorsed", by=by, unit=unit) for one in waiting]
    letters.submitted(activity, deciders_to_tell(activity), step=str(step.pk))
    return activity


def open_all(activities: list[Activity], *, by: User, unit: UUID | None = None) -> Activity:
    for one in activities:
        move(one, Status.OPEN, "activities.approved", by=by, unit=unit)
        count_need(one.need, by=by)
    letters.approved(activities[0])
    return activities[0]


@transaction.atomic
def return_with_reason(activity: Activity, *, reason: str, by: User) -> Activity:
    """Give it back to its unit to be changed. Refused: `reason_missing`, `own_activity`, `wrong_state`."""
    (activity, *others), reason = held_together(activity), said(reason)
    check_state(activity, Status.SUBMITTED, Status.ENDORSED)
    check_not_own(activity, by)
    unit, before = deciding_unit(by, activity.unit), activity.status
    step = move(activity, Status.RETURNED, "activities.returned", by=by, reason=reason, unit=unit)
    for one in others:
        if one.status == before:
            move(one, Status.RETURNED, "activities.returned", by=by, reason=reason, unit=unit)
    letters.returned(activity, reason, step=str(step.pk))
    return activity


@transaction.atomic
def cancel(activity: Activity, *, reason: str, by: User) -> Activity:
    """Call it off: everyone with a place is told why. One that was never open is withdrawn. Refused: `reason_missing`, `wrong_state`."""
    activity, reason = held(activity), said(reason)
    if activity.status in (Status.CANCELLED, Status.WITHDRAWN):
        return activity
    check_state(activity, Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.ENDORSED, Status.OPEN, Status.POSTPONED)
    if activity.status not in (Status.OPEN, Status.POSTPONED):
        move(activity, Status.WITHDRAWN, "activities.withdrawn", by=by, reason=reason)
        return activity
    list(activity.shifts.select_for_update().order_by("id"))  # Who is just signing up waits, and then sees that it is cancelled.
    was_postponed = activity.status == Status.POSTPONED
    move(activity, Status.CANCELLED, "activities.cancelled", by=by, reason=reason)
    confirmed = Signup.objects.filter(shift__activity=activity, status=Signup.Status.CONFIRMED, outcome="")
    if not was_postponed:
        confirmed = confirmed.filter(shift__ends_at__gt=timezone.now())
    letters.called_off(activity, list(confirmed.select_related("person__user", "shift__activity")), reason)
    end_questions(activity, reason=reason, by=by)
    end_questions(activity, reason=reason, by=by)
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


def held_together(activity: Activity) -> list[Activity]:
    """The row, and after it the other days of its series, all held."""
    if not activity.series_id:
        return [held(activity)]
    rows = Activity.objects.select_for_update(of=("self",)).select_related("unit", "need", "created_by")
    days = list(rows.filter(series=activity.series_id).order_by("id"))
    return sorted(days, key=lambda one: one.pk != activity.pk)


def move(activity: Activity, status: Activity.Status, verb: str, *, by: User, reason: str = "", unit: UUID | None = None) -> Step:
    """Write the new state with its step and its audit line. Refused: `wrong_state` where the state does not lead there."""
    if status not in MOVES[activity.status]:
        raise moved_on()
    before, activity.status = activity.status, status
    activity.save(update_fields=["status"])
    record(verb, activity, by=by, unit_id=activity.unit_id, before=before, after=str(status), reason=reason)
    put_spots(Layer.ACTIVITY, [activity.pk])
    bump_public_version()
    return Step.objects.create(activity=activity, status=status, by=by, reason=reason, unit_id=unit)


def moved_on() -> Refused:
    return Refused("wrong_state", _("This activity has moved on meanwhile. Open it again to see where it stands."))


def check_state(activity: Activity, *states: Activity.Status) -> None:
    if activity.status not in states:
        raise moved_on()


def check_shifts(activity: Activity) -> None:
    ends = [shift.starts_at for shift in activity.shifts.all()]
    if not ends:
        raise Refused("no_shifts", _("There is no shift yet. Add the first one with its hours and places."))
    if max(ends) <= timezone.now():
        raise Refused("shifts_past", _("All shifts have already begun. Choose later days."))


def has_days(activity: Activity) -> bool:
    return activity.shifts.filter(starts_at__gt=timezone.now()).exists()


def check_not_own(activity: Activity, by: User) -> None:
    if activity.created_by_id == by.pk:
        raise Refused("own_activity", _("You wrote this activity yourself. Someone else decides on it."))


def check_level(activity: Activity, agreed: list[Step], by: User) -> None:
    """After the first level another person of a level above decides."""
    if any(step.by_id == by.pk for step in agreed):
        raise Refused("agreed_already", _("You have agreed to this activity already. Now the level above decides."))
    if agreed and not pending_approvals(by).filter(pk__in=together(activity)).exists():
        raise Refused("not_your_level", _("A level has agreed already. Now somebody above it decides."))


def together(activity: Activity) -> list[UUID]:
    """The activity, or all days of its series."""
    if not activity.series_id:
        return [activity.pk]
    return list(Activity.objects.filter(series=activity.series_id).values_list("pk", flat=True))


def check_over(activity: Activity) -> None:
    if not activity.is_over:
        raise Refused("not_over", _("The last shift is not over yet. Come back when it is."))


def said(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason_missing", _("Say why in a sentence, so that people know what to do."))
    return reason.strip()[:500]
