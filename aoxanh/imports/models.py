"""A list that somebody brought, row by row: what it says, what it would change, and what it changed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aoxanh.kit.models import Model

UNDO_DAYS = 7


class Verdict(models.TextChoices):
    """What a row would do."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same")
    DUPLICATE = "duplicate", _("Duplicate")
    WRONG = "wrong", _("Wrong")
    SKIPPED = "skipped", _("Left out")


TO_SEE = (Verdict.WRONG, Verdict.DUPLICATE)
TO_WRITE = (Verdict.NEW, Verdict.CHANGED)


class Import(Model):
    """One file on its way in: read, looked at, written in the background, and for seven days taken back.

    `kind` is a code of `imports.registry`; `subject_id` what in the unit the list is about, where its kind is about one thing: a shift.
    `facts` say what was understood and put right: sheet, columns with their letters, old encoding, heading storeys, counts of notes,
    headings that were not read. `counts` has the rows that are not written, by verdict, and those that are as `written_new` and
    `written_changed`. `done` of `whole` is how far the present job is.
    """

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        READY = "ready", _("To look at")
        WRITING = "writing", _("Being written")
        WRITTEN = "written", pgettext_lazy("import", "Written")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")
        REFUSED = "refused", _("Could not be read")
        DROPPED = "dropped", _("Dropped")

    kind = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=100, blank=True)
    unit_id = models.UUIDField()
    subject_id = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    request_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    facts = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    refusal = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    written_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit_id", "-at"]), models.Index(fields=["by", "-at"])]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.READING, self.State.WRITING, self.State.UNDOING}

    @property
    def is_open(self) -> bool:
        """Whether rows may still be put right and written: also after the good ones were."""
        return self.state in {self.State.READY, self.State.WRITTEN}

    @property
    def to_see(self) -> int:
        return sum(self.counts.get(verdict, 0) for verdict in TO_SEE)

    @property
    def to_write(self) -> int:
        return sum(self.counts.get(verdict, 0) for verdict in TO_WRITE)

    @property
    def written(self) -> int:
        return self.counts.get("written_new", 0) + self.counts.get("written_changed", 0)

    @property
    def rows_read(self) -> int:
        return sum(self.counts.values())

    @property
    def undo_until(self) -> datetime | None:
        return self.written_at + timedelta(days=UNDO_DAYS) if self.written_at else None

    @property
    def can_be_undone(self) -> bool:
        return self.state == self.State.WRITTEN and bool(self.undo_until and timezone.now() < self.undo_until)


class Source(Model):
    """The file itself, until its rows are written or forgotten."""

    batch = models.OneToOneField(Import, models.CASCADE, related_name="source")
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.batch}"


class Row(Model):
    """A row of the list. `number` is its row in the file, counted from 1 as Excel does; the dictionaries go by column code.

    `cells` are the texts of the file, `clean` what they mean, `notes` what was put right, `faults` what is wrong (code, text, offers),
    `before` what stands in the database where the row differs. `keys` identify whom or what the row is about, to find it twice in a file.
    `choice` is what a person decided ("same" with `chosen`, "other", "skip"). `undo` is what the kind needs to take the row back, `stays`
    why it was not.
    """

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    clean = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    faults = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    keys = ArrayField(models.TextField(), default=list)
    verdict = models.CharField(max_length=10, choices=Verdict)
    target = models.UUIDField(null=True)
    choice = models.CharField(max_length=10, blank=True)
    chosen = models.UUIDField(null=True)
    is_written = models.BooleanField(default=False)
    undo = models.JSONField(null=True)
    stays = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_row_per_number", fields=["batch", "number"])]
        indexes = [models.Index(fields=["batch", "verdict", "number"])]

    def __str__(self) -> str:
        return f"{self.batch}: {self.number}"

    @property
    def needs_a_look(self) -> bool:
        return self.verdict in TO_SEE
