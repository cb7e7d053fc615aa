"""The unit's own forms of certificates (mẫu chứng nhận), with their versions."""

from django.conf import settings
from django.db import models

from aoxanh.kit.models import Model
from aoxanh.media.models import Picture
from aoxanh.org.models import Unit


class Kind(models.TextChoices):
    """What a certificate certifies: a part in an activity, hours reached, what an organisation contributed, a training."""

    PARTICIPATION = "participation"
    HOURS = "hours"
    CONTRIBUTION = "contribution"
    TRAINING = "training"


class Template(Model):
    """A form of a unit for one kind, used by it and every unit below; what it looks like is in its versions."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="certificate_templates")
    kind = models.CharField(max_length=15, choices=Kind)
    name = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_certificate_form_a_name")]

    def __str__(self) -> str:
        return self.name


class Version(Model):
    """What a template said from one approval on. A draft is changed freely; an approved one never: a change is the next version.

    `body` is text with fields in braces (`{nguoi_nhan}`, `{hoat_dong}`, …; see `recognition.fields`); `body_en` is set under it in English
    where it is not empty. `signature` is said of who signs ("TM. BAN CHẤP HÀNH" is the unit's own where it is empty).
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        APPROVED = "approved"
        RETURNED = "returned"

    class Orientation(models.TextChoices):
        LANDSCAPE = "landscape"
        PORTRAIT = "portrait"

    template = models.ForeignKey(Template, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    orientation = models.CharField(max_length=10, choices=Orientation, default=Orientation.LANDSCAPE)
    title = models.CharField(max_length=80, default="Giấy chứng nhận")
    title_en = models.CharField(max_length=80, blank=True)
    body = models.TextField(max_length=1200)
    body_en = models.TextField(max_length=1200, blank=True)
    signature = models.CharField(max_length=80, blank=True)
    logo = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+")
    second_logo = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+")
    background = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="one_certificate_form_version"),
            models.UniqueConstraint(fields=["template"], condition=~models.Q(status="approved"), name="one_open_certificate_form_version"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"
