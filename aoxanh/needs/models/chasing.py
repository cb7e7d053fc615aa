"""Asking again whether a need is still there: after how long, and whom it was asked of."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.needs.models.needs import Need
from aoxanh.org.models import Unit


class ChasingRule(Model):
    """After how many days without a word a unit's needs are asked after; how often again; and after how many more the unit above hears.

    It holds for the unit and all under it, save where a nearer unit has one of its own.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="chasing_rules")
    after_days = models.PositiveSmallIntegerField()
    again_days = models.PositiveSmallIntegerField()
    escalate_days = models.PositiveSmallIntegerField()
    during = DateRangeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_chasing_rule_at_a_time", expressions=[("unit", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(
                name="chasing_waits_a_day",
                condition=models.Q(after_days__gte=1) & models.Q(again_days__gte=1) & models.Q(escalate_days__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.after_days}, {self.again_days}, {self.escalate_days}"


class Chase(Model):
    """That somebody was asked on a day whether a need is still there. A confirmation since makes it history."""

    class Level(models.IntegerChoices):
        FOCAL_POINT = 0, _("The focal point was asked")
        AGAIN = 1, _("The focal point was asked again")
        ABOVE = 2, _("The unit above was asked")

    need = models.ForeignKey(Need, models.CASCADE, related_name="chases")
    level = models.PositiveSmallIntegerField(choices=Level)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="asked_once_a_day", fields=["need", "to", "on"])]

    def __str__(self) -> str:
        return f"{self.need}: {self.get_level_display()}"
