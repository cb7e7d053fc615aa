"""Who came, and when they left."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models import Signup
from aoxanh.attendance.models.devices import Device
from aoxanh.kit.models import Model


class Method(models.TextChoices):
    """How an arrival or a leaving was taken."""

    QR = "qr"
    CODE = "code"
    ROSTER = "roster"
    WALK_IN = "walk_in"
    POSTER = "poster"
    KIOSK = "kiosk"
    LEADER = "leader"
    PAPER = "paper"


class CheckIn(Model):
    """An arrival. `scan_id` was made on the scanning device; `device_at` is its clock, `at` the time that counts: ours, or for what was
    scanned without signal our estimate of it. `was_near`: the person let the place be looked at, and whether it was that of the activity;
    the place itself is not kept."""

    signup = models.OneToOneField(Signup, models.PROTECT, related_name="check_in")
    scan_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=10, choices=Method)
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="check_ins")
    was_near = models.BooleanField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.signup} in {self.at}"


class CheckOut(Model):
    """A leaving."""

    check_in = models.OneToOneField(CheckIn, models.PROTECT, related_name="check_out")
    scan_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=10, choices=Method)
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="check_outs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.check_in} out {self.at}"
