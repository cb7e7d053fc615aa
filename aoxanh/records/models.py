"""What came of an activity, and what was done outside the portal."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models import Activity
from aoxanh.kit.models import Model
from aoxanh.media.models import Picture
from aoxanh.org.models import Unit


class Record(Model):
    """The results of a closed activity. Its people and minutes are frozen from attendance when it is published."""

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="record")
    outcome = models.TextField(max_length=4000)
    unfinished = models.TextField(max_length=1000, blank=True)
    people = models.PositiveIntegerField()
    turns = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    beneficiaries = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["published_at"])]

    def __str__(self) -> str:
        return str(self.activity)


class RecordPicture(Model):
    """A picture in a report, in order. `consented`: people shown, or their guardians, agreed."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200)
    consented = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.caption


class DeclaredWork(Model):
    """Volunteer work that was never on the portal, declared by its unit: it counts in K2's denominator and shows as declared.

    A mistaken one is withdrawn and declared anew: it stays, and no longer counts from then on.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="declared_works")
    title = models.CharField(max_length=160)
    ended_on = models.DateField()
    people = models.PositiveIntegerField(default=0)
    note = models.TextField(max_length=1000, blank=True)
    request_id = models.UUIDField(unique=True)
    declared_at = models.DateTimeField(auto_now_add=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "ended_on"])]

    def __str__(self) -> str:
        return self.title
