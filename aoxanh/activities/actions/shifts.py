"""Bringing the shifts of an activity to what its organiser planned. Part of `create_activity` and `revise`, which write the audit line."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.activities.drafts import ShiftPlan
from aoxanh.activities.models import Activity, Shift
from aoxanh.kit.refusals import Refused


def arrange(activity: Activity, plans: Sequence[ShiftPlan]) -> list[Shift]:
    """Add, change and remove shifts until they are as planned; returns those whose hours changed. All or nothing.

    The activity's row must be held. Refused: `foreign_shift`, `same_shift_twice`, `ends_before_start`, `shift_past`, `no_places`,
    `places_below_taken`, `shift_begun`, `shift_has_people`.
    """
    shifts = {shift.pk: shift for shift in activity.shifts.select_for_update().order_by("id")}
    named = [plan.id for plan in plans if plan.id]
    check_names(named, shifts)
    for shift in shifts.values():
        if shift.pk not in named:
            remove(shift)
    moved = [done for plan in plans if (done := put(activity, plan, shifts.get(plan.id) if plan.id else None))]
    span(activity)
    return moved


def check_names(named: list[UUID], shifts: dict[UUID, Shift]) -> None:
    if not set(named) <= shifts.keys():
        raise Refused("foreign_shift", _("One of these shifts belongs to another activity. Open the form again."))
    if len(set(named)) < len(named):
        raise Refused("same_shift_twice", _("The same shift is in the form twice. Open the form again."))


def put(activity: Activity, plan: ShiftPlan, shift: Shift | None) -> Shift | None:
    """Write one shift; returns it when people knew other hours."""
    if shift is None:
        check_plan(plan)
        facts = {"starts_at": plan.starts_at, "ends_at": plan.ends_at, "places": plan.places, "name": plan.name}
        Shift.objects.create(activity=activity, **facts)
        return None
    is_moved = (shift.starts_at, shift.ends_at) != (plan.starts_at, plan.ends_at)
    if is_moved:
        check_not_begun(shift)
        check_plan(plan)
    check_places(plan, shift)
    shift.name, shift.starts_at, shift.ends_at, shift.places = plan.name, plan.starts_at, plan.ends_at, plan.places
    shift.save(update_fields=["name", "starts_at", "ends_at", "places"])
    return shift if is_moved else None


def check_plan(plan: ShiftPlan) -> None:
    if plan.ends_at <= plan.starts_at:
        raise Refused("ends_before_start", _("The shift ends before it starts. Correct its hours."))
    if plan.starts_at <= timezone.now():
        raise Refused("shift_past", _("The shift starts in the past. Choose a later day or hour."))
    if plan.places < 1:
        raise Refused("no_places", _("A shift has at least 1 place."))


def check_places(plan: ShiftPlan, shift: Shift) -> None:
    if plan.places < max(shift.taken, 1):
        text = _("%(shift)s already has %(count)d people. Give it at least %(count)d places.")
        raise Refused("places_below_taken", text % {"shift": shift.label, "count": max(shift.taken, 1)})


def check_not_begun(shift: Shift) -> None:
    if shift.has_begun:
        raise Refused("shift_begun", _("%(shift)s has already begun: its hours stay as they are.") % {"shift": shift.label})


def remove(shift: Shift) -> None:
    check_not_begun(shift)
    if shift.signups.exists() or shift.wishes.filter(settled_at=None).exists():
        text = _("People signed up for %(shift)s. Change its hours, or cancel the activity so that everyone is told.")
        raise Refused("shift_has_people", text % {"shift": shift.label})
    shift.delete()


def span(activity: Activity) -> None:
    """The activity lasts from its first shift to its last."""
    ends = activity.shifts.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    activity.starts_at, activity.ends_at = ends["first"], ends["last"]
    activity.save(update_fields=["starts_at", "ends_at"])
