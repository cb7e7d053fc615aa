"""What this app holds of a person: certificates, which outlive their erasure."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_lazy, ngettext

from aoxanh.accounts.models import User
from aoxanh.people.actions.erasure import NOBODY
from aoxanh.people.dossier import Row, Section, register
from aoxanh.people.models import Person
from aoxanh.recognition.models import Issue, IssueLine


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


def leave_issues(person: Person, by: User | None) -> int:
    """Lines that wait for a certificate, or could not have one, no longer say who it was; how many."""
    waiting = IssueLine.objects.filter(person=person, certificate=None)
    found = Issue.objects.filter(pk__in=waiting.values("issue")).order_by("pk")
    list(found.select_for_update(no_key=True).values_list("pk", flat=True))  # As a worker does: the issue first, then its lines.
    for issue in waiting.filter(problem="").values_list("issue", flat=True):
        Issue.objects.filter(pk=issue).update(done=F("done") + 1)
    return waiting.update(person=None, holder_name=NOBODY, details={}, problem="erased")


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
    release=leave_issues,
    brief=brief,
    order=80,
)


def register_section() -> None:
    register(CERTIFICATES)
