"""Campaigns, activities, shifts and who signed up."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils import timezone

from aoxanh.kit.models import Model
from aoxanh.kit.parts.when import clock_range, day
from aoxanh.media.models import Picture
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from aoxanh.people.models import Person, Skill
from aoxanh.places.models import Area
from aoxanh.training.models import CoordinationModel


class Campaign(Model):
    """A season of activities: Mùa hè xanh, Hoa phượng đỏ, …"""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns")
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=120)
    during = DateRangeField()

    def __str__(self) -> str:
        return self.name


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Which activities."""

    def public(self) -> "ActivityQuerySet":
        """What anyone may see."""
        return self.filter(status__in=Activity.PUBLIC)

    def ahead(self, since: datetime) -> "ActivityQuerySet":
        """Open to sign-ups and not over at that moment."""
        return self.filter(status=Activity.Status.OPEN, ends_at__gt=since)


class Activity(Model):
    """Work that a unit organises. `starts_at` and `ends_at` span its shifts.

    Public from OPEN on (and CANCELLED after it was open; called off before that it is WITHDRAWN); RECORDED shows its report.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        OPEN = "open"
        CLOSED = "closed"
        RECORDED = "recorded"
        CANCELLED = "cancelled"
        WITHDRAWN = "withdrawn"

    PUBLIC = (Status.OPEN, Status.CLOSED, Status.RECORDED, Status.CANCELLED)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activities")
    slug = models.SlugField(max_length=160, unique=True)
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="activities")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="activities")
    model = models.ForeignKey(CoordinationModel, models.PROTECT, null=True, blank=True, related_name="activities")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=4000)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+")
    skills = models.ManyToManyField(Skill, blank=True, related_name="activities")
    place_name = models.CharField(max_length=160)
    meeting_point = models.CharField(max_length=160, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    area = models.ForeignKey(Area, models.PROTECT, related_name="activities")
    min_age = models.PositiveSmallIntegerField(default=16)
    insured = models.BooleanField(default=False)
    guided = models.BooleanField(default=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    request_id = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(name="activity_ends_after_it_starts", condition=models.Q(ends_at__gt=models.F("starts_at"))),
        ]
        indexes = [
            models.Index(fields=["status", "starts_at", "id"]),
            models.Index(fields=["unit", "starts_at"]),
            models.Index(fields=["area", "starts_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.status in self.PUBLIC

    @property
    def is_running(self) -> bool:
        """Whether its first shift has begun and its last one is not over."""
        return self.starts_at is not None and self.starts_at <= timezone.now() and not self.is_over

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= timezone.now()


class Step(Model):
    """A change of an activity's state: who, when, and why."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="steps")
    status = models.CharField(max_length=12, choices=Activity.Status)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.activity}: {self.status}"


class Shift(Model):
    """A part of an activity with its own hours and places. `taken` counts confirmed sign-ups and never passes `places`."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="shifts")
    name = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=models.Q(ends_at__gt=models.F("starts_at"))),
            models.CheckConstraint(name="shift_never_oversells", condition=models.Q(taken__lte=models.F("places"))),
            models.CheckConstraint(name="shift_has_places", condition=models.Q(places__gte=1)),
        ]
        indexes = [models.Index(fields=["starts_at"])]

    def __str__(self) -> str:
        return self.label

    @property
    def free(self) -> int:
        return self.places - self.taken

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


class Signup(Model):
    """A person's place in a shift, with the code of the pass. `outcome` is written by attendance."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed"
        CANCELLED = "cancelled"

    class Outcome(models.TextChoices):
        CAME = "came"
        ABSENT = "absent"

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="signups")
    person = models.ForeignKey(Person, models.PROTECT, related_name="signups")
    status = models.CharField(max_length=10, choices=Status, default=Status.CONFIRMED)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    code = models.CharField(max_length=8, unique=True)
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shift", "person"], condition=models.Q(status="confirmed"), name="one_place_a_person"),
        ]
        indexes = [models.Index(fields=["person", "at"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.shift}"


class Wish(Model):
    """That a child wants a place as soon as a guardian consents. It takes no place: nothing takes place before the consent.

    `request_id` becomes that of the sign-up. `settled_at` ends it: with a place, given up, or in vain; then `why` is the refusal's code.
    """

    GIVEN_UP = "given_up"

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="wishes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="wishes")
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    signup = models.OneToOneField(Signup, models.PROTECT, null=True, related_name="wish")
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(fields=["shift", "person"], condition=models.Q(settled_at=None), name="one_wish_a_shift"),
        ]
        indexes = [models.Index(fields=["person"], condition=models.Q(settled_at=None), name="open_wishes")]

    def __str__(self) -> str:
        return f"{self.person}: {self.shift}"
