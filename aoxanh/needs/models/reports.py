"""What citizens report. Nothing of it is public before a focal point has looked at it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.kit.phones import spoken
from aoxanh.needs.models.needs import Need
from aoxanh.org.models import Unit
from aoxanh.places.models import Area


class Report(Model):
    """A citizen says what is needed where. `unit` looks at it; `code` lets the reporter read what became of it.

    Name and addresses are for the moderators alone and are forgotten some time after the answer (`forgotten_at`).
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        ACCEPTED = "accepted", _("Became a need")
        MERGED = "merged", _("Added to a need")
        DECLINED = "declined", _("Not taken up")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="need_reports")
    code = models.CharField(max_length=8, unique=True)
    text = models.TextField(max_length=1000)
    address = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    latitude = models.FloatField()
    longitude = models.FloatField()
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=16)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="reports")
    reason = models.CharField(max_length=500, blank=True)
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    routed_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_taken_report_has_a_need", condition=~models.Q(state__in=["accepted", "merged"]) | models.Q(need__isnull=False)
            ),
        ]
        indexes = [models.Index(name="waiting_reports", fields=["unit", "at"], condition=models.Q(state="pending"))]

    def __str__(self) -> str:
        return self.code

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING

    @property
    def spoken_phone(self) -> str:
        return spoken(self.phone) if self.phone else ""
