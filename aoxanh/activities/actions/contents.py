"""Writing down what an activity is."""

from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities import letters
from aoxanh.activities.actions.answers import ask_who_clashes
from aoxanh.activities.actions.participations import check_campaign
from aoxanh.activities.actions.promotion import promote_in
from aoxanh.activities.actions.shifts import arrange
from aoxanh.activities.drafts import Details, ShiftPlan
from aoxanh.activities.models import Activity, Briefing, Equipment, Shift, Signup, Step, Template
from aoxanh.activities.queries.answers import places_for
from aoxanh.activities.queries.minors import minors_in_shift
from aoxanh.activities.slugs import slug_of
from aoxanh.audit.actions import record
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.needs.actions import count_places
from aoxanh.needs.models import Need
from aoxanh.needs.queries import communes_meant
from aoxanh.org.models import Unit
from aoxanh.places.actions import put_spots
from aoxanh.places.models import Layer
from aoxanh.places.queries import belongs

Status = Activity.Status
PLAIN = tuple(field.name for field in fields(Details) if field.name != "skills")
NEW = (Status.DRAFT, Status.RETURNED)
APPROVED = ("kind", "min_age", "need", "foreign_partner")
"""What the approver agreed to: it stays once the activity is open."""

RECHECK = "activities.recheck_minors"


def create_activity(
    unit: Unit,
    *,
    details: Details,
    shifts: Sequence[ShiftPlan] = (),
    request_id: UUID,
    by: User,
    like: Activity | None = None,
    template: Template | None = None,
) -> Activity:
    """A draft of the unit; the same request sent again gives the same draft. It takes over briefing and equipment of the activity that it
    is like, or of the template.

    Refused: `place_outside`, `need_closed`, the codes of `participations.check_campaign` and of `shifts.arrange`.
    """
    try:
        return draft(unit, details=details, shifts=shifts, request_id=request_id, by=by, like=like, template=template)
    except IntegrityError:  # The same form twice at the same moment: the other one has made it.
        if seen := Activity.objects.filter(request_id=request_id, created_by=by).first():
            return seen
        raise


@transaction.atomic
def draft(
    unit: Unit,
    *,
    details: Details,
    shifts: Sequence[ShiftPlan],
    request_id: UUID,
    by: User,
    like: Activity | None = None,
    template: Template | None = None,
) -> Activity:
    if seen := Activity.objects.filter(request_id=request_id, created_by=by).first():
        return seen
    check_place(unit, details)
    check_need(details.need)
    check_campaign(unit, details.campaign, details.front, starts_at=min((plan.starts_at for plan in shifts), default=None))
    pk = uuid7()
    given = {"copied_from": like, "request_id": request_id, "created_by": by, **plain(details)}
    activity = Activity(id=pk, unit=unit, slug=slug_of(details.title, pk), **given)
    activity.save(force_insert=True)
    activity.skills.set(details.skills)
    arrange(activity, shifts)
    take_over(activity, like=like, template=template, by=by)
    Step.objects.create(activity=activity, status=Status.DRAFT, by=by)
    record("activities.created", activity, by=by, unit_id=unit.pk)
    return activity


def take_over(activity: Activity, *, like: Activity | None, template: Template | None, by: User) -> None:
    """Briefing and equipment of a former activity or of a template; never its people."""
    text, things = "", []
    if like:
        latest = like.briefings.order_by("-version").first()
        text = latest.text if latest else ""
        things = list(like.equipment.values("name", "quantity", "is_protective", "comes_back"))
    elif template:
        text, things = template.briefing, template.details.get("equipment", [])
    if text:
        Briefing.objects.create(activity=activity, version=1, text=text, by=by)
    Equipment.objects.bulk_create([Equipment(activity=activity, **thing) for thing in things])


def plain(details: Details) -> dict[str, object]:
    return {name: getattr(details, name) for name in PLAIN}


def check_place(unit: Unit, details: Details) -> None:
    """The point lies in the commune, or near enough that a person may say that this commune is meant."""
    area, point = details.area, (details.latitude, details.longitude)
    if not belongs(area, *point) and area.pk not in {nearby.area.pk for nearby in communes_meant(unit, *point, on=today())}:
        text = _("The point lies outside %(area)s. Move it, or choose the commune that is meant.")
        raise Refused("place_outside", text % {"area": details.area.name})


def check_need(need: Need | None) -> None:
    if need and need.is_ended:
        raise Refused("need_closed", _("This need is closed. Create the activity without it, or publish the need again."))


@transaction.atomic
def revise(activity: Activity, *, details: Details, shifts: Sequence[ShiftPlan], by: User) -> Activity:
    """Change a draft, a returned or an open activity; who has a place in a shift that moved is told.

    Of an open one what the approver agreed to stays (APPROVED). A day of a series differs from then on. Refused: `not_editable`,
    `place_outside`, `need_closed`, the codes of `participations.check_campaign` and of `shifts.arrange`.
    """
    activity = Activity.objects.select_for_update(of=("self",)).select_related("unit__area", "need").get(pk=activity.pk)
    if activity.status not in (*NEW, Status.OPEN):
        raise Refused("not_editable", _("This activity can no longer be changed. Take it back first, or create a new one."))
    check_place(activity.unit, details)
    check_campaign(activity.unit, details.campaign, details.front, before=activity.campaign_id)
    put_down(activity, details, shifts, by=by)
    if activity.series_id and not activity.differs:
        activity.differs = True
        activity.save(update_fields=["differs"])
    return activity


def put_down(activity: Activity, details: Details, shifts: Sequence[ShiftPlan], *, by: User) -> None:
    """Write details and shifts; where it is open, everyone whom a change concerns is told or asked. The activity's row must be held."""
    before = place_of(activity)
    write(activity, details)
    moved = arrange(activity, shifts)
    line = record("activities.revised", activity, by=by, unit_id=activity.unit_id, shifts_moved=len(moved))
    if activity.status == Status.OPEN:
        tell_moved(activity, moved, is_elsewhere=before != place_of(activity), step=str(line.pk))
        ask_who_clashes(moved, step=str(line.pk))
        look_again_at_minors(moved)
        promote_in(activity.shifts.values_list("pk", flat=True))
        count_need(activity.need, by=by)
        put_spots(Layer.ACTIVITY, [activity.pk])
        bump_public_version()


def place_of(activity: Activity) -> tuple[object, ...]:
    return activity.place_name, activity.meeting_point, activity.latitude, activity.longitude


def write(activity: Activity, details: Details) -> None:
    given = plain(details)
    if activity.status in NEW:
        check_need(details.need)
        given["slug"] = slug_of(details.title, activity.pk)
    else:
        given = {name: value for name, value in given.items() if name not in APPROVED}
    for name, value in given.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(given))
    activity.skills.set(details.skills)


def tell_moved(activity: Activity, moved: Sequence[Shift], *, is_elsewhere: bool, step: str) -> None:
    """One letter to each place in the shifts that moved, or in all that have not begun when the place is another."""
    shifts = [shift for shift in activity.shifts.all() if not shift.has_begun] if is_elsewhere else moved
    Shift.objects.filter(pk__in=[shift.pk for shift in shifts]).update(revision=F("revision") + 1)
    confirmed = Signup.objects.filter(shift__in=shifts, status=Signup.Status.CONFIRMED).select_related("person__user")
    for shift in shifts:
        letters.moved(shift, [signup for signup in confirmed if signup.shift_id == shift.pk], step=step)


def look_again_at_minors(moved: Sequence[Shift]) -> None:
    """Hours that moved may be too many or too late for a minor: a job of the same transaction looks."""
    for shift in moved:
        if minors_in_shift(shift).exists():
            app.configure_task(RECHECK).defer(shift_id=str(shift.pk))


def count_need(need: Need | None, *, by: User) -> None:
    """Tell the need how many people approved activities take for it."""
    if need:
        count_places(need, places=places_for(need), by=by)
