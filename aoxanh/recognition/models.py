"""Certificates that anyone can verify."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models import Activity, Signup
from aoxanh.kit.codes import spaced
from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.people.models import Person

CODE_LENGTH = 12


class Certificate(Model):
    """What was printed, frozen: the paper and the verification page show this and nothing newer; the database refuses to change it.

    `starts_on` and `ends_on` are the holder's own first and last day, `minutes` the holder's counted service, `signup` the first turn.
    `parent_name`, `issuer_name`, `signed_for` and `issued_in` are the letterhead of the day of issue.
    """

    code = models.CharField(max_length=12, unique=True)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="certificates")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    signup = models.ForeignKey(Signup, models.PROTECT, related_name="+")
    holder_name = models.CharField(max_length=120)
    unit_name = models.CharField(max_length=200)
    number_text = models.CharField(max_length=60)
    activity_title = models.CharField(max_length=120)
    place_text = models.CharField(max_length=400)
    starts_on = models.DateField()
    ends_on = models.DateField()
    minutes = models.PositiveIntegerField()
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
            models.UniqueConstraint(fields=["activity", "person"], name="one_certificate_an_activity"),
        ]
        indexes = [models.Index(fields=["person", "issued_on"])]

    def __str__(self) -> str:
        return self.number_text

    @property
    def code_text(self) -> str:
        """The code as it is printed: "KM4T 9QXB 7RTP"."""
        return spaced(self.code)
