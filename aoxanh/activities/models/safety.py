"""Safety: what must be read before, what is handed out, what was checked, and what went wrong."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models.activities import Activity
from aoxanh.activities.models.shifts import Shift
from aoxanh.activities.models.signups import Signup
from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.people.models import Person


class Briefing(Model):
    """What everyone reads before their first shift of an activity. A change is a new version; who read an older one reads it again."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="briefings")
    version = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=4000)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "version"], name="one_briefing_a_version")]

    def __str__(self) -> str:
        return f"{self.activity}: {self.version}"


class BriefingRead(Model):
    """That a person read a briefing; or heard it on the spot, as the organiser `by` says."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="briefings_read")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "person"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.briefing}"


class Equipment(Model):
    """A thing that people of an activity get: vests, gloves, helmets; how many there are."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="equipment")
    name = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField()
    is_protective = models.BooleanField(default=False)
    comes_back = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "equipment"
        constraints = [models.UniqueConstraint(fields=["activity", "name"], name="one_line_a_thing")]

    def __str__(self) -> str:
        return self.name


class Handout(Model):
    """That a person of a shift got so many of a thing, and gave them back. The id of the request was made on the phone."""

    equipment = models.ForeignKey(Equipment, models.CASCADE, related_name="handouts")
    signup = models.ForeignKey(Signup, models.CASCADE, related_name="handouts")
    quantity = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    back_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    request_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["equipment", "signup"], condition=models.Q(back_at=None), name="holds_a_thing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.signup}: {self.equipment}"


class RiskCheck(Model):
    """The answers to the questions of a kind of work before an activity runs (`activities/risks.py`); a change is a new row."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="risk_checks")
    answers = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["activity", "-at"])]

    def __str__(self) -> str:
        return str(self.activity)


class Incident(Model):
    """Something that went wrong, as reported from the field, until it is closed. `request_id` was made on the phone, also without signal.

    `happened_at` is what the reporter says, `reported_at` when it reached us. Who was hurt stands in `text` only where it must.
    What `is_restricted` (harassment, or anything with children) is read by who deals with incidents alone, and each reading is noted.
    """

    class Kind(models.TextChoices):
        INJURY = "injury", _("Somebody is hurt or ill")
        MISSING = "missing", _("Somebody is missing")
        HARASSMENT = "harassment", _("Harassment or abuse")
        TRAFFIC = "traffic", _("Traffic accident")
        WEATHER = "weather", _("Weather, flood, landslide")
        PROPERTY = "property", _("Damage or theft")
        OTHER = "other", _("Something else")

    class Severity(models.IntegerChoices):
        MINOR = 1, _("Minor: dealt with on the spot")
        SERIOUS = 2, _("Serious: help is needed")
        GRAVE = 3, _("Grave: life in danger")

    class Status(models.TextChoices):
        OPEN = "open", _("New")
        HANDLED = "handled", _("Being dealt with")
        CLOSED = "closed", _("Closed")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="incidents")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="incidents")
    shift = models.ForeignKey(Shift, models.PROTECT, null=True, blank=True, related_name="incidents")
    kind = models.CharField(max_length=12, choices=Kind)
    severity = models.PositiveSmallIntegerField(choices=Severity)
    text = models.TextField(max_length=2000)
    people_hurt = models.PositiveSmallIntegerField(default=0)
    concerns_minors = models.BooleanField(default=False)
    contact = models.CharField(max_length=30, blank=True)
    place_name = models.CharField(max_length=160, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    happened_at = models.DateTimeField()
    reported_at = models.DateTimeField(auto_now_add=True)
    reporter = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="incidents_reported")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    request_id = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "status", "-reported_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%d/%m/%Y}"

    @property
    def is_restricted(self) -> bool:
        return self.concerns_minors or self.kind == self.Kind.HARASSMENT


class IncidentStep(Model):
    """What was done about an incident: who, when, and what it came to."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="steps")
    status = models.CharField(max_length=10, choices=Incident.Status)
    text = models.CharField(max_length=1000)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.incident}: {self.status}"


class Announcement(Model):
    """A message of the organiser to the people of an activity or of one shift: `people` in all, `texts` of them by SMS."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="announcements")
    shift = models.ForeignKey(Shift, models.CASCADE, null=True, blank=True, related_name="announcements")
    audience = models.CharField(max_length=20)
    subject = models.CharField(max_length=120)
    body = models.TextField(max_length=2000)
    people = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["activity", "-at"])]

    def __str__(self) -> str:
        return self.subject
