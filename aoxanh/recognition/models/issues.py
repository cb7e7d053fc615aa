"""Issuing many certificates at once, as a job that can be stopped, killed and resumed."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from aoxanh.activities.models import Activity
from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.recognition.models.certificates import Certificate
from aoxanh.recognition.models.templates import Kind, Version


class Issue(Model):
    """One decision to issue: for whom is frozen in its lines when it is made; the job then works off the lines that have no certificate.

    `rule` says how the people were chosen where no activity did ({"minutes": 6000, "year": 2026}). `facts` is what all its papers say
    alike (letterhead, signer, title, place), frozen like the lines. `trouble` is what stopped it, empty where a person did. `touched_at` is
    its last sign of life: a job that died is found by it.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="certificate_issues")
    kind = models.CharField(max_length=15, choices=Kind)
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="issues")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="certificate_issues")
    rule = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    issued_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=40, blank=True)
    request_id = models.UUIDField(unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "made_at"])]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.issued_on}"


class IssueLine(Model):
    """One holder of an issue, a person or an organisation, with what the paper will say of them; `problem` is why there is none."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    holder_name = models.CharField(max_length=200)
    minutes = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    details = models.JSONField(default=dict)
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, related_name="line")
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "order"], name="one_line_an_order")]
        indexes = [
            models.Index(fields=["issue", "order"], condition=models.Q(certificate=None, problem=""), name="lines_without_certificate")
        ]

    def __str__(self) -> str:
        return self.holder_name
