"""What an activity used up: money and goods."""

from django.db import models
from django.utils.formats import number_format

from aoxanh.kit.models import Model
from aoxanh.records.models.records import Record


class MoneyUsed(Model):
    """An amount in đồng, where it came from and what it went for."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="money")
    amount = models.PositiveBigIntegerField()
    source = models.CharField(max_length=160)
    purpose = models.CharField(max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "money used"
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(name="some_money", condition=models.Q(amount__gte=1))]

    def __str__(self) -> str:
        return f"{self.amount}: {self.source}"


class GoodsUsed(Model):
    """Things that were used: how many, in which measure (blank where the thing is counted by itself), from whom."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="goods")
    name = models.CharField(max_length=80)
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    measure = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "goods used"
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(name="some_goods", condition=models.Q(quantity__gt=0))]

    def __str__(self) -> str:
        return f"{self.amount} {self.name}"

    @property
    def amount(self) -> str:
        """As one says it: "300 kg", "42"."""
        number = self.quantity.normalize()
        places = max(0, -int(number.as_tuple().exponent))
        return " ".join(part for part in (number_format(number, places, force_grouping=True), self.measure) if part)
