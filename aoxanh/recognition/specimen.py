"""A certificate of a form that is being written: with the longest real name, and with a longer one to see whether its text has room."""

from datetime import date

from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.documents.actions import number_text
from aoxanh.documents.queries import letterhead
from aoxanh.kit.dates import holds, today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.typesetting import TypesettingError
from aoxanh.org.models import Unit
from aoxanh.org.queries import subtree_ids
from aoxanh.people.models import Membership
from aoxanh.recognition import paper
from aoxanh.recognition.batch import KIND, wording
from aoxanh.recognition.fields import FIELDS, HOLDER
from aoxanh.recognition.models import CODE_LENGTH, Certificate, Kind, Version
from aoxanh.recognition.queries import signer

LONGEST = "Công Tằng Tôn Nữ Hoàng Nguyễn Phương Quỳnh Thương Ánh Nguyệt Minh Châu"
"""Seventy letters: a name so long has room on every form."""
MINUTES = 720


def longest_name(unit: Unit) -> str:
    """The longest name of somebody who belongs to the unit or to one under it; made up where nobody does."""
    names = Membership.objects.filter(holds(today()), unit_id__in=subtree_ids([unit.pk], on=today()), person__erased_at=None)
    found = names.order_by(Length("person__full_name").desc(), "person_id").values_list("person__full_name", flat=True).first()
    return found or FIELDS[HOLDER].sample


def specimen(version: Version, *, name: str) -> Certificate:
    """A certificate of the version that is never saved; who heads the unit signs it, where somebody does."""
    unit, on, kind = version.template.unit, today(), Kind(version.template.kind)
    head, appointment = letterhead(unit, on=on), signer(unit, on=on)
    made = Certificate(
        code="X" * CODE_LENGTH,
        kind=kind,
        version=version,
        year=on.year,
        number_text=number_text(1, kind=KIND, unit=unit),
        holder_name=name,
        unit=unit,
        unit_name=unit.name,
        activity_title=FIELDS["noi_dung" if kind == Kind.CONTRIBUTION else "hoat_dong"].sample,
        place_text=FIELDS["dia_diem"].sample,
        starts_on=date(on.year, 1, 1) if kind == Kind.HOURS else on,
        ends_on=on,
        minutes=MINUTES,
        parent_name=head.parent,
        issuer_name=head.issuer,
        signed_for=head.signed_for,
        issued_in=head.place,
        signer_title=appointment.post.title if appointment else _("Who heads the unit"),
        signer_name=appointment.person.full_name if appointment else "",
        issued_on=on,
    )
    made.wording = wording(made, version)
    return made


def refuse_too_long(version: Version) -> None:
    """Refused: `too_long` where the text and the longest name have no room together, `text_not_printable` where no font has a letter."""
    texts = [version.title, version.title_en, version.body, version.body_en, version.signature]
    if bad := paper.unprintable([text for text in texts if text]):
        text = _("“%(text)s” holds a sign that cannot be printed. Write it in another way.")
        raise Refused("text_not_printable", text % {"text": bad[0][:60]})
    name = max(LONGEST, longest_name(version.template.unit), key=len)
    try:
        paper.preview_pdf(specimen(version, name=name), at=timezone.now())
    except TypesettingError as error:
        if paper.UNFIT not in str(error):
            raise
        text = _("The text is too long: with a name of %(letters)s letters it does not fit on the sheet. Shorten it.")
        raise Refused("too_long", text % {"letters": len(name)}) from error
