"""Administrative areas over time, and what became of them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.fields.ranges import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model


class Level(models.TextChoices):
    """The rungs of the ladder; districts ended on 30/06/2025."""

    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")


class Share(models.TextChoices):
    """How much of an old area went to a new one; of a split area one part is the default."""

    WHOLE = "whole", _("Whole")
    PART_DEFAULT = "part_default", _("Part, by default")
    PART = "part", _("Part")


class Area(Model):
    """A province, district or commune as it was during a period.

    Codes were given anew in 2025 (06463 was thị trấn Đồng Mỏ and is xã Chi Lăng): an area is known by its code and a day. `name` is the
    full official one of now (`FormerName` has those before), `short_name` leaves the kind out, `latitude` and `longitude` are the
    official point, for labels only.
    """

    level = models.CharField(max_length=10, choices=Level)
    code = models.CharField(max_length=5)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    short_name = models.CharField(max_length=100)
    search_key = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, db_index=False)
    latitude = models.FloatField()
    longitude = models.FloatField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_area_per_code_and_day",
                expressions=[("level", RangeOperators.EQUAL), ("code", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [GinIndex(name="area_by_words", fields=["search_key"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name

    @property
    def above(self) -> list["Area"]:
        """What it lies in, the nearest first: the district of its day, the province."""
        return [self.parent, *self.parent.above] if self.parent else []


class FormerName(Model):
    """How an area was called during a period that is over, while it went on as the same area under the same code."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    short_name = models.CharField(max_length=100)
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_name_at_a_time", expressions=[("area", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)]
            )
        ]

    def __str__(self) -> str:
        return self.name


class Succession(Model):
    """From that day the new area stands where the old one, or a part of it, stood."""

    old = models.ForeignKey(Area, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Area, models.PROTECT, related_name="origins")
    share = models.CharField(max_length=12, choices=Share)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_succession_per_pair_and_day", fields=["old", "new", "on"]),
            models.UniqueConstraint(
                name="one_default_successor_a_day", fields=["old", "on"], condition=models.Q(share__in=[Share.WHOLE, Share.PART_DEFAULT])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} > {self.new}"
