"""The ledger of service hours: rules, entries, and claims that ask for entries."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from aoxanh.activities.models import Activity, Signup
from aoxanh.kit.models import Model
from aoxanh.media.models import Picture
from aoxanh.org.models import Unit
from aoxanh.people.models import Person


class HoursRule(Model):
    """How presence becomes hours in a unit and everything below it, for a kind of activity or (empty) all, while it holds.

    `basis`: what was witnessed at the door, or the shift for whoever came. A break of `break_minutes` is taken off turns longer than
    `break_after_minutes`; minutes are rounded to `step_minutes`; those between 22:00 and 06:00 count `night_percent`; a person is counted
    at most `cap_minutes` a day.
    """

    class Basis(models.TextChoices):
        PRESENCE = "presence"
        SHIFT = "shift"

    class Rounding(models.TextChoices):
        DOWN = "down"
        NEAREST = "nearest"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hours_rules")
    kind = models.CharField(max_length=40, blank=True)
    during = DateRangeField()
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.PRESENCE)
    rounding = models.CharField(max_length=10, choices=Rounding, default=Rounding.DOWN)
    step_minutes = models.PositiveSmallIntegerField(default=5)
    break_after_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    break_minutes = models.PositiveSmallIntegerField(default=0)
    night_percent = models.PositiveSmallIntegerField(default=100)
    cap_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_hours_rule_at_a_time",
                expressions=[("unit", RangeOperators.EQUAL), ("kind", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.kind or '*'}"


class HoursClaim(Model):
    """That hours be corrected, or that hours never taken at a door be counted: a reason, and who verified it.

    `minutes` is what the ledger gains (less than nothing: loses). `signup` is the turn that is corrected; self-reported hours have a title
    and a place instead. Above a threshold `levels` is 2: one agrees (`endorsed_by`), another decides.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction"
        SELF_REPORTED = "self_reported"

    class Status(models.TextChoices):
        WAITING = "waiting"
        ENDORSED = "endorsed"
        APPROVED = "approved"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    kind = models.CharField(max_length=15, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    person = models.ForeignKey(Person, models.PROTECT, related_name="hours_claims")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hours_claims")
    signup = models.ForeignKey(Signup, models.PROTECT, null=True, blank=True, related_name="hours_claims")
    title = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=160, blank=True)
    on = models.DateField()
    minutes = models.IntegerField()
    reason = models.TextField(max_length=1000)
    witness = models.CharField(max_length=200, blank=True)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+")
    levels = models.PositiveSmallIntegerField(default=1)
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    endorsed_at = models.DateTimeField(null=True)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "at"], condition=models.Q(status__in=["waiting", "endorsed"]), name="open_hours_claims"),
            models.Index(fields=["person", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.minutes}"


class Source(models.TextChoices):
    """What an entry of hours rests on: a check-out; the end of the shift, for who was never checked out; the shift by the organiser's word;
    a correction of a turn; hours a person reported; an overlap with another turn or a day's cap, taken off."""

    CHECK_OUT = "check_out"
    SHIFT_END = "shift_end"
    WHOLE_SHIFT = "whole_shift"
    CORRECTION = "correction"
    SELF_REPORTED = "self_reported"
    TAKEN_OFF = "taken_off"


TURNS = (Source.CHECK_OUT, Source.SHIFT_END, Source.WHOLE_SHIFT)
"""Of these a sign-up has one at most: the turn itself."""


class ServiceHours(Model):
    """Minutes of service; the database lets entries be added, never edited. A turn is counted once; what changes it is a new entry with a
    reason, whose minutes may be negative. A sum of minutes over entries is what counts. `unit` is who answers for the entry: that of the
    activity, or that which verified a report. `starts_at`–`ends_at` is the presence that was counted."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="service_hours")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="service_hours")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="service_hours")
    signup = models.ForeignKey(Signup, models.PROTECT, null=True, related_name="hours")
    minutes = models.IntegerField()
    on = models.DateField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=20, choices=Source)
    reason = models.CharField(max_length=300, blank=True)
    claim = models.OneToOneField(HoursClaim, models.PROTECT, null=True, related_name="entry")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "service hours"
        constraints = [
            models.UniqueConstraint(
                fields=["signup"],
                condition=models.Q(source__in=["check_out", "shift_end", "whole_shift"]),
                name="a_turn_counts_once",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=["check_out", "shift_end", "whole_shift"], minutes__gte=0)
                | models.Q(source__in=["correction", "taken_off"])
                | models.Q(source="self_reported", minutes__gt=0, signup=None),
                name="only_corrections_take_away",
            ),
        ]
        indexes = [models.Index(fields=["person", "on"]), models.Index(fields=["unit", "on"]), models.Index(fields=["activity"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.minutes}"

    @classmethod
    def of_turn(cls, signup: Signup, **facts: Any) -> "ServiceHours":
        """An entry of a sign-up, not saved: whose it is and what for follow from the sign-up, which comes with its shift and activity."""
        activity = signup.shift.activity
        return cls(signup=signup, person_id=signup.person_id, activity=activity, unit_id=activity.unit_id, **facts)
