"""Who may do what, where, and how long."""

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.org.models import Unit


class Scope(models.TextChoices):
    """How far a grant reaches."""

    UNIT = "unit", _("This unit")
    SUBTREE = "subtree", _("This unit and all under it")


class Grant(Model):
    """A role of `access.roles` in a unit or its subtree, for a period, with who gave it and why.

    `source` is the id of the appointment (of `people`, a floor above) from which the grant follows and with which it ends.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    scope = models.CharField(max_length=10, choices=Scope)
    during = DateRangeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    source = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "role"]),
            models.Index(fields=["source"], condition=models.Q(source__isnull=False), name="grants_of_appointments"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} in {self.unit}"
