"""How a record from a list became an account's."""

from django.conf import settings
from django.db import models

from aoxanh.kit.models import Model
from aoxanh.people.models.person import Person


class Claim(Model):
    """That an account took up a person's record, by a code to the phone or mail that the record held."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.user}: {self.person}"
