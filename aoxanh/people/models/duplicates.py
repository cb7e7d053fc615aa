"""Records that may be one human being, and what became of the question."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.people.models.person import Person


class DuplicatePair(Model):
    """Two records that look like one person; `left` has the lower id. `reasons` are codes of what agrees, `score` is 0 to 100."""

    class Verdict(models.TextChoices):
        OPEN = "open", _("Open")
        APART = "apart", _("Two people")
        MERGED = "merged", _("Merged")

    left = models.ForeignKey(Person, models.CASCADE, related_name="+")
    right = models.ForeignKey(Person, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=30))
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_row_per_pair", fields=["left", "right"]),
            models.CheckConstraint(name="lower_id_left", condition=Q(left__lt=F("right"))),
        ]
        indexes = [models.Index(name="open_pairs", fields=["-score", "id"], condition=Q(verdict="open"))]

    def __str__(self) -> str:
        return f"{self.left} ~ {self.right}"


class Merge(Model):
    """That `gone` was taken up into `kept`; undone, both stand again. `facts` are what `kept` was before, by field."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="merged_once_at_a_time", fields=["gone"], condition=Q(undone_at=None))]

    def __str__(self) -> str:
        return f"{self.gone} into {self.kept}"


class MergeMove(Model):
    """A row that changed hands in a merge: of which table, and what it was before, so that it can go back."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moves")
    table = models.CharField(max_length=60)
    row_id = models.CharField(max_length=40)
    before = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["merge", "table"])]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"
