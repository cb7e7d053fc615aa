"""What is needed, where, until when."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.dates import today
from aoxanh.kit.models import Model
from aoxanh.needs.kinds import Kind, kind_of
from aoxanh.org.models import Unit
from aoxanh.people.models import Person, Skill
from aoxanh.places.models import Area


def went_stale(now: datetime) -> models.Q:
    """Needs that nobody has confirmed for as long as the rule of their unit allows; where none is set, for NEED_STALE_DAYS."""
    usual = models.Q(ask_after=None, confirmed_at__lt=now - timedelta(days=settings.NEED_STALE_DAYS))
    allowed = models.ExpressionWrapper(models.F("ask_after") * models.Value(timedelta(days=1)), models.DurationField())
    since = models.ExpressionWrapper(models.Value(now) - allowed, models.DateTimeField())
    return usual | models.Q(ask_after__isnull=False, confirmed_at__lt=since)


class NeedQuerySet(models.QuerySet["Need"]):
    """Which needs."""

    def live(self, on: date) -> "NeedQuerySet":
        """Neither closed nor lapsed, and their last day has not gone by."""
        return self.exclude(status__in=Need.ENDED).filter(ends_on__gte=on)

    def stale(self, on: date) -> "NeedQuerySet":
        """Live and not yet met, and nobody has said for long that it is still true: see `went_stale`."""
        return self.live(on).exclude(status=Need.Status.MET).filter(went_stale(timezone.now()))

    def wants_people(self) -> "NeedQuerySet":
        """Those that ask for more people than activities have places for."""
        return self.filter(people_wanted__gt=models.F("met_people"))

    def wants_materials(self) -> "NeedQuerySet":
        """Those that ask for things of which some are neither promised nor received."""
        return self.filter(materials_lacking__gt=0)


class Need(Model):
    """People or materials wanted by a unit at a place, in a window. The map shows it while it is open.

    `met_people` counts places of approved activities to come that answer it, and people who had a place in those that are over.
    Of its `materials` there are `materials_wanted` lines; for `materials_begun` something is promised or received, `materials_lacking` are
    not covered yet.
    `confirmed_at` is when the focal point last said it is still true; after `ask_after` days without that it is stale (none: the default).
    Its status is what these numbers say, until it is closed by hand or its window has passed.
    """

    class Status(models.TextChoices):
        OPEN = "open"
        PARTLY_MET = "partly_met"
        MET = "met"
        CLOSED = "closed"
        LAPSED = "lapsed"

    class Source(models.TextChoices):
        FOCAL_POINT = "focal_point", _("The focal point")
        AGENCY = "agency", _("An agency or organisation")
        REPORT = "report", _("A citizen's report")

    ENDED = (Status.CLOSED, Status.LAPSED)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="needs")
    slug = models.SlugField(max_length=160, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=2000, blank=True)
    kind = models.CharField(max_length=40)
    people_wanted = models.PositiveIntegerField()
    met_people = models.PositiveIntegerField(default=0)
    materials_wanted = models.PositiveSmallIntegerField(default=0)
    materials_begun = models.PositiveSmallIntegerField(default=0)
    materials_lacking = models.PositiveSmallIntegerField(default=0)
    skills = models.ManyToManyField(Skill, blank=True, related_name="needs")
    urgent = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    area = models.ForeignKey(Area, models.PROTECT, related_name="needs")
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    source = models.CharField(max_length=12, choices=Source, default=Source.FOCAL_POINT)
    source_name = models.CharField(max_length=120, blank=True)
    request_id = models.UUIDField(unique=True)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ask_after = models.PositiveSmallIntegerField(null=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="need_ends_after_it_starts", condition=models.Q(ends_on__gte=models.F("starts_on"))),
            models.CheckConstraint(
                name="need_wants_something", condition=models.Q(people_wanted__gte=1) | models.Q(materials_wanted__gte=1)
            ),
            models.CheckConstraint(
                name="need_lacks_what_it_wants", condition=models.Q(materials_lacking__lte=models.F("materials_wanted"))
            ),
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
    def is_ended(self) -> bool:
        """Closed or lapsed; a live one whose last day has gone by is so from the next run of the task on."""
        return self.status in self.ENDED

    @property
    def is_live(self) -> bool:
        return not self.is_ended and self.ends_on >= today()

    @property
    def stale_days(self) -> int:
        """After how many days without a confirmation it is stale."""
        return settings.NEED_STALE_DAYS if self.ask_after is None else self.ask_after

    @property
    def is_stale(self) -> bool:
        """See `NeedQuerySet.stale`."""
        asked = timezone.now() - self.confirmed_at
        return self.is_live and self.status != self.Status.MET and asked > timedelta(days=self.stale_days)
