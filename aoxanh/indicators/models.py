"""Targets. What an indicator counts is in `definitions`; what it was, is measured from records."""

from django.db import models

from aoxanh.kit.models import Model
from aoxanh.planning.models import Phase


class Target(Model):
    """The fraction that an indicator must reach in a phase, as it stands in the plan. `stretch` marks *phấn đấu*."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="targets")
    indicator = models.CharField(max_length=8)
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField(default=100)
    stretch = models.BooleanField(default=False)
    quote = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "indicator"], name="one_target_a_phase")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.numerator}/{self.denominator}"
