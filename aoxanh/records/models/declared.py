"""Work that was never on the portal."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models import Activity
from aoxanh.kit.models import Model
from aoxanh.org.models import Unit


class DeclaredWork(Model):
    """Volunteer work that was never on the portal, declared by its unit: it counts in K2's denominator and shows as declared.

    A mistaken one is withdrawn and declared anew: it stays, and no longer counts from then on. One that was turned into a record leads to
    its `activity`, which counts in its place from `turned_at` on.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="declared_works")
    title = models.CharField(max_length=160)
    ended_on = models.DateField()
    people = models.PositiveIntegerField(default=0)
    note = models.TextField(max_length=1000, blank=True)
    request_id = models.UUIDField(unique=True)
    declared_at = models.DateTimeField(auto_now_add=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, related_name="declared_work")
    turned_at = models.DateTimeField(null=True)
    turned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "ended_on"])]

    def __str__(self) -> str:
        return self.title
