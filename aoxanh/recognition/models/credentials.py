"""Open Badges of certificates, and the lists of bits that say which of them are revoked."""

from django.db import models

from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.recognition.models.certificates import Certificate

LIST_SIZE = 131_072
"""Bits of a status list: the least that Bitstring Status List 1.0 allows, so that one entry hides among many."""


class StatusList(Model):
    """A list of `LIST_SIZE` bits of a unit's credentials, with how many are taken; the bits themselves are read from revocations."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="status_lists")
    number = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="one_status_list_a_number")]

    def __str__(self) -> str:
        return f"{self.unit} {self.number}"


class Credential(Model):
    """That a certificate has an Open Badge, and which bit speaks for it. The badge is made and signed anew at each download: no copy of
    what it says of its holder is kept, and what was downloaded before stays valid, for keys that signed stay published."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="credential")
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="credentials")
    bit = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["status_list", "bit"], name="one_credential_a_bit")]

    def __str__(self) -> str:
        return f"{self.certificate} {self.bit}"
