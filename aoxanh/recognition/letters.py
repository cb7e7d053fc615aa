"""What holders are told by mail."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.documents.wording import length
from aoxanh.notices.actions import tell
from aoxanh.recognition.models import Certificate


def issued(certificate: Certificate) -> None:
    """Tell the holder where the certificate lies and how others verify it, where there is an address."""
    user = certificate.person.user
    to = certificate.person.email or (user.address if user else "")
    if not to:
        return
    with override(user.language if user else settings.LANGUAGE_CODE):
        tell(to=to, subject=subject(certificate), body=body(certificate), key=f"recognition.issued:{certificate.pk}", user=user)


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
