"""Postponing an activity: its days are off, its people keep their places, and are asked again once there are new days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions.answers import ask
from aoxanh.activities.actions.contents import count_need, look_again_at_minors
from aoxanh.activities.actions.decisions import check_state, held, move, said
from aoxanh.activities.actions.promotion import promote_in
from aoxanh.activities.actions.shifts import span
from aoxanh.activities.drafts import NewHours
from aoxanh.activities.letters import postponed as letters
from aoxanh.activities.models import Activity, Offer, Shift, Signup
from aoxanh.kit.refusals import Refused

Status = Activity.Status


@transaction.atomic
def postpone(
    activity: Activity, *, reason: str, by: User, hours: Sequence[NewHours] = (), answer_until: datetime | None = None
) -> Activity:
    """Take its days off; with new `hours` it is open again at once, and everyone with a place is asked. Waiting lists and offers stay.

    Refused: `reason_missing`, `nothing_ahead`, `wrong_state`, and the codes of `resume`.
    """
    activity, reason = held(activity), said(reason)
    if activity.status == Status.POSTPONED and not hours:
        return activity
    check_state(activity, Status.OPEN)
    ahead = list(activity.shifts.select_for_update().filter(starts_at__gt=timezone.now()).order_by("id"))
    if not ahead:
        raise Refused("nothing_ahead", _("Every shift has begun already. There is nothing left to postpone."))
    step = move(activity, Status.POSTPONED, "activities.postponed", by=by, reason=reason)
    if hours:
        return resume(activity, hours=hours, answer_until=answer_until, by=by)
    letters.postponed(activity, places_in(ahead), reason, step=str(step.pk))
    return activity


@transaction.atomic
def resume(activity: Activity, *, hours: Sequence[NewHours], by: User, answer_until: datetime | None = None) -> Activity:
    """Open it again at new hours: everyone with a place is asked whether they still come, offers wait as long again as they did.

    Refused: `hours_missing`, `ends_before_start`, `shift_past`, `answer_too_late`, `wrong_state`.
    """
    activity = held(activity)
    check_state(activity, Status.POSTPONED)
    since = postponed_at(activity)
    shifts = list(activity.shifts.select_for_update().filter(starts_at__gt=since).order_by("id"))
    set_hours(shifts, {one.id: one for one in hours})
    until = answer_until or usual_answer_time(shifts)
    if not timezone.now() < until <= min(shift.starts_at for shift in shifts):
        raise Refused("answer_too_late", _("People answer before the first shift begins. Choose an earlier time."))
    span(activity)
    step = move(activity, Status.OPEN, "activities.resumed", by=by)
    places = places_in(shifts)
    ask(places, until=until)
    letters.new_days(activity, places, until=until, step=str(step.pk))
    extend_offers(shifts, timezone.now() - since)
    look_again_at_minors(shifts)
    promote_in(shift.pk for shift in shifts)
    count_need(activity.need, by=by)
    return activity


def set_hours(shifts: list[Shift], hours: dict[UUID, NewHours]) -> None:
    """Every shift that was postponed has new hours ahead."""
    if {shift.pk for shift in shifts} != hours.keys():
        raise Refused("hours_missing", _("Give each shift its new day and hours."))
    for shift in shifts:
        shift.starts_at, shift.ends_at = hours[shift.pk].starts_at, hours[shift.pk].ends_at
        if shift.ends_at <= shift.starts_at:
            raise Refused("ends_before_start", _("The shift ends before it starts. Correct its hours."))
        if shift.starts_at <= timezone.now():
            raise Refused("shift_past", _("The shift starts in the past. Choose a later day or hour."))
        shift.revision += 1
    Shift.objects.bulk_update(shifts, ["starts_at", "ends_at", "revision"])


def usual_answer_time(shifts: Sequence[Shift]) -> datetime:
    return min(timezone.now() + timedelta(hours=settings.ANSWER_HOURS), *(shift.starts_at for shift in shifts))


def postponed_at(activity: Activity) -> datetime:
    """When its days were taken off; what had begun by then took place."""
    return activity.steps.filter(status=Status.POSTPONED).order_by("-at", "-id")[0].at


def places_in(shifts: Sequence[Shift]) -> QuerySet[Signup]:
    found = Signup.objects.filter(shift__in=[shift.pk for shift in shifts], status=Signup.Status.CONFIRMED)
    return found.select_related("person__user", "shift__activity").order_by("pk")


def extend_offers(shifts: Sequence[Shift], lost: timedelta) -> None:
    """What was offered before waits as long again as the activity was off."""
    Offer.objects.filter(shift__in=[shift.pk for shift in shifts], answer="").update(until=F("until") + lost)


def shifts_to_move(activity: Activity) -> list[Shift]:
    """The shifts for which new hours are asked: those ahead, or, once it is postponed, those that were ahead then."""
    since = postponed_at(activity) if activity.status == Status.POSTPONED else timezone.now()
    return list(activity.shifts.filter(starts_at__gt=since).order_by("starts_at", "id"))
