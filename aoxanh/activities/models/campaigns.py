"""Campaigns: seasons and long programmes, their parts, who takes part, what they are to reach."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.people.models import Person


class Campaign(Model):
    """A season of activities (Mùa hè xanh, Hoa phượng đỏ, …), or a programme of 24 months and more.

    `form` says which of the two ways of NĐ 17/2021: a programme is registered with the lead agency and has contracts; community
    activities are registered with their organiser. Public from OPEN on. `ended_at` and `end_reason`: closed, or called off and why.
    """

    class Kind(models.TextChoices):
        GREEN_SUMMER = "green_summer", _("Green Summer")
        RED_PHOENIX = "red_phoenix", _("Red Phoenix")
        PINK_HOLIDAY = "pink_holiday", _("Pink Holiday")
        GREEN_MARCH = "green_march", _("Green March")
        EXAM_SUPPORT = "exam_support", _("Exam Support")
        SPRING_VOLUNTEER = "spring_volunteer", _("Spring Volunteers")
        OWN = "own", _("Campaign of the unit")

    class Form(models.TextChoices):
        COMMUNITY = "community", _("Community activities")
        PROGRAMME = "programme", _("Programme of 24 months or more")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Under way")
        CLOSED = "closed", _("Ended")
        CANCELLED = "cancelled", _("Cancelled")

    PUBLIC = (Status.OPEN, Status.CLOSED)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns")
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OWN)
    form = models.CharField(max_length=12, choices=Form, default=Form.COMMUNITY)
    description = models.TextField(max_length=4000, blank=True)
    during = DateRangeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    lead_agency = models.CharField(max_length=160, blank=True)
    registered_as = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)
    request_id = models.UUIDField(unique=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True, null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Stage(Model):
    """A part of a campaign's time (*đợt*): preparing, peak, closing."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=80)
    during = DateRangeField()

    class Meta:
        ordering = ["during", "id"]

    def __str__(self) -> str:
        return self.name


class Front(Model):
    """A field of work of a campaign (*mặt trận*); `kind` is a code of `needs.kinds`, or empty."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="fronts")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class Participation(Model):
    """That a unit takes part in a campaign of another, since when, and with how many people it means to come.

    Invited by the leading unit until it answers (`answered_at`); one that declines stays on the list, with its reason in `note`.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="participations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations")
    front = models.ForeignKey(Front, models.SET_NULL, null=True, blank=True, related_name="participations")
    people = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="a_unit_takes_part_once")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.campaign}"


class Goal(Model):
    """What a campaign is to reach, against figures counted from its activities and records; of one unit where `unit` is set."""

    class Measure(models.TextChoices):
        ACTIVITIES = "activities", _("activities")
        PEOPLE = "people", _("people taking part")
        TURNS = "turns", _("turns")
        HOURS = "hours", _("hours")
        BENEFICIARIES = "beneficiaries", _("beneficiaries")
        NEEDS = "needs", _("needs met")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="goals")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.CharField(max_length=16, choices=Measure)
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "measure"], name="one_goal_a_measure", nulls_distinct=False),
            models.CheckConstraint(name="a_goal_is_something", condition=models.Q(value__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.value} {self.measure}"


class Contract(Model):
    """A volunteer's contract in a programme (NĐ 17/2021): its number and time, and what was agreed on pay, gear, training, insurance.

    One that ends before its time keeps `during` as agreed; `ended_on` is its last day.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="contracts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="contracts")
    number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField()
    during = DateRangeField()
    pay = models.CharField(max_length=200, blank=True)
    gear = models.CharField(max_length=200, blank=True)
    training = models.CharField(max_length=200, blank=True)
    insurance = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    request_id = models.UUIDField(unique=True, null=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["campaign", "signed_on"])]
        constraints = [
            ExclusionConstraint(
                name="one_contract_at_a_time",
                expressions=[
                    ("campaign", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(ended_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.campaign}"
