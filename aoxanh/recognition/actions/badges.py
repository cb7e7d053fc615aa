"""Giving certificates their Open Badges."""

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.documents.actions import ensure_credential_key
from aoxanh.documents.models import SigningKey
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.recognition.models import LIST_SIZE, Certificate, Credential, Revocation, StatusList
from aoxanh.recognition.statuses import bit_of


@transaction.atomic
def badge_of(certificate: Certificate) -> tuple[Credential, SigningKey]:
    """The badge's row, made when first asked for, and the key that signs it now. Refused: `revoked`."""
    if Revocation.objects.filter(certificate=certificate).exists():
        raise Refused("revoked", _("This certificate was revoked, so there is no badge of it."))
    found = Credential.objects.filter(certificate=certificate).first() or with_bit(certificate)
    found = Credential.objects.select_related("status_list", *(f"certificate__{name}" for name in ("unit", "person__user"))).get(
        pk=found.pk
    )
    return found, ensure_credential_key(certificate.unit)


def with_bit(certificate: Certificate) -> Credential:
    """A bit of the unit's last list that has one left; who asked at the same moment gets the same row."""
    Unit.objects.select_for_update(no_key=True).get(pk=certificate.unit_id)
    if found := Credential.objects.filter(certificate=certificate).first():
        return found
    last = StatusList.objects.filter(unit=certificate.unit_id).order_by("-number").first()
    if last is None or last.taken >= LIST_SIZE:
        last = StatusList.objects.create(unit=certificate.unit, number=last.number + 1 if last else 1)
    row = Credential.objects.create(certificate=certificate, status_list=last, bit=bit_of(last.taken))
    StatusList.objects.filter(pk=last.pk).update(taken=last.taken + 1)
    return row
