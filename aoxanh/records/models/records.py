"""What came of an activity, and putting right what was published."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models import Activity
from aoxanh.kit.models import Model
from aoxanh.training.models import CoordinationModel


class Record(Model):
    """The results of a closed activity. Its people, turns and minutes are frozen from attendance when it is published.

    `published_at` is the first publication for ever, `corrected_at` the last correction. `money_public` and `lessons_public`: the unit
    wants everyone to read them. `model` is the coordination model that was applied in fact. `is_declared`: it was made from declared work,
    so `people` is a number that the unit gave, and there are no turns and hours. `doubts_left` is how many doubts about attendance were
    open when the figures were frozen, `doubts_word` why.
    """

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="record")
    outcome = models.TextField(max_length=4000)
    unfinished = models.TextField(max_length=1000, blank=True)
    people = models.PositiveIntegerField()
    turns = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    beneficiaries = models.PositiveIntegerField(default=0)
    money_public = models.BooleanField(default=False)
    model = models.ForeignKey(CoordinationModel, models.PROTECT, null=True, blank=True, related_name="records")
    went_well = models.TextField(max_length=1000, blank=True)
    do_differently = models.TextField(max_length=1000, blank=True)
    lessons_public = models.BooleanField(default=False)
    is_declared = models.BooleanField(default=False)
    doubts_left = models.PositiveIntegerField(default=0)
    doubts_word = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["published_at"])]

    def __str__(self) -> str:
        return str(self.activity)


class Reopening(Model):
    """That a published record was opened again to be put right: why, by whom, and as `was` what everyone read until then.

    While `closed_at` is empty the public page goes on showing `was`, and says that it is being corrected.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="reopenings")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    was = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["record", "number"]
        constraints = [
            models.UniqueConstraint(name="one_reopening_a_number", fields=["record", "number"]),
            models.UniqueConstraint(name="one_open_reopening", fields=["record"], condition=models.Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.number}"
