"""Programmes, the plans that carry them out, and who carries a plan, by date."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.fields.ranges import RangeOperators
from django.db import models

from aoxanh.kit.models import Model
from aoxanh.org.models import Unit


class Programme(Model):
    """A national programme, by its deciding document."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=400)
    decision = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Plan(Model):
    """A plan of one authority for a programme. `document` is number and date; `assumption` is what we assume and show."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="plans")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    document = models.CharField(max_length=160)
    issued_by = models.CharField(max_length=120)
    assumption = models.CharField(max_length=400, blank=True)
    during = DateRangeField()

    def __str__(self) -> str:
        return self.name


class Phase(Model):
    """A part of a plan's time for which targets are set."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="phases")
    name = models.CharField(max_length=80)
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="phases_follow_each_other", expressions=[("plan", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)]
            )
        ]

    def __str__(self) -> str:
        return self.name


class Carrier(Model):
    """The unit that carries a plan, for a period."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="carriers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="carried_plans")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_carrier_at_a_time", expressions=[("plan", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)]
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.unit}"


class ScopeUnit(Model):
    """A unit whose work counts for the plan while the period holds, with everything under it when `whole_subtree`."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="scope_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    whole_subtree = models.BooleanField(default=True)
    during = DateRangeField()

    def __str__(self) -> str:
        return f"{self.plan}: {self.unit}"
