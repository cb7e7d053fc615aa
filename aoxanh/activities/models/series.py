"""What saves writing: templates by kind of work, series, and who must agree."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.org.models import Unit


class Template(Model):
    """An activity as a unit usually makes it, for itself and the units under it. `details` and `shifts` are what the form holds.

    Days are kept as days from the first one, so that a template knows hours and no dates.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="templates")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    shifts = models.JSONField(default=list)
    briefing = models.TextField(max_length=4000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_template_a_name")]

    def __str__(self) -> str:
        return self.name


class Series(Model):
    """An activity that comes back: on these weekdays (Monday is 0), every so many weeks, until a day. Each of its activities may differ."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="series")
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    every = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    until = models.DateField()
    stopped_at = models.DateTimeField(null=True)
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "series"
        constraints = [models.CheckConstraint(name="a_series_has_days", condition=models.Q(until__gte=models.F("starts_on"), every__gte=1))]

    def __str__(self) -> str:
        return f"{self.starts_on} / {self.every}"


class ApprovalRule(Model):
    """How many levels must agree to activities of a unit and those under it: of a kind ("" is any), and for what reason.

    The rule of the nearest unit wins; among its rules the one that asks for most.
    """

    class Case(models.TextChoices):
        ANY = "any", _("every activity")
        MINORS = "minors", _("people under 18 take part")
        FOREIGN = "foreign", _("a foreign partner takes part")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="approval_rules")
    kind = models.CharField(max_length=40, blank=True)
    case = models.CharField(max_length=10, choices=Case, default=Case.ANY)
    levels = models.PositiveSmallIntegerField(default=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "case"], name="one_rule_a_case"),
            models.CheckConstraint(name="none_to_three_levels", condition=models.Q(levels__lte=3)),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.case} {self.levels}"
