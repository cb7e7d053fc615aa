"""Certificates that anyone can verify."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models import Activity, Signup
from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.people.models import Person


class Certificate(Model):
    """What was printed, frozen: the verification page shows this and nothing newer."""

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
    place_text = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    minutes = models.PositiveIntegerField()
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

    def __str__(self) -> str:
        return self.number_text
