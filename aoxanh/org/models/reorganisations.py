"""An event that ends units and begins others: its decision, its steps, and what each step did."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model


class Reorganisation(Model):
    """One event with a day from which it holds and the document that decided it.

    Decided, its dated rows are written at once, for the day; what has no dates (running activities, needs, today's names) changes when
    the day comes. Until then it can be undone; afterwards a later event reverses it. `root_id` is the unit under which all of it lies.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        DECIDED = "decided", _("Decided, not yet in effect")
        IN_EFFECT = "in_effect", _("In effect")
        UNDONE = "undone", _("Undone")

    title = models.CharField(max_length=200)
    on = models.DateField()
    decision_number = models.CharField(max_length=80, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    decision_issuer = models.CharField(max_length=160, blank=True)
    document = models.FileField(upload_to="reorganisations/", blank=True)
    root_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="reversals")
    request_id = models.UUIDField(unique=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    effect_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["on"])]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One step of the plan of an event, in order.

    found: the unit `subject_id` with `facts` (kind, code, slug, name, …, area_id) under `target_id`, if any.
    rename: `subject_id` gets `facts` (names, area_id). move: `subject_id` stands under `target_id`, or alone.
    succeed: `target_id` takes up `subject_id`, in `share`. end: `subject_id` ends, and with no successor is dissolved.
    Units are plain ids: one that is to be founded has no row yet.
    """

    class Verb(models.TextChoices):
        FOUND = "found", _("Found")
        RENAME = "rename", _("Rename")
        MOVE = "move", _("Move")
        SUCCEED = "succeed", _("Take up")
        END = "end", _("End")

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Reorganisation, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=10, choices=Verb)
    subject_id = models.UUIDField()
    target_id = models.UUIDField(null=True)
    share = models.CharField(max_length=20, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["event", "verb"]), models.Index(fields=["subject_id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_id}"


class Change(models.Model):
    """A row that an event opened, or changed and how it was before: what an undo needs. `label` is the model's."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        CHANGED = "changed"

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Reorganisation, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(max_length=60)
    row_id = models.UUIDField()
    before = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["event", "label"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"
