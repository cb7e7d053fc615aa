"""Who did what. The database refuses to change or remove a line."""

from django.conf import settings
from django.db import models

from aoxanh.kit.models import Model


class Line(Model):
    """One act: by whom, for which unit, on what, what was before and after, from where.

    `unit_id` is the unit that the act is about, `acting_for` the one for which `by` was at work. `origin` names the channel and the network
    ("web 203.0.113.0/24"), or "job". Details never hold what would tell of a person: they name the facts that changed.
    """

    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    unit_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    details = models.JSONField(default=dict)
    acting_for = models.UUIDField(null=True)
    origin = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "at"]),
            models.Index(fields=["unit_id", "at"]),
            models.Index(name="lines_about_no_unit", fields=["acting_for", "at"], condition=models.Q(unit_id=None)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type}"
