"""What is needed, where, until when."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from aoxanh.kit.dates import today
from aoxanh.kit.models import Model
from aoxanh.needs.kinds import Kind, kind_of
from aoxanh.org.models import Unit
from aoxanh.people.models import Person, Skill
from aoxanh.places.models import Area


class NeedQuerySet(models.QuerySet["Need"]):
    """Which needs."""

    def live(self, on: date) -> "NeedQuerySet":
        """Not closed, and their last day has not gone by."""
        return self.exclude(status=Need.Status.CLOSED).filter(ends_on__gte=on)

    def stale(self, on: date) -> "NeedQuerySet":
        """Live and not yet met, and nobody has said for NEED_STALE_DAYS that it is still true."""
        since = timezone.now() - timedelta(days=settings.NEED_STALE_DAYS)
        return self.live(on).exclude(status=Need.Status.MET).filter(confirmed_at__lt=since)


class Need(Model):
    """People wanted by a unit at a place, in a window. The map shows it while it is open.

    `met_people` counts places of approved activities that answer it. `confirmed_at` is when the focal point last said it is still true.
    """

    class Status(models.TextChoices):
        OPEN = "open"
        PARTLY_MET = "partly_met"
        MET = "met"
        CLOSED = "closed"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="needs")
    slug = models.SlugField(max_length=160, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=2000, blank=True)
    kind = models.CharField(max_length=40)
    people_wanted = models.PositiveIntegerField()
    met_people = models.PositiveIntegerField(default=0)
    skills = models.ManyToManyField(Skill, blank=True, related_name="needs")
    urgent = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    area = models.ForeignKey(Area, models.PROTECT, related_name="needs")
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    request_id = models.UUIDField(unique=True)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="need_ends_after_it_starts", condition=models.Q(ends_on__gte=models.F("starts_on"))),
            models.CheckConstraint(name="need_wants_people", condition=models.Q(people_wanted__gte=1)),
        ]
        indexes = [models.Index(fields=["status", "ends_on"]), models.Index(fields=["unit", "status"])]

    def __str__(self) -> str:
        return self.title

    @property
    def work(self) -> Kind:
        """What its kind is called, with its icon."""
        return kind_of(self.kind)

    @property
    def uncovered(self) -> int:
        """People for whom no approved activity has a place yet."""
        return max(self.people_wanted - self.met_people, 0)

    @property
    def is_live(self) -> bool:
        return self.status != self.Status.CLOSED and self.ends_on >= today()

    @property
    def is_stale(self) -> bool:
        """See `NeedQuerySet.stale`."""
        asked = timezone.now() - self.confirmed_at
        return self.is_live and self.status != self.Status.MET and asked > timedelta(days=settings.NEED_STALE_DAYS)
