"""A proposal of who goes where, as the solver made it and coordinators changed it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Offer, Shift, ShiftRole
from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.people.models import Person


class Proposal(Model):
    """Who could go where in a window, for the units under `unit` (or those of `among`), over what people signed up for already.

    Days are of Viet Nam, both included. `weights` say what counts how much: skill, near, fair, keep (0 to 100). `value` and `bound` are in
    points of the solver; `facts` what it says of itself (components, what was proved, sizes). `progress` is in thousandths. `revision`
    rises by one with every change of a hand: who sends an older one is refused. A solved answer stays until the next one is complete.
    `answer_hours`: how long people have to answer once it is published. `base` is the proposal it goes on from.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Not solved yet")
        QUEUED = "queued", _("Waits for its turn")
        SOLVING = "solving", _("Being solved")
        READY = "ready", _("Ready")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Not solved")
        PUBLISHED = "published", _("Sent")

    RUNNING = (Status.QUEUED, Status.SOLVING)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposals")
    among = models.ManyToManyField(Unit, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    weights = models.JSONField(default=dict)
    reach_km = models.PositiveSmallIntegerField(default=25)
    most_a_day = models.PositiveSmallIntegerField(default=8)
    most_a_week = models.PositiveSmallIntegerField(default=24)
    base = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    progress = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    value = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    queued_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    process_id = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)
    answer_hours = models.PositiveSmallIntegerField(default=24)
    request_id = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="proposal_ends_after_it_starts", condition=models.Q(ends_on__gte=models.F("starts_on"))),
        ]
        indexes = [models.Index(fields=["unit", "-created_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.status in self.RUNNING


class Assignment(models.Model):
    """A person proposed for a shift (and a role in it). `why` sums to `points`: a list of [code, points, facts].

    `pinned`: stays when it is solved again. `by_hand`: a coordinator put them there. `else_shift` is where they would have gone, for
    `else_points`. `offer` is what was sent once the proposal was published; the answer stands there. `not_sent` says why nothing was.
    """

    id = models.BigAutoField(primary_key=True)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="assignments")
    role = models.ForeignKey(ShiftRole, models.CASCADE, null=True, related_name="assignments")
    points = models.IntegerField(default=0)
    why = models.JSONField(default=list)
    else_shift = models.ForeignKey(Shift, models.SET_NULL, null=True, related_name="+")
    else_points = models.IntegerField(null=True)
    pinned = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    offer = models.OneToOneField(Offer, models.SET_NULL, null=True, related_name="assignment")
    not_sent = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person", "shift"], name="once_a_shift_in_a_proposal")]
        indexes = [models.Index(fields=["proposal", "shift"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.shift}"


class Interim(models.Model):
    """What a run has found so far: a row a person in a finished part, which becomes an `Assignment` once the run is complete or is stopped.

    A row without a person says that the shift was decided. Of part −1 are people who must leave a shift of the last answer: they may no
    longer be there.
    """

    id = models.BigAutoField(primary_key=True)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="interims")
    part = models.IntegerField()
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="+")
    role = models.ForeignKey(ShiftRole, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    points = models.IntegerField(default=0)
    why = models.JSONField(default=list)
    else_shift = models.ForeignKey(Shift, models.CASCADE, null=True, related_name="+")
    else_points = models.IntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["proposal", "part"])]

    def __str__(self) -> str:
        return f"{self.proposal} {self.part}: {self.person}"


class Ban(models.Model):
    """That a person does not go to a shift in this proposal, as a coordinator said."""

    id = models.BigAutoField(primary_key=True)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="bans")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person", "shift"], name="one_ban_a_shift")]

    def __str__(self) -> str:
        return f"{self.person}: {self.shift}"


class Shortfall(models.Model):
    """A shift (or a role of it) that stays short: by how many, and why: a list of [code, count, facts], the weightiest first."""

    id = models.BigAutoField(primary_key=True)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="shortfalls")
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="+")
    role = models.ForeignKey(ShiftRole, models.CASCADE, null=True, related_name="+")
    missing = models.PositiveIntegerField()
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "shift", "role"], name="one_shortfall_a_place", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.shift}: {self.missing}"


class Move(models.Model):
    """What a hand changed in a proposal, in the order of revisions: moved, added, taken out, pinned, unpinned, forbidden, allowed.

    `facts` keep what the place was like before, so that taking the move back, which is a move that `undoes` it, gives it back as it was.
    """

    class Kind(models.TextChoices):
        MOVED = "moved"
        ADDED = "added"
        REMOVED = "removed"
        PINNED = "pinned"
        UNPINNED = "unpinned"
        FORBIDDEN = "forbidden"
        ALLOWED = "allowed"

    id = models.BigAutoField(primary_key=True)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="moves")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    before = models.ForeignKey(Shift, models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey(Shift, models.SET_NULL, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, related_name="undone_by")
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "revision"], name="one_move_a_revision")]

    def __str__(self) -> str:
        return f"{self.proposal} {self.revision}: {self.kind}"
