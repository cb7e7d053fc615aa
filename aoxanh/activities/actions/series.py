"""Activities that come back: made in one go, changed one by one or from a day on, stopped."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities.actions.contents import NEW, check_place, put_down, revise, take_over
from aoxanh.activities.actions.decisions import cancel, check_state, held, held_together, said
from aoxanh.activities.drafts import Details, ShiftPlan, WavePlan
from aoxanh.activities.models import Activity, Series, Shift, ShiftRole, Step, Wave
from aoxanh.activities.series import days_of
from aoxanh.activities.slugs import slug_of
from aoxanh.audit.actions import record
from aoxanh.kit.dates import local
from aoxanh.kit.refusals import Refused

Status = Activity.Status
SAME = (
    "need",
    "campaign",
    "front",
    "model",
    "kind",
    "title",
    "description",
    "picture",
    "place_name",
    "meeting_point",
    "latitude",
    "longitude",
    "area",
    "min_age",
    "insured",
    "insurance_note",
    "guided",
    "training_first",
    "foreign_partner",
    "offer_hours",
)
OF_SHIFT = ("name", "places", "least", "extra", "withheld", "meeting_point", "transport")
OF_ROLE = ("name", "places", "least", "skill", "degree", "must_be_proved", "min_age", "max_age", "leads", "equipment", "order")


def repeat(
    activity: Activity, *, weekdays: Sequence[int], every: int, until: date, without: Sequence[date] = (), request_id: UUID, by: User
) -> Series:
    """Let a draft come back until a day: one more draft for each day, alike but for it. `without` are days left out.

    Submitting or deciding on one then does so for all. Refused: `wrong_state`, `in_a_series`, `no_shifts`, `many_days`, `no_days`,
    `too_many_days`.
    """
    try:
        return make_series(activity, weekdays=weekdays, every=every, until=until, without=without, request_id=request_id, by=by)
    except IntegrityError:  # The same form twice at the same moment: the other one has made it.
        if seen := Series.objects.filter(request_id=request_id, by=by).first():
            return seen
        raise


@transaction.atomic
def make_series(
    activity: Activity, *, weekdays: Sequence[int], every: int, until: date, without: Sequence[date], request_id: UUID, by: User
) -> Series:
    if seen := Series.objects.filter(request_id=request_id, by=by).first():
        return seen
    activity = held(activity)
    check_state(activity, *NEW)
    if activity.series_id:
        raise Refused("in_a_series", _("This activity is one of a series already."))
    first = first_day(activity)
    days = [on for on in days_of(weekdays, every=every, starts_on=first, until=until) if on != first and on not in without]
    if not days:
        raise Refused("no_days", _("There is no such day until then. Choose other weekdays or a later end."))
    if len(days) + 1 > settings.SERIES_MOST:
        text = _("These are %(count)d days, and a series has at most %(most)d. Let it end earlier.")
        raise Refused("too_many_days", text % {"count": len(days) + 1, "most": settings.SERIES_MOST})
    series = Series.objects.create(
        unit=activity.unit, weekdays=sorted(weekdays), every=every, starts_on=first, until=until, request_id=request_id, by=by
    )
    Activity.objects.filter(pk=activity.pk).update(series=series, series_on=first)
    for on in days:
        copy_for_day(activity, series, on, by=by)
    record("activities.series_made", activity, by=by, unit_id=activity.unit_id, days=len(days) + 1)
    return series


def first_day(activity: Activity) -> date:
    shifts = [local(shift.starts_at).date() for shift in activity.shifts.all()]
    if not shifts:
        raise Refused("no_shifts", _("There is no shift yet. Add the first one with its hours and places."))
    if (max(shifts) - min(shifts)).days > 0:
        raise Refused("many_days", _("Only an activity of one day comes back. Make the other days activities of their own."))
    return min(shifts)


def copy_for_day(source: Activity, series: Series, on: date, *, by: User) -> Activity:
    """The same activity on another day of its series, as a draft."""
    pk = uuid7()
    same = {name: getattr(source, name) for name in SAME}
    made = Activity.objects.create(
        id=pk, unit=source.unit, slug=slug_of(source.title, pk), series=series, series_on=on, request_id=uuid7(), created_by=by, **same
    )
    made.skills.set(source.skills.all())
    apart = on - first_day(source)
    for shift in source.shifts.prefetch_related("roles", "waves"):
        copy_shift(shift, made, apart)
    ends = [(shift.starts_at, shift.ends_at) for shift in made.shifts.all()]
    made.starts_at, made.ends_at = min(start for start, _end in ends), max(end for _start, end in ends)
    made.save(update_fields=["starts_at", "ends_at"])
    take_over(made, like=source, template=None, by=by)
    Step.objects.create(activity=made, status=Status.DRAFT, by=by)
    return made


def copy_shift(shift: Shift, activity: Activity, apart: timedelta) -> None:
    same = {name: getattr(shift, name) for name in OF_SHIFT}
    made = Shift.objects.create(activity=activity, starts_at=shift.starts_at + apart, ends_at=shift.ends_at + apart, **same)
    ShiftRole.objects.bulk_create([ShiftRole(shift=made, **{name: getattr(role, name) for name in OF_ROLE}) for role in shift.roles.all()])
    Wave.objects.bulk_create([Wave(shift=made, at=wave.at + apart, places=wave.places) for wave in shift.waves.all()])


@transaction.atomic
def revise_following(activity: Activity, *, details: Details, shifts: Sequence[ShiftPlan], by: User) -> list[Activity]:
    """Change this day of a series and those after it that were not changed by themselves; gives the days that changed.

    Refused: `not_editable`, and the codes of `contents.revise`, whichever day says so: then nothing changes.
    """
    if not activity.series_id:
        return [revise(activity, details=details, shifts=shifts, by=by)]
    this, *others = held_together(activity)
    if this.status not in (*NEW, Status.OPEN):
        raise Refused("not_editable", _("This activity can no longer be changed. Take it back first, or create a new one."))
    check_place(this.unit, details)
    order = {shift.pk: number for number, shift in enumerate(in_order(this))}
    later = [one for one in others if follows(one, this)]
    plans_of_later = [(one, plans_for(one, shifts, order, day_of(one) - day_of(this))) for one in later]
    put_down(this, details, shifts, by=by)
    for one, plans in plans_of_later:
        put_down(one, details, plans, by=by)
    return [this, *later]


def follows(one: Activity, this: Activity) -> bool:
    """Whether a change from this day on reaches the other: it comes later, may be changed, and was not changed by itself."""
    if day_of(one) <= day_of(this) or one.differs:
        return False
    return one.status in (*NEW, Status.OPEN) and not any(shift.has_begun for shift in one.shifts.all())


def day_of(activity: Activity) -> date:
    """The day for which it stands in its series, wherever it was moved since."""
    if activity.series_on is None:
        raise ValueError(activity)
    return activity.series_on


def in_order(activity: Activity) -> list[Shift]:
    return list(activity.shifts.prefetch_related("roles").order_by("starts_at", "id"))


def plans_for(other: Activity, plans: Sequence[ShiftPlan], order: dict[UUID, int], apart: timedelta) -> list[ShiftPlan]:
    """The same plans for another day: a shift is the one that stands in the same place there, a role the one of the same name."""
    theirs = in_order(other)
    made = []
    for plan in plans:
        number = order.get(plan.id) if plan.id else None
        same = theirs[number] if number is not None and number < len(theirs) else None
        made.append(shifted(plan, same, apart))
    return made


def shifted(plan: ShiftPlan, same: Shift | None, apart: timedelta) -> ShiftPlan:
    names = {role.name: role.pk for role in same.roles.all()} if same else {}
    roles = tuple(replace(role, id=names.pop(role.name, None)) for role in plan.roles)
    waves = tuple(WavePlan(wave.at + apart, wave.places) for wave in plan.waves)
    start, end = plan.starts_at + apart, plan.ends_at + apart
    return replace(plan, starts_at=start, ends_at=end, id=same.pk if same else None, roles=roles, waves=waves)


@transaction.atomic
def stop_series(activity: Activity, *, reason: str, by: User) -> list[Activity]:
    """End a series with this day: it and every later one that is not over is cancelled, and everyone told. Refused: `reason_missing`,
    `no_series`."""
    reason = said(reason)
    if not activity.series_id:
        raise Refused("no_series", _("This activity is not one of a series."))
    ended = (Status.CANCELLED, Status.WITHDRAWN, Status.CLOSED, Status.RECORDED)
    days = [one for one in held_together(activity) if day_of(one) >= day_of(activity) and one.status not in ended]
    stopped = [cancel(one, reason=reason, by=by) for one in days if not (one.is_over and one.status == Status.OPEN)]
    Series.objects.filter(pk=activity.series_id, stopped_at=None).update(stopped_at=timezone.now())
    record("activities.series_stopped", activity, by=by, unit_id=activity.unit_id, days=len(stopped))
    return stopped
