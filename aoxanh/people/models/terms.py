"""A person in a unit, and in a post: always for a period."""

from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.fields.ranges import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.org.models import Post, Reorganisation, Unit
from aoxanh.people.models.person import Person


class Membership(Model):
    """A person in a unit, for a period; in how many units ever, the person is counted once."""

    class Kind(models.TextChoices):
        VOLUNTEER = "volunteer", _("Volunteer")
        UNION = "union", _("Union member")
        FEDERATION = "federation", _("Federation member")
        STUDENTS = "students", _("Students' Association member")
        GROUP = "group", _("Member of a club, team or group")

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.VOLUNTEER)
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_membership_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.unit}"


class Appointment(Model):
    """Who holds a post, from–to, by which decision. `seat` counts from 1 to the post's seats, one holder each at a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    seat = models.PositiveSmallIntegerField(default=1)
    during = DateRangeField()
    decision = models.CharField(max_length=80, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_holder_of_a_seat_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_seat_per_person_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"


class UnsettledMove(Model):
    """A membership whose unit was split and which went to the default successor until somebody decides: the work list of an event.

    The successors to choose from are those of the unit of `before`; `settled_at` is set once one was confirmed or chosen.
    """

    event = models.ForeignKey(Reorganisation, models.CASCADE, related_name="unsettled_moves")
    before = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    after = models.ForeignKey(Membership, models.CASCADE, related_name="unsettled_moves")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="moves_to_settle", fields=["event"], condition=models.Q(settled_at=None))]

    def __str__(self) -> str:
        return f"{self.after}"

    @property
    def person_id(self) -> UUID:
        return self.after.person_id
