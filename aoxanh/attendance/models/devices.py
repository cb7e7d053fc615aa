"""Phones that take attendance without signal, and everything they saw."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models import Shift, Signup
from aoxanh.kit.models import Model


class Device(Model):
    """A browser that was prepared for a day. Its `id` was made on it; `waiting` is how many scans it said it still kept, `clock_ms` how far
    its clock was ahead of ours when it last called."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="devices")
    name = models.CharField(max_length=80)
    version = models.CharField(max_length=40, blank=True)
    prepared_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField(default=0)
    clock_ms = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "called_at"])]

    def __str__(self) -> str:
        return self.name


class Scan(Model):
    """One act at the door as a device reported it, with what became of it, so that the same report sent again gets the same answer.

    Its `id` was made on the device. `device_at` is the device's clock, `at` our estimate of the moment, `by` who acted, `sent_by` who
    brought it here (another, where a queue was handed over). `text` is the pass, code or name that was given; `verdict` is "recorded" or
    a code.
    """

    class Kind(models.TextChoices):
        IN = "in"
        OUT = "out"
        WALK_IN = "walk_in"
        NOTE = "note"
        HEADCOUNT = "headcount"

    RECORDED = "recorded"

    device = models.ForeignKey(Device, models.PROTECT, related_name="scans")
    kind = models.CharField(max_length=10, choices=Kind)
    shift = models.ForeignKey(Shift, models.PROTECT, null=True, related_name="scans")
    signup = models.ForeignKey(Signup, models.PROTECT, null=True, related_name="scans")
    method = models.CharField(max_length=10)
    text = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    device_at = models.DateTimeField()
    at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    verdict = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["shift", "at"]), models.Index(fields=["device", "received_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}: {self.verdict}"


class Doubt(Model):
    """What no rule could decide about a scan: it waits on the organiser's short list. `other` is the scan that it disagrees with."""

    class Decision(models.TextChoices):
        KEPT = "kept"
        CHANGED = "changed"
        DROPPED = "dropped"

    scan = models.OneToOneField(Scan, models.PROTECT, related_name="doubt")
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="doubts")
    signup = models.ForeignKey(Signup, models.PROTECT, null=True, related_name="doubts")
    other = models.ForeignKey(Scan, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    word = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["shift"], condition=models.Q(settled_at=None), name="open_doubts")]

    def __str__(self) -> str:
        return f"{self.code}: {self.scan}"


class Remark(Model):
    """What somebody at the door noted: a sentence about a person or the shift, or how many heads were counted."""

    scan = models.OneToOneField(Scan, models.PROTECT, null=True, related_name="remark")
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="remarks")
    signup = models.ForeignKey(Signup, models.PROTECT, null=True, related_name="remarks")
    words = models.CharField(max_length=500, blank=True)
    heads = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["shift", "at"])]

    def __str__(self) -> str:
        return self.words or str(self.heads)


class SelfCheckIn(Model):
    """How people of an activity check themselves in. `poster_key` stands in the code on the notice board, `screen_key` makes the changing
    codes of a kiosk; renewed, the old ones are dead. `within_metres`: who checks in by the poster is asked for the place, and has to be so
    near; who does not want to say it is checked in by the organiser."""

    activity = models.OneToOneField("activities.Activity", models.CASCADE, related_name="self_check_in")
    by_poster = models.BooleanField(default=False)
    by_screen = models.BooleanField(default=False)
    poster_key = models.CharField(max_length=43, unique=True)
    screen_key = models.CharField(max_length=43, unique=True)
    within_metres = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.activity)
