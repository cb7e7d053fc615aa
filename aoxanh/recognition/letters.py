"""What holders are told by mail."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.documents.wording import length
from aoxanh.notices.actions import Letter
from aoxanh.people.models import Person
from aoxanh.recognition.models import Certificate


def issued(certificate: Certificate, person: Person | None) -> Letter | None:
    """What tells the holder where the certificate lies and how others verify it; None where there is no address. Its key makes it once."""
    user = person.user if person else None
    to = (person.email if person else "") or (user.address if user else "")
    if not to:
        return None
    with override(user.language if user else settings.LANGUAGE_CODE):
        return Letter(to, subject(certificate), body(certificate), f"recognition.issued:{certificate.pk}", user.pk if user else None)


def subject(certificate: Certificate) -> str:
    return _("Your certificate: %(title)s") % {"title": certificate.activity_title}


def body(certificate: Certificate) -> str:
    facts = {"unit": certificate.unit_name, "number": certificate.number_text, "hours": length(certificate.minutes)}
    lines = [
        _("%(unit)s has issued you certificate %(number)s for %(hours)s of volunteering.") % facts,
        _("Open it: %(link)s") % {"link": settings.BASE_URL + reverse("recognition:pdf", args=[certificate.pk])},
        _("Anyone can verify it here: %(link)s") % {"link": settings.BASE_URL + reverse("verify:show", args=[certificate.code])},
    ]
    return "\n\n".join(lines)
