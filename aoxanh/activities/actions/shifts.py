"""Bringing the shifts of an activity to what its organiser planned. Part of `create_activity` and `revise`, which write the audit line."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.activities.actions.roles import arrange_roles, check_role_plans
from aoxanh.activities.drafts import ShiftPlan, WavePlan
from aoxanh.activities.models import Activity, Shift, Wave
from aoxanh.activities.overbooking import most_extra
from aoxanh.kit.refusals import Refused

OWN = ("name", "starts_at", "ends_at", "places", "least", "extra", "meeting_point", "transport")


def arrange(activity: Activity, plans: Sequence[ShiftPlan]) -> list[Shift]:
    """Add, change and remove shifts until they are as planned; returns those whose hours changed. All or nothing.

    The activity's row must be held. Refused: `foreign_shift`, `same_shift_twice`, `ends_before_start`, `shift_past`, `no_places`,
    `least_above_places`, `too_many_extra`, `waves_above_places`, `wave_past`, `wave_after_start`, `places_below_taken`, `shift_begun`,
    `shift_has_people`, and the codes of `roles.arrange_roles`.
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
        check_hours(plan)
        check_numbers(plan)
        made = Shift.objects.create(activity=activity, withheld=plan.withheld, **facts_of(plan))
        arrange_roles(made, plan.roles)
        arrange_waves(made, plan.waves)
        return None
    is_moved = (shift.starts_at, shift.ends_at) != (plan.starts_at, plan.ends_at)
    if is_moved:
        check_not_begun(shift)
        check_hours(plan)
    if not shift.has_begun:
        check_numbers(plan)
    check_room(plan, shift)
    for name, value in facts_of(plan).items():
        setattr(shift, name, value)
    shift.withheld = plan.withheld
    shift.save(update_fields=[*OWN, "withheld"])
    arrange_roles(shift, plan.roles)
    arrange_waves(shift, plan.waves)
    return shift if is_moved else None


def facts_of(plan: ShiftPlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in OWN}


def check_hours(plan: ShiftPlan) -> None:
    if plan.ends_at <= plan.starts_at:
        raise Refused("ends_before_start", _("The shift ends before it starts. Correct its hours."))
    if plan.starts_at <= timezone.now():
        raise Refused("shift_past", _("The shift starts in the past. Choose a later day or hour."))


def check_numbers(plan: ShiftPlan) -> None:
    """What the figures of a shift owe each other, whoever signed up."""
    if plan.places < 1:
        raise Refused("no_places", _("A shift has at least 1 place."))
    if plan.least > plan.places:
        text = _("The shift cannot need %(least)d people and have %(places)d places. Correct one of the two.")
        raise Refused("least_above_places", text % {"least": plan.least, "places": plan.places})
    if plan.extra > (most := most_extra(plan.places)):
        text = _("Of %(places)d places at most %(most)d more are given. Correct the number.")
        raise Refused("too_many_extra", text % {"places": plan.places, "most": most})
    if plan.withheld > plan.places:
        text = _("The waves open %(waves)d places, and the shift has %(places)d. Correct one of the two.")
        raise Refused("waves_above_places", text % {"waves": plan.withheld, "places": plan.places})
    check_role_plans(plan)


def check_room(plan: ShiftPlan, shift: Shift) -> None:
    """Whoever has a place or was offered one keeps it: with what is still withheld they fit into the places."""
    gone, open_places = shift.taken + shift.held, plan.places + plan.extra - plan.withheld
    if open_places >= gone and plan.places >= 1:
        return
    least = max(gone + plan.withheld - plan.extra, 1)
    facts = {"shift": shift.label, "count": max(gone, 1), "least": least}
    if plan.withheld:
        text = _("%(shift)s already has %(count)d people. Give it at least %(least)d places, or let the waves open fewer.")
    elif plan.extra < shift.extra:
        text = _("%(shift)s already has %(count)d people. Give it at least %(least)d places, or go on taking a few more.")
    else:
        text = _("%(shift)s already has %(count)d people. Give it at least %(least)d places.")
    raise Refused("places_below_taken", text % facts)


def arrange_waves(shift: Shift, plans: Sequence[WavePlan]) -> None:
    """Bring the waves still to come to the plan; those that opened stay as they were."""
    to_come = [(wave.at, wave.places) for wave in shift.waves.filter(released_at=None)]
    planned = sorted((plan.at, plan.places) for plan in plans)
    if sorted(to_come) == planned:
        return
    for at, _places in set(planned) - set(to_come):
        check_wave(at, shift)
    shift.waves.filter(released_at=None).delete()
    Wave.objects.bulk_create([Wave(shift=shift, at=at, places=places) for at, places in planned])


def check_wave(at: datetime, shift: Shift) -> None:
    if at <= timezone.now():
        raise Refused("wave_past", _("A wave opens in the past. Choose a later moment, or leave it out: its places are open then."))
    if at >= shift.starts_at:
        raise Refused("wave_after_start", _("A wave opens after the shift began. Choose an earlier moment."))


def check_not_begun(shift: Shift) -> None:
    if shift.has_begun:
        raise Refused("shift_begun", _("%(shift)s has already begun: its hours stay as they are.") % {"shift": shift.label})


def remove(shift: Shift) -> None:
    check_not_begun(shift)
    asked = shift.signups.exists() or shift.waitings.exists() or shift.offers.exists() or shift.parties.exists()
    if asked or shift.wishes.filter(settled_at=None).exists():
        text = _("People signed up for %(shift)s. Change its hours, or cancel the activity so that everyone is told.")
        raise Refused("shift_has_people", text % {"shift": shift.label})
    shift.delete()


def span(activity: Activity) -> None:
    """The activity lasts from its first shift to its last."""
    ends = activity.shifts.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    activity.starts_at, activity.ends_at = ends["first"], ends["last"]
    activity.save(update_fields=["starts_at", "ends_at"])
