"""What holders are told when a certificate is revoked or corrected."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.notices.actions import tell
from aoxanh.recognition.models import Certificate, Revocation


def revoked(revocation: Revocation) -> None:
    """That the certificate is not valid any more, and why."""
    certificate = revocation.certificate
    facts = facts_of(certificate) | {"words": revocation.words}
    with override(language_of(certificate)):
        lines = [
            _("%(unit)s has revoked your certificate %(number)s (%(title)s).") % facts,
            _("Reason: %(words)s") % facts,
            _("Who verifies it is told so: %(link)s") % facts,
            _("Is that wrong? Answer to the unit that issued it."),
        ]
        send(certificate, _("Certificate revoked: %(number)s") % facts, lines, key=f"recognition.revoked:{certificate.pk}")


def corrected(newer: Certificate) -> None:
    """That another certificate takes the place of the old one."""
    facts = facts_of(newer) | {"old": newer.replaces.number_text if newer.replaces else ""}
    with override(language_of(newer)):
        lines = [
            _("%(unit)s has corrected your certificate %(old)s. Number %(number)s takes its place.") % facts,
            _("Open it: %(link)s") % {"link": settings.BASE_URL + reverse("recognition:pdf", args=[newer.pk])},
            _("Anyone can verify it here: %(link)s") % facts,
        ]
        send(newer, _("Certificate corrected: %(number)s") % facts, lines, key=f"recognition.corrected:{newer.pk}")


def facts_of(certificate: Certificate) -> dict[str, str]:
    link = settings.BASE_URL + reverse("verify:show", args=[certificate.code])
    return {"unit": certificate.unit_name, "number": certificate.number_text, "title": certificate.activity_title, "link": link}


def language_of(certificate: Certificate) -> str:
    user = certificate.person.user if certificate.person else None
    return str(user.language) if user else settings.LANGUAGE_CODE


def send(certificate: Certificate, subject: str, lines: list[str], *, key: str) -> None:
    """To the holder, where there is an address."""
    person = certificate.person
    user = person.user if person else None
    to = (person.email if person else "") or (user.address if user else "")
    if to:
        tell(to=to, subject=subject, body="\n\n".join(lines), key=key, user=user)
