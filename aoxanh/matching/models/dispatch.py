"""Dispatch (*đưa các hoạt động về địa phương*): teams and goods that a unit sends to communes along unmet need."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Team
from aoxanh.kit.models import Model
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from aoxanh.places.models import Area


class Dispatch(Model):
    """A round of sending, drafted as a what-if and then sent: the receiving units are asked and answer leg by leg.

    `revision` rises with every change, so that two coordinators do not overwrite each other.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        CANCELLED = "cancelled", _("Cancelled")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dispatches")
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    request_id = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "dispatches"
        constraints = [
            models.CheckConstraint(name="dispatch_ends_after_it_starts", condition=models.Q(ends_on__gte=models.F("starts_on"))),
        ]
        indexes = [models.Index(fields=["unit", "-created_at"])]

    def __str__(self) -> str:
        return self.name


class Leg(Model):
    """A team, or so many people of a unit, that goes to a commune, for one of its needs or for several; with goods or only goods.

    `answer` is that of the receiving unit, which may say why not.
    """

    class Answer(models.TextChoices):
        NONE = "", _("Not answered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Turned down")

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="legs")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="legs")
    sender = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="incoming_legs")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="legs")
    people = models.PositiveIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="leg_ends_after_it_starts", condition=models.Q(ends_on__gte=models.F("starts_on")))]

    def __str__(self) -> str:
        return f"{self.dispatch}: {self.area}"


class Goods(Model):
    """Goods that travel with a leg."""

    leg = models.ForeignKey(Leg, models.CASCADE, related_name="goods")
    name = models.CharField(max_length=120)
    quantity = models.PositiveIntegerField()
    measure = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "goods"

    def __str__(self) -> str:
        return f"{self.quantity} {self.measure} {self.name}"
