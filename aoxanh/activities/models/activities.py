"""Activities and their life."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from aoxanh.activities.models.campaigns import Campaign, Front
from aoxanh.activities.models.series import Series
from aoxanh.kit.models import Model
from aoxanh.media.models import Picture
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from aoxanh.people.models import Skill
from aoxanh.places.models import Area
from aoxanh.training.models import CoordinationModel


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

    Public from OPEN on (and CANCELLED after it was open; called off before that it is WITHDRAWN); RECORDED shows its report. ENDORSED: the
    first level said yes and `approvals_wanted` asks for the next. POSTPONED: its days are off, its people keep their places and are asked
    again once there are new ones. `training_first` is a skill that must be proved before a first shift. `offer_hours`: how long a free
    place waits for who is next. `series_on` is the day in its series for which it stands; `differs` says that it was changed by itself
    since, so that changes of the whole series leave it alone.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        ENDORSED = "endorsed"
        OPEN = "open"
        POSTPONED = "postponed"
        CLOSED = "closed"
        RECORDED = "recorded"
        CANCELLED = "cancelled"
        WITHDRAWN = "withdrawn"

    PUBLIC = (Status.OPEN, Status.POSTPONED, Status.CLOSED, Status.RECORDED, Status.CANCELLED)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activities")
    slug = models.SlugField(max_length=160, unique=True)
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="activities")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="activities")
    front = models.ForeignKey(Front, models.SET_NULL, null=True, blank=True, related_name="activities")
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="activities")
    series_on = models.DateField(null=True, blank=True)
    differs = models.BooleanField(default=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
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
    insurance_note = models.CharField(max_length=200, blank=True)
    guided = models.BooleanField(default=True)
    training_first = models.ForeignKey(Skill, models.PROTECT, null=True, blank=True, related_name="+")
    foreign_partner = models.CharField(max_length=160, blank=True)
    approvals_wanted = models.PositiveSmallIntegerField(default=1)
    offer_hours = models.PositiveSmallIntegerField(default=24)
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
            models.UniqueConstraint(fields=["series", "series_on"], name="once_a_day_in_a_series"),
        ]
        indexes = [
            models.Index(fields=["status", "starts_at", "id"]),
            models.Index(fields=["unit", "starts_at"]),
            models.Index(fields=["area", "starts_at"]),
            models.Index(fields=["campaign", "starts_at"]),
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
    """A change of an activity's state: who, when, and why. `unit_id` is the unit for which somebody decided, as a plain id."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="steps")
    status = models.CharField(max_length=12, choices=Activity.Status)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    unit_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.activity}: {self.status}"
