"""Revoking a certificate, and correcting it by another that takes its place. The paper that was handed out stays as it is."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.documents.actions import number_text, take_numbers
from aoxanh.documents.queries import letterhead
from aoxanh.kit.codes import short_code
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.recognition import ending_letters
from aoxanh.recognition.batch import KIND, no_signer, wording
from aoxanh.recognition.models import CODE_LENGTH, Certificate, Revocation
from aoxanh.recognition.paper import unprintable
from aoxanh.recognition.queries import signer

LOCK = "SELECT id FROM recognition_certificate WHERE id = %s FOR NO KEY UPDATE"
FEWEST_LETTERS = 10
CORRECTED = ("holder_name", "minutes", "starts_on", "ends_on", "place_text")
"""What a correction may change; another activity or another holder is another certificate."""


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, words: str, by: User) -> Revocation:
    """Say that it is not valid from now on, and why; the holder is told. Resent, the same answer.

    Refused: `words_missing`, `already_revoked` (for another reason).
    """
    lock(certificate.pk)
    if (found := Revocation.objects.filter(certificate=certificate).first()) and (found.reason, found.words) == (reason, words.strip()):
        return found
    revocation = ended(certificate, reason=reason, words=words, by=by)
    ending_letters.revoked(revocation)
    return revocation


@transaction.atomic
def correct(certificate: Certificate, *, words: str, by: User, **facts: Any) -> Certificate:
    """Revoke it and issue one with its own number in its place that says these facts (of `CORRECTED`) instead. Resent, the same answer.

    It carries today's day and who signs today. Refused: `words_missing`, `already_revoked`, `nothing_changed`, `no_signer`,
    `name_not_printable`, `wrong_days`.
    """
    lock(certificate.pk)
    changed = {name: facts[name] for name in CORRECTED if name in facts and facts[name] != getattr(certificate, name)}
    if found := Certificate.objects.filter(replaces=certificate).first():
        if all(getattr(found, name) == facts[name] for name in changed):
            return found
        raise already_revoked()
    refuse_impossible(certificate, changed)
    ended(certificate, reason=Revocation.Reason.CORRECTED, words=words, by=by)
    newer = replacement(certificate, changed, on=today(), by=by)
    newer.save(force_insert=True)
    details = {"certificate": str(newer.pk), "number": newer.number_text, "replaces": certificate.number_text, "changed": sorted(changed)}
    record("recognition.corrected", certificate, by=by, unit_id=certificate.unit_id, **details)
    ending_letters.corrected(newer)
    return newer


def lock(pk: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [pk])


def ended(certificate: Certificate, *, reason: str, words: str, by: User) -> Revocation:
    if len(words.strip()) < FEWEST_LETTERS:
        raise Refused("words_missing", _("Say in a sentence why: the verification page shows it."))
    if Revocation.objects.filter(certificate=certificate).exists():
        raise already_revoked()
    revocation = Revocation.objects.create(certificate=certificate, reason=reason, words=words.strip(), by=by)
    bump_public_version()
    record("recognition.revoked", certificate, by=by, unit_id=certificate.unit_id, number=certificate.number_text, reason=reason)
    return revocation


def already_revoked() -> Refused:
    return Refused("already_revoked", _("This certificate was revoked already. Look at its page again."))


def refuse_impossible(certificate: Certificate, changed: dict[str, Any]) -> None:
    if not changed:
        raise Refused("nothing_changed", _("Nothing would change. Correct what is wrong, or revoke the certificate."))
    if bad := unprintable([value for value in changed.values() if isinstance(value, str)]):
        text = _("“%(text)s” holds a letter that cannot be printed. Write it in Latin letters.")
        raise Refused("name_not_printable", text % {"text": bad[0]})
    first, last = (changed.get(name, getattr(certificate, name)) for name in ("starts_on", "ends_on"))
    if not first <= last <= today():
        raise Refused("wrong_days", _("The last day lies between the first day and today. Correct the days."))


def replacement(old: Certificate, changed: dict[str, Any], *, on: date, by: User) -> Certificate:
    """The certificate that takes the place of `old`, not saved."""
    unit = old.unit
    head, appointment = letterhead(unit, on=on), signer(unit, on=on)
    if appointment is None:
        raise no_signer(unit, head, on)
    (number,) = take_numbers(unit, kind=KIND, year=on.year)
    kept = {
        field.attname: getattr(old, field.attname) for field in Certificate._meta.concrete_fields if field.attname not in ("id", "issue_id")
    }
    newer = Certificate(**kept | changed)
    newer.replaces = old
    newer.code, newer.number, newer.year = short_code(CODE_LENGTH), number, on.year
    newer.number_text = number_text(number, kind=KIND, unit=unit)
    newer.parent_name, newer.issuer_name, newer.signed_for, newer.issued_in = head.parent, head.issuer, head.signed_for, head.place
    newer.signer_title, newer.signer_name = appointment.post.title, appointment.person.full_name
    newer.issued_on, newer.issued_by = on, by
    newer.wording = wording(newer, old.version)
    return newer
