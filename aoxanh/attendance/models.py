"""Who came, when, and the hours that follow."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models import Signup
from aoxanh.kit.models import Model


class Method(models.TextChoices):
    """How an arrival or a leaving was taken."""

    QR = "qr"
    CODE = "code"
    ROSTER = "roster"


class Source(models.TextChoices):
    """What an entry of hours rests on: a check-out, or the end of the shift for who was never checked out."""

    CHECK_OUT = "check_out"
    SHIFT_END = "shift_end"


class CheckIn(Model):
    """An arrival. `scan_id` was made on the scanning device; `device_at` is its clock, `at` is ours."""

    signup = models.OneToOneField(Signup, models.PROTECT, related_name="check_in")
    scan_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=10, choices=Method)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.signup} in {self.at}"


class CheckOut(Model):
    """A leaving."""

    check_in = models.OneToOneField(CheckIn, models.PROTECT, related_name="check_out")
    scan_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=10, choices=Method)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.check_in} out {self.at}"


class ServiceHours(Model):
    """Minutes of service that a sign-up brought; the database lets entries be added, never edited. A turn is counted once."""

    signup = models.ForeignKey(Signup, models.PROTECT, related_name="hours")
    minutes = models.PositiveIntegerField()
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=20, choices=Source)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "service hours"
        constraints = [
            models.UniqueConstraint(fields=["signup", "source"], name="one_entry_a_source"),
            models.UniqueConstraint(
                fields=["signup"], condition=models.Q(source__in=["check_out", "shift_end"]), name="a_turn_counts_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signup}: {self.minutes}"
