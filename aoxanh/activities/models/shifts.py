"""Shifts, the roles in them, and when their places open."""

from django.db import models
from django.utils import timezone

from aoxanh.activities.models.activities import Activity
from aoxanh.kit.models import Model
from aoxanh.kit.parts.when import clock_range, day
from aoxanh.people.models import PersonSkill, Skill

OPEN_PLACES = models.F("places") + models.F("extra") - models.F("withheld") - models.F("held")
"""Places of a shift that are open, taken or not; `taken` never passes it."""

FREE = OPEN_PLACES - models.F("taken")
"""`Shift.free` in the database."""


class Shift(Model):
    """A part of an activity with its own hours and places.

    `taken` counts confirmed sign-ups, `held` places offered to somebody who has not answered, `withheld` places of waves still to come;
    `extra` are places beyond `places`, given because some usually stay away. Together they never pass places + extra. `least`: below so
    many the shift cannot run. `meeting_point` and `transport` where they differ from the activity's. `revision` counts how often its hours
    or place changed, for calendars.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="shifts")
    name = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveIntegerField()
    least = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    withheld = models.PositiveIntegerField(default=0)
    extra = models.PositiveIntegerField(default=0)
    meeting_point = models.CharField(max_length=160, blank=True)
    transport = models.CharField(max_length=160, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=models.Q(ends_at__gt=models.F("starts_at"))),
            models.CheckConstraint(
                name="shift_never_oversells",
                condition=models.Q(taken__lte=OPEN_PLACES),
            ),
            models.CheckConstraint(name="shift_has_places", condition=models.Q(places__gte=1)),
        ]
        indexes = [models.Index(fields=["starts_at"])]

    def __str__(self) -> str:
        return self.label

    @property
    def free(self) -> int:
        """Places that somebody may take now."""
        return self.places + self.extra - self.withheld - self.held - self.taken

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def hours(self) -> str:
        """ "07:00–11:00"."""
        return clock_range(self.starts_at, self.ends_at)

    @property
    def label(self) -> str:
        """Its name, or its hours and day where it has none."""
        return self.name or f"{self.hours} {day(self.starts_at)}"


class Wave(Model):
    """Places of a shift that open at a moment: popular shifts late, or in parts, so that not only the quickest get them."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="waves")
    at = models.DateTimeField()
    places = models.PositiveIntegerField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(name="a_wave_has_places", condition=models.Q(places__gte=1))]
        indexes = [models.Index(fields=["at"], condition=models.Q(released_at=None), name="waves_to_come")]

    def __str__(self) -> str:
        return f"{self.shift}: {self.places}"


class ShiftRole(Model):
    """A task in a shift with places of its own among the shift's: what one must be able to do, and how old one must be.

    `leads`: the team leader. `equipment` is what the holder gets or brings. The places of the roles never exceed those of the shift.
    """

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="roles")
    name = models.CharField(max_length=80)
    places = models.PositiveIntegerField()
    least = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    skill = models.ForeignKey(Skill, models.PROTECT, null=True, blank=True, related_name="+")
    degree = models.PositiveSmallIntegerField(choices=PersonSkill.Degree, default=PersonSkill.Degree.BASIC)
    must_be_proved = models.BooleanField(default=False)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(null=True, blank=True)
    leads = models.BooleanField(default=False)
    equipment = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(name="role_has_places", condition=models.Q(places__gte=1)),
            models.CheckConstraint(name="role_never_oversells", condition=models.Q(taken__lte=models.F("places") - models.F("held"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def free(self) -> int:
        """Places of the role that somebody may take now, if the shift still has one."""
        return self.places - self.held - self.taken
