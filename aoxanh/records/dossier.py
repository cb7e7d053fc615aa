"""What this app holds of a person: pictures in which they are named."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.accounts.models import User
from aoxanh.kit.parts.when import fulldate
from aoxanh.media.actions import withhold
from aoxanh.people.dossier import Row, Section, register
from aoxanh.people.models import Person
from aoxanh.records.models import Face


def pictures(person: Person) -> Iterable[Row]:
    faces = Face.objects.filter(person=person).select_related("shown__record__activity").order_by("-at", "-id")
    return ({"activity": face.shown.record.activity.title, "picture": face.shown.caption, "named": fulldate(face.at)} for face in faces)


def take_out(person: Person, by: User | None) -> int:
    """Whoever stops taking part is no longer shown: the pictures are not handed out any more."""
    return withhold(Face.objects.filter(person=person).values_list("shown__picture_id", flat=True), by=by)


def register_sections() -> None:
    columns: dict[str, str | Promise] = {"activity": _("Activity"), "picture": _("Picture"), "named": _("Named on")}
    register(Section("pictures", _("Pictures of me in reports"), columns, rows=pictures, release=take_out, order=80))
