"""Pictures of a report, who can be recognised in them, and what follows when somebody no longer agrees."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.audit import actions as audit
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import tidy
from aoxanh.media.actions import accept_picture, blurred, hand_out_again, withhold
from aoxanh.media.encoding import Encoded
from aoxanh.people.models import Person
from aoxanh.records import letters
from aoxanh.records.actions.closing import held
from aoxanh.records.models import Face, RecordPicture
from aoxanh.records.queries.faces import Blocked, blocked, by_day, day_of, published_with_faces

MOST_PICTURES = 12


@transaction.atomic
def add_picture(
    activity: Activity, *, file: File | Encoded, caption: str = "", consented: bool = False, children: str = "", by: User
) -> RecordPicture:
    """Add a picture at the end. Refused: what `accept_picture` refuses, `too_many_pictures`, `wrong_state`, `already_published`."""
    record = held(activity)
    number = record.pictures.count()
    if number >= MOST_PICTURES:
        raise Refused("too_many_pictures", _("A report takes %(most)d pictures. Leave one out first.") % {"most": MOST_PICTURES})
    picture = accept_picture(file, by=by, alt=caption)
    last = record.pictures.order_by("-order").values_list("order", flat=True).first()
    order = 0 if last is None else last + 1
    said = {"caption": tidy(caption), "consented": consented, "children": children}
    added = RecordPicture.objects.create(record=record, picture=picture, order=order, **said)
    audit.record("records.picture_added", added, by=by, unit_id=activity.unit_id)
    return added


@transaction.atomic
def describe_picture(
    shown: RecordPicture,
    *,
    caption: str,
    consented: bool,
    children: str = "",
    others_agreed: str = "",
    people: Iterable[Person] = (),
    by: User,
) -> RecordPicture:
    """Write what it shows, whether the people in it agreed, whether children can be recognised and who: all of it, anew.

    Refused: `not_there` for somebody who did not come, `already_published`, `wrong_state`.
    """
    activity = held(shown.record.activity).activity
    before = facts(shown)
    shown.caption, shown.consented = tidy(caption), consented
    shown.children, shown.others_agreed = children, tidy(others_agreed)
    name_faces(shown, {person.pk: person for person in people}, activity, by=by)
    if before != (now := facts(shown)):
        shown.save(update_fields=["caption", "consented", "children", "others_agreed"])
        audit.record("records.picture_described", shown, by=by, unit_id=activity.unit_id, consented=consented, faces=len(now[-1]))
    return shown


def facts(shown: RecordPicture) -> tuple[str, bool, str, str, frozenset[UUID]]:
    named = frozenset(Face.objects.filter(shown=shown).values_list("person_id", flat=True))
    return (shown.caption, shown.consented, shown.children, shown.others_agreed, named)


def name_faces(shown: RecordPicture, people: dict[UUID, Person], activity: Activity, *, by: User) -> None:
    came = set(
        Person.objects.filter(pk__in=people, signups__shift__activity=activity, signups__check_in__isnull=False).values_list(
            "pk", flat=True
        )
    )
    if strangers := people.keys() - came:
        name = people[min(strangers)].full_name
        raise Refused("not_there", _("%(name)s did not come to this activity. Name those who can be recognised.") % {"name": name})
    Face.objects.filter(shown=shown).exclude(person__in=came).delete()
    Face.objects.bulk_create([Face(shown=shown, person_id=pk, by=by) for pk in people], ignore_conflicts=True)


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
def blur_picture(shown: RecordPicture, *, squares: Collection[tuple[int, int]], by: User) -> RecordPicture:
    """Take a copy in its place in which these squares cannot be recognised; the sharp one is no longer handed out.

    Refused: `no_squares`, `already_published`, `wrong_state`.
    """
    activity = held(shown.record.activity).activity
    sharp, shown.picture = shown.picture, blurred(shown.picture, squares=squares, by=by)
    shown.save(update_fields=["picture"])
    if not RecordPicture.objects.filter(picture=sharp).exists():
        withhold([sharp.pk], by=by)
    audit.record("records.picture_blurred", shown, by=by, unit_id=activity.unit_id, squares=len(squares))
    return shown


@transaction.atomic
def ask_about(shown: RecordPicture, *, by: User) -> int:
    """Ask those whose consent is missing, or their guardians, once each; how many people were written to. Refused: `nobody_to_ask`."""
    people = blocked([shown], day_of(shown.record.activity)).get(shown.pk, [])
    asked = sum(letters.consent_wanted(shown, one) for one in people)
    if not asked:
        raise Refused("nobody_to_ask", _("Nobody in it can be reached from here. Leave the picture out, or blur the face."))
    audit.record("records.consent_asked", shown, by=by, unit_id=shown.record.activity.unit_id, people=asked)
    return asked


@transaction.atomic
def watch_consents() -> int:
    """Look through the named faces of all published pictures: what is no longer agreed to is not handed out, and its unit hears it once;
    what is agreed to again is handed out again. How many pictures changed."""
    changed = 0
    for day, pictures in by_day(published_with_faces()).items():
        problems = blocked(pictures, day)
        for shown in pictures:
            if (shown.pk in problems) != bool(shown.told_at):
                turn(shown, problems.get(shown.pk, []))
                changed += 1
    if changed:
        bump_public_version()
    return changed


def turn(shown: RecordPicture, people: list[Blocked]) -> None:
    unit_id = shown.record.activity.unit_id
    shown.told_at = timezone.now() if people else None
    shown.save(update_fields=["told_at"])
    if people:
        withhold([shown.picture_id], by=None)
        letters.picture_taken_out(shown, people)
        audit.record("records.picture_taken_out", shown, by=None, unit_id=unit_id, people=len(people))
    else:
        hand_out_again([shown.picture_id], by=None)
        audit.record("records.picture_back", shown, by=None, unit_id=unit_id)
