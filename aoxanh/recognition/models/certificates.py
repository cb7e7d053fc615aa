"""Certificates that anyone can verify, the papers that were made of them, and their end."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models import Activity, Signup
from aoxanh.documents.models import SigningKey
from aoxanh.kit.codes import spaced
from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.recognition.models.templates import Kind, Version

CODE_LENGTH = 12


class Certificate(Model):
    """What was printed, frozen: the paper and the verification page show this and nothing newer; the database refuses to change it.

    `starts_on` and `ends_on` are the holder's own first and last day, `minutes` the holder's counted service, `signup` the first turn.
    `parent_name`, `issuer_name`, `signed_for` and `issued_in` are the letterhead of the day of issue. `wording` holds the title and the
    paragraphs as they were printed where a `version` of the unit's own form was used. A certificate for an organisation has no `person`,
    one for hours reached no `activity`. `replaces` is the revoked one that this one corrects.
    """

    kind = models.CharField(max_length=15, choices=Kind, default=Kind.PARTICIPATION)
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="certificates")
    issue = models.ForeignKey("recognition.Issue", models.PROTECT, null=True, related_name="certificates")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    wording = models.JSONField(default=dict)
    organisation = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="certificates_held")

    code = models.CharField(max_length=12, unique=True)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="certificates")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="certificates")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="certificates")
    signup = models.ForeignKey(Signup, models.PROTECT, null=True, related_name="+")
    holder_name = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=200)
    number_text = models.CharField(max_length=60)
    activity_title = models.CharField(max_length=200)
    place_text = models.CharField(max_length=400, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    minutes = models.PositiveIntegerField(default=0)
    parent_name = models.CharField(max_length=200, default="", blank=True)
    issuer_name = models.CharField(max_length=220, default="", blank=True)
    signed_for = models.CharField(max_length=60, default="", blank=True)
    issued_in = models.CharField(max_length=100, default="", blank=True)
    signer_title = models.CharField(max_length=120)
    signer_name = models.CharField(max_length=120)
    issued_on = models.DateField()
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="one_certificate_a_number"),
            models.UniqueConstraint(
                fields=["activity", "person", "kind"], condition=models.Q(replaces=None), name="one_certificate_an_activity"
            ),
        ]
        indexes = [models.Index(fields=["person", "issued_on"])]

    def __str__(self) -> str:
        return self.number_text

    @property
    def code_text(self) -> str:
        """The code as it is printed: "KM4T 9QXB 7RTP"."""
        return spaced(self.code)


class Paper(Model):
    """The file that was made of a certificate once, signed or (where the unit has no key) not; every download is this file.

    `signature` is the SHA-256 of the signer's certificate, `stamped` says that a time-stamp server confirmed the moment.
    """

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="paper")
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    key = models.ForeignKey(SigningKey, models.PROTECT, null=True, related_name="papers")
    stamped = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.file


class Revocation(Model):
    """That a certificate is no longer valid from `at` on, with the reason that verification pages show."""

    class Reason(models.TextChoices):
        MISTAKE = "mistake"
        CORRECTED = "corrected"
        NOT_EARNED = "not_earned"
        ASKED = "asked"

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="revocation")
    reason = models.CharField(max_length=15, choices=Reason)
    words = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.certificate}: {self.reason}"
