"""Units and where they stood, when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.fields.ranges import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from aoxanh.kit.models import Model
from aoxanh.places.models import Area


class Unit(Model):
    """An organisation: a committee of union, federation or association, a school, a centre, an agency, a group.

    `kind` is a code of `org.kinds.KINDS`. `abbreviation` stands in document numbers ("ĐTN-VL" in `12-KH/ĐTN-VL`), `signing_name` over
    its signatures (empty: the name in capitals). Names and place are today's; `FormerIdentity` has those before.
    `during` is the life of the unit; a unit that ended stays and keeps its page.
    """

    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=120)
    english_name = models.CharField(max_length=200, blank=True)
    abbreviation = models.CharField(max_length=40)
    signing_name = models.CharField(max_length=200, blank=True)
    search_key = models.CharField(max_length=240)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="units")
    address = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    during = DateRangeField()

    class Meta:
        indexes = [models.Index(fields=["kind"]), GinIndex(name="units_by_words", fields=["search_key"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.name


class FormerIdentity(Model):
    """How a unit was called and where it stood during a period that is over; what is empty had no other value then."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="former_identities")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=120)
    english_name = models.CharField(max_length=200, blank=True)
    abbreviation = models.CharField(max_length=40)
    signing_name = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    during = DateRangeField()
    event = models.ForeignKey("org.Reorganisation", models.PROTECT, related_name="former_identities")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_identity_at_a_time", expressions=[("unit", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)]
            )
        ]

    def __str__(self) -> str:
        return self.name


class Parentage(Model):
    """Which unit stood under which, and when."""

    child = models.ForeignKey(Unit, models.PROTECT, related_name="parentages")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="child_parentages")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_parent_at_a_time", expressions=[("child", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(name="not_its_own_parent", condition=~models.Q(child=models.F("parent"))),
        ]

    def __str__(self) -> str:
        return f"{self.child} < {self.parent}"


class Succession(Model):
    """What became of a unit: its successors from that day. `share` is whole; of a split unit part_default for one, part for others."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="precessions")
    on = models.DateField()
    share = models.CharField(max_length=20)
    event = models.ForeignKey("org.Reorganisation", models.PROTECT, null=True, related_name="successions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="one_succession_a_day"),
            models.UniqueConstraint(
                name="one_main_successor_a_day",
                fields=["predecessor", "on"],
                condition=models.Q(share__in=["whole", "part_default"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} > {self.successor}"
