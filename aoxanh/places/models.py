"""Administrative areas over time, what became of them, and what the digital map shows."""

from datetime import UTC, datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField
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


class Layer(models.IntegerChoices):
    """What the digital map can show."""

    NEED = 1, _("Needs")
    ACTIVITY = 2, _("Activities")
    UNIT = 3, _("Units")


FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
"""When a spot without an end ends."""


class WritingTransaction(models.Func):
    """The number of the transaction that is writing."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class Spot(models.Model):
    """One thing on the digital map as its upper app says it is, written in the transaction that changes that thing.

    `object_id` is the key of what it shows, `cell` the H3 cell of resolution `cells.FINEST` in which it lies. `weight` counts the people
    whom a need still lacks or the places that an activity still has, `goods` the kinds of things that a need still lacks. What is not
    `is_public` only the desk shows, to readers of the unit. What left the map stays for a day with `gone_at`: with `written`, the
    transaction that wrote the row last, `chart` learns of every change.
    """

    id = models.BigAutoField(primary_key=True)
    object_id = models.UUIDField(unique=True)
    layer = models.PositiveSmallIntegerField(choices=Layer)
    is_public = models.BooleanField(default=True)
    urgent = models.BooleanField(default=False)
    cell = models.BigIntegerField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(default=FOREVER)
    weight = models.PositiveIntegerField(default=0)
    goods = models.PositiveSmallIntegerField(default=0)
    unit_id = models.UUIDField()
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    skills = ArrayField(models.UUIDField(), default=list)
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=160)
    search_key = models.CharField(max_length=240)
    gone_at = models.DateTimeField(null=True)
    written = models.BigIntegerField(db_default=WritingTransaction())

    class Meta:
        indexes = [
            models.Index(name="spots_by_writing", fields=["written"]),
            models.Index(name="spots_in_lists", fields=["layer", "-urgent", "ends_at", "id"]),
            GinIndex(name="spots_by_skill", fields=["skills"]),
            GinIndex(name="spots_by_words", fields=["search_key"], opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.title
