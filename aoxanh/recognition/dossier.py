"""What this app holds of a person: certificates, which outlive their erasure."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy, ngettext

from aoxanh.people.dossier import Row, Section, register
from aoxanh.people.models import Person


def certificates(person: Person) -> Iterable[Row]:
    for paper in person.certificates.order_by("issued_on", "id"):
        yield {
            "number": paper.number_text,
            "activity": paper.activity_title,
            "unit": paper.unit_name,
            "issued": f"{paper.issued_on:%d/%m/%Y}",
            "code": paper.code_text,
            "holder": paper.holder_name,
            "minutes": paper.minutes,
        }


def brief(person: Person) -> str:
    number = person.certificates.count()
    return ngettext("%(count)d certificate", "%(count)d certificates", number) % {"count": number} if number else ""


CERTIFICATES = Section(
    "certificates",
    gettext_lazy("Certificates"),
    {
        "number": gettext_lazy("Number"),
        "activity": gettext_lazy("Activity"),
        "unit": gettext_lazy("Unit"),
        "issued": gettext_lazy("Issued on"),
        "code": gettext_lazy("Code"),
    },
    certificates,
    brief=brief,
    order=80,
)


def register_section() -> None:
    register(CERTIFICATES)
