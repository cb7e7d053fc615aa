"""Writing down what came of an activity, its pictures, and work that was never on the portal."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions import mark_recorded
from aoxanh.activities.models import Activity
from aoxanh.attendance import actions as attendance
from aoxanh.attendance.queries import expected_totals
from aoxanh.audit import actions as audit
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import tidy
from aoxanh.media.actions import accept_picture
from aoxanh.media.encoding import Encoded
from aoxanh.org.models import Unit
from aoxanh.records.models import DeclaredWork, Record, RecordPicture

MOST_PICTURES = 12
RUNNING = (Activity.Status.OPEN, Activity.Status.CLOSED)


@transaction.atomic
def write_record(activity: Activity, *, outcome: str, unfinished: str = "", beneficiaries: int = 0, by: User) -> Record:
    """Keep the draft; nobody but the unit sees it. Refused: `wrong_state`, `already_published`."""
    record = held(activity)
    record.outcome, record.unfinished, record.beneficiaries = outcome.strip(), unfinished.strip(), beneficiaries
    record.save()
    audit.record("records.written", record, by=by, unit_id=activity.unit_id)
    return record


def held(activity: Activity) -> Record:
    """The draft, begun if need be, kept from others until the end of the transaction."""
    status = Activity.objects.select_for_update(of=("self",)).values_list("status", flat=True).get(pk=activity.pk)
    if status == Activity.Status.RECORDED:
        raise Refused("already_published", _("The results are published and no longer change."))
    if status not in RUNNING:
        raise Refused("wrong_state", _("This activity was never open to people, or it was cancelled: it has no results."))
    figures = expected_totals(activity)
    blank = {"outcome": "", "people": figures.people, "turns": figures.turns, "minutes": figures.minutes}
    return Record.objects.select_for_update(of=("self",)).get_or_create(activity=activity, defaults=blank)[0]


@transaction.atomic
def publish_record(activity: Activity, *, nobody_came: bool = False, by: User) -> Record:
    """Settle attendance, freeze people, turns and minutes from it, turn the public page into the report. Publishing again changes nothing.

    An activity that nobody attended is recorded too, once `nobody_came` says that this is so. Refused: `not_ended`, `wrong_state`,
    `outcome_missing`, `caption_missing`, `consent_missing`, `nothing_attended`.
    """
    if published := Record.objects.filter(activity=activity, published_at__isnull=False).first():
        return published
    if not activity.is_over:
        raise Refused("not_ended", _("The activity has not ended yet. Its results are published after the last shift."))
    record = held(activity)
    for rule in (has_outcome, has_captions, has_consents):
        rule(record)
    figures = attendance.settle(activity, by=by)
    if not figures.turns and not nobody_came:
        raise Refused("nothing_attended", _("Nobody was checked in. If nobody came, tick that below and publish: that is a result too."))
    record.people, record.turns, record.minutes = figures.people, figures.turns, figures.minutes
    record.published_at, record.published_by = timezone.now(), by
    record.save()
    mark_recorded(activity, by=by)
    audit.record(
        "records.published", record, by=by, unit_id=activity.unit_id, people=record.people, turns=record.turns, minutes=record.minutes
    )
    bump_public_version()
    return record


def has_outcome(record: Record) -> None:
    if not record.outcome:
        raise Refused("outcome_missing", _("Say in a sentence what came of it. It stands first on the public page."))


def has_captions(record: Record) -> None:
    if record.pictures.filter(caption="").exists():
        raise Refused("caption_missing", _("A picture has no caption. Say what it shows, or leave it out."))


def has_consents(record: Record) -> None:
    if missing := record.pictures.filter(consented=False).first():
        text = _("“%(caption)s” has no consent. Tick it when the people in it, or the children's parents, agreed; else leave it out.")
        raise Refused("consent_missing", text % {"caption": missing.caption})


@transaction.atomic
def add_picture(activity: Activity, *, file: File | Encoded, caption: str = "", consented: bool = False, by: User) -> RecordPicture:
    """Add a picture at the end. Refused: what `accept_picture` refuses, `too_many_pictures`, `wrong_state`, `already_published`."""
    record = held(activity)
    number = record.pictures.count()
    if number >= MOST_PICTURES:
        raise Refused("too_many_pictures", _("A report takes %(most)d pictures. Leave one out first.") % {"most": MOST_PICTURES})
    picture = accept_picture(file, by=by, alt=caption)
    last = record.pictures.order_by("-order").values_list("order", flat=True).first()
    order = 0 if last is None else last + 1
    added = RecordPicture.objects.create(record=record, picture=picture, caption=tidy(caption), consented=consented, order=order)
    audit.record("records.picture_added", added, by=by, unit_id=activity.unit_id)
    return added


@transaction.atomic
def describe_picture(shown: RecordPicture, *, caption: str, consented: bool, by: User) -> RecordPicture:
    """Write what it shows and whether the people in it agreed. Refused: `already_published`, `wrong_state`."""
    activity = held(shown.record.activity).activity
    before = (shown.caption, shown.consented)
    shown.caption, shown.consented = tidy(caption), consented
    if before != (shown.caption, shown.consented):
        shown.save(update_fields=["caption", "consented"])
        audit.record("records.picture_described", shown, by=by, unit_id=activity.unit_id, consented=consented)
    return shown


@transaction.atomic
def remove_picture(shown: RecordPicture, *, by: User) -> None:
    """Leave it out of the report. Refused: `already_published`, `wrong_state`."""
    activity = held(shown.record.activity).activity
    audit.record("records.picture_removed", shown, by=by, unit_id=activity.unit_id, caption=shown.caption)
    shown.delete()


@transaction.atomic
def move_picture(shown: RecordPicture, *, steps: int, by: User) -> None:
    """Move it forward (-1) or back (1); past the ends nothing happens. Refused: `already_published`, `wrong_state`."""
    record = held(shown.record.activity)
    row = list(record.pictures.all())
    place = row.index(shown)
    row.insert(max(0, place + steps), row.pop(place))
    for order, picture in enumerate(row):
        picture.order = order
    RecordPicture.objects.bulk_update(row, ["order"])
    audit.record("records.picture_moved", shown, by=by, unit_id=record.activity.unit_id, order=row.index(shown))


@transaction.atomic
def declare_work(unit: Unit, *, title: str, ended_on: date, people: int = 0, note: str = "", request_id: UUID, by: User) -> DeclaredWork:
    """Declare work that was never on the portal; the same request sent again gives the same row. Refused: `in_future`."""
    if ended_on > today():
        raise Refused("in_future", _("Work is declared when it is done. %(day)s is still ahead.") % {"day": fulldate(ended_on)})
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


@transaction.atomic
def withdraw_work(work: DeclaredWork, *, by: User) -> DeclaredWork:
    """Take a declaration back: it stays readable and counts no more. Doing it twice changes nothing."""
    work = DeclaredWork.objects.select_for_update(of=("self",)).get(pk=work.pk)
    if work.withdrawn_at:
        return work
    work.withdrawn_at, work.withdrawn_by = timezone.now(), by
    work.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("records.withdrew_declared", work, by=by, unit_id=work.unit_id, title=work.title)
    bump_public_version()
    return work
