"""The things that a need asks for, and what was promised and brought of them."""

from django.conf import settings
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.needs.models.needs import Need


class Material(Model):
    """A line of a need: 42 blankets, 300 kg of rice. `measure` is blank where the thing is counted by itself.

    `promised` and `received` sum its pledges; what was received is no longer promised.
    """

    need = models.ForeignKey(Need, models.PROTECT, related_name="materials")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField()
    measure = models.CharField(max_length=20, blank=True)
    promised = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["need", "number"]
        constraints = [
            models.UniqueConstraint(name="one_line_a_number", fields=["need", "number"]),
            models.CheckConstraint(name="some_material", condition=models.Q(quantity__gte=1)),
        ]

    def __str__(self) -> str:
        return self.amount(self.quantity)

    @property
    def covered(self) -> int:
        """How much of it is promised or received, at most all."""
        return min(self.promised + self.received, self.quantity)

    @property
    def missing(self) -> int:
        return self.quantity - self.covered

    @property
    def lack(self) -> str:
        """How much is missing, as one says it."""
        return self.amount(self.missing)

    def amount(self, number: int) -> str:
        """As one says it: "17 chăn", "300 kg gạo"."""
        return " ".join(part for part in (number_format(number, force_grouping=True), self.measure, self.thing) if part)

    @property
    def thing(self) -> str:
        """Its name inside a sentence."""
        return self.name[:1].lower() + self.name[1:] if self.name[1:2].islower() else self.name


class Pledge(Model):
    """That somebody brings something of a material: promised, then received or withdrawn; or received at once."""

    class State(models.TextChoices):
        PROMISED = "promised", _("Promised")
        RECEIVED = "received", _("Received")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    material = models.ForeignKey(Material, models.PROTECT, related_name="pledges")
    quantity = models.PositiveIntegerField()
    giver = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    request_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [models.CheckConstraint(name="a_pledge_of_something", condition=models.Q(quantity__gte=1))]

    def __str__(self) -> str:
        return f"{self.material.amount(self.quantity)}: {self.state}"

    @property
    def amount(self) -> str:
        return self.material.amount(self.quantity)
