"""What became of a need, one line after the other."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.needs.models.needs import Need


class Step(Model):
    """Something that happened to a need: when, through whom (nobody: by itself), why, and the state and numbers it left."""

    class Why(models.TextChoices):
        PUBLISHED = "published", _("Published")
        PLACES = "places", _("Places of activities counted")
        PROMISED = "promised", _("Promised")
        RECEIVED = "received", _("Received")
        WITHDRAWN = "withdrawn", _("Does not come after all")
        CONFIRMED = "confirmed", _("Still needed")
        NOT_NEEDED = "not_needed", _("It is no longer needed")
        MET_ELSEWHERE = "met_elsewhere", _("Others have already helped")
        MISTAKE = "mistake", _("It was published by mistake")
        ENOUGH = "enough", _("Its days are over, and there was enough")
        WINDOW = "window", _("Its days are over, and something was missing")
        REOPENED = "reopened", _("Opened again")
        MERGED = "merged", _("Another report was added to it")

    need = models.ForeignKey(Need, models.CASCADE, related_name="steps")
    status = models.CharField(max_length=12, choices=Need.Status)
    why = models.CharField(max_length=16, choices=Why)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    met_people = models.PositiveIntegerField()
    materials_lacking = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.need}: {self.status}"
