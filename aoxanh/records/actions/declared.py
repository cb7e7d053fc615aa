"""Work that was never on the portal: declared, taken back, turned into a record."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Step
from aoxanh.activities.slugs import slug_of
from aoxanh.audit import actions as audit
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import tidy
from aoxanh.org.models import Unit
from aoxanh.places.actions import put_spots
from aoxanh.places.models import Area, Layer
from aoxanh.records.models import DeclaredWork, Record
from aoxanh.records.queries.declared import Like, like_it

MORNING, EVENING = time(8), time(17)
LEAST_WORDS = 20


@transaction.atomic
def declare_work(
    unit: Unit, *, title: str, ended_on: date, people: int = 0, note: str = "", is_other: bool = False, request_id: UUID, by: User
) -> DeclaredWork:
    """Declare work that was never on the portal; the same request sent again gives the same row.

    Work that looks like some of the same unit and days is declared once `is_other` says that it is not that. Refused: `in_future`,
    `looks_declared`, `looks_recorded`.
    """
    if seen := DeclaredWork.objects.filter(request_id=request_id).first():
        return seen
    if ended_on > today():
        raise Refused("in_future", _("Work is declared when it is done. %(day)s is still ahead.") % {"day": fulldate(ended_on)})
    if not is_other and (like := like_it(unit.pk, title=title, on=ended_on)):
        raise looks_like(like[0])
    facts: dict[str, Any] = {
        "unit": unit,
        "title": tidy(title),
        "ended_on": ended_on,
        "people": people,
        "note": note.strip(),
        "declared_by": by,
    }
    work, is_new = DeclaredWork.objects.get_or_create(request_id=request_id, defaults=facts)
    if is_new:
        audit.record("records.declared", work, by=by, unit_id=unit.pk, title=work.title, ended_on=ended_on.isoformat())
        bump_public_version()
    return work


def looks_like(like: Like) -> Refused:
    facts = {"title": like.title, "day": fulldate(like.on)}
    if like.is_declared:
        return Refused("looks_declared", _("“%(title)s” of %(day)s is declared already. Tick below if this is other work.") % facts)
    text = _("“%(title)s” of %(day)s is on the portal: record it there. Tick below if this is other work.")
    return Refused("looks_recorded", text % facts)


@transaction.atomic
def withdraw_work(work: DeclaredWork, *, by: User) -> DeclaredWork:
    """Take a declaration back: it stays readable and counts no more. Doing it twice changes nothing. Refused: `turned`."""
    work = held(work)
    if work.withdrawn_at:
        return work
    if work.activity_id:
        raise Refused("turned", _("This declaration has become a record. Correct the record instead."))
    work.withdrawn_at, work.withdrawn_by = timezone.now(), by
    work.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("records.withdrew_declared", work, by=by, unit_id=work.unit_id, title=work.title)
    bump_public_version()
    return work


@transaction.atomic
def turn_into_record(
    work: DeclaredWork, *, kind: str, outcome: str, place_name: str, people: int, beneficiaries: int = 0, area: Area | None = None, by: User
) -> Record:
    """Put declared work on the portal after all: an activity with a published report that says that its people were declared.

    From now on the activity counts in the declaration's place, above the line too. There are no names, turns and hours. Turned twice it is
    the same record. Refused: `withdrawn`, `too_old`, `outcome_missing`, `place_missing`.
    """
    work = held(work)
    if work.activity_id:
        return Record.objects.get(activity_id=work.activity_id)
    if work.withdrawn_at:
        raise Refused("withdrawn", _("This declaration was taken back. Declare the work anew."))
    days = settings.DECLARED_TO_RECORD_DAYS
    if (today() - work.ended_on).days > days:
        raise Refused("too_old", _("Work becomes a record within %(days)d days. After that it stays declared.") % {"days": days})
    if len(outcome.strip()) < LEAST_WORDS:
        raise Refused("outcome_missing", _("Say in a sentence what came of it. It stands first on the public page."))
    area = area or work.unit.area
    if area is None:
        raise Refused("place_missing", _("Say in which commune the work was done."))
    activity = past_activity(work, kind=kind, place_name=tidy(place_name) or area.name, area=area, by=by)
    now = timezone.now()
    record = Record.objects.create(
        activity=activity,
        outcome=outcome.strip(),
        people=people,
        turns=0,
        minutes=0,
        beneficiaries=beneficiaries,
        is_declared=True,
        published_at=now,
        published_by=by,
    )
    work.activity, work.turned_at, work.turned_by = activity, now, by
    work.save(update_fields=["activity", "turned_at", "turned_by"])
    put_spots(Layer.ACTIVITY, [activity.pk])
    audit.record("records.turned", record, by=by, unit_id=work.unit_id, declared=str(work.pk), people=people)
    bump_public_version()
    return record


def past_activity(work: DeclaredWork, *, kind: str, place_name: str, area: Area, by: User) -> Activity:
    """The activity that stands behind the report: it has no shifts, for nobody signed up."""
    pk = uuid7()
    starts, ends = (timezone.make_aware(datetime.combine(work.ended_on, clock)) for clock in (MORNING, EVENING))
    ends = min(ends, timezone.now())
    activity = Activity.objects.create(
        id=pk,
        unit=work.unit,
        slug=slug_of(work.title, pk),
        kind=kind,
        title=work.title[:120],
        description=work.note or work.title,
        place_name=place_name[:160],
        latitude=area.latitude,
        longitude=area.longitude,
        area=area,
        starts_at=min(starts, ends - timedelta(hours=1)),
        ends_at=ends,
        status=Activity.Status.RECORDED,
        request_id=work.request_id,
        created_by=by,
    )
    Step.objects.create(activity=activity, status=Activity.Status.RECORDED, by=by)
    return activity


def held(work: DeclaredWork) -> DeclaredWork:
    return DeclaredWork.objects.select_for_update(of=("self",)).select_related("unit__area").get(pk=work.pk)
