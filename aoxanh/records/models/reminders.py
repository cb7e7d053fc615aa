"""Asking for results that are not there yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Activity
from aoxanh.kit.models import Model


class Reminder(Model):
    """That somebody was asked for the results of an activity: which time it was, whom, when. Each time is asked once."""

    class Level(models.TextChoices):
        UNIT = "unit", _("The unit was reminded")
        ABOVE = "above", _("The unit above was told")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="record_reminders")
    stage = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=5, choices=Level)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="each_reminder_once", fields=["activity", "stage", "to"])]

    def __str__(self) -> str:
        return f"{self.activity}: {self.stage} {self.level}"
