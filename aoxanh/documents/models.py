"""Numbers of official papers, one series per unit, kind and year."""

from django.db import models

from aoxanh.kit.models import Model
from aoxanh.org.models import Unit


class NumberSeries(Model):
    """The last number given; the next is taken under a lock, so none is used twice and none is skipped."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="number_series")
    kind = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit} {self.year}"
