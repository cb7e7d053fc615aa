"""Positions in a unit."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.org.models.units import Unit


class Post(Model):
    """A position in a unit that officers hold for a term (the holding is `people.Appointment`).

    `rank` is the role in the committee; `seats` how many may hold it at once. `role` is a role of `access.roles` that opens for the
    holder's account, with `role_scope`; `dedicated` marks a *cán bộ chuyên trách*, `focal_point` the *đầu mối* who keeps the unit's
    needs up to date.
    """

    class Rank(models.TextChoices):
        HEAD = "head", _("Secretary")
        DEPUTY = "deputy", _("Deputy secretary")
        STANDING = "standing", _("Member of the standing committee")
        MEMBER = "member", _("Member of the committee")
        OTHER = "other", _("Not in the committee")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    rank = models.CharField(max_length=10, choices=Rank, default=Rank.OTHER)
    seats = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=40, blank=True)
    role_scope = models.CharField(max_length=10, default="unit")
    dedicated = models.BooleanField(default=False)
    focal_point = models.BooleanField(default=False)
    during = DateRangeField()

    class Meta:
        constraints = [models.CheckConstraint(name="a_post_has_a_seat", condition=models.Q(seats__gte=1))]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"
