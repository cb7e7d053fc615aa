"""The waiting list, and places offered to somebody for a time."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models.shifts import Shift, ShiftRole
from aoxanh.activities.models.signups import Signup
from aoxanh.kit.models import Model
from aoxanh.people.models import Person


class Waiting(Model):
    """A person on the waiting list of a shift. `number` is the order in which they got the lock of its list; the lowest open one is next.

    Only the system offers a place, to who is next; every change is a `WaitingStep` that the person sees.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        OFFERED = "offered"
        TAKEN = "taken"
        LEFT = "left"
        LAPSED = "lapsed"
        ENDED = "ended"

    OPEN = (Status.WAITING, Status.OFFERED)

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="waitings")
    role = models.ForeignKey(ShiftRole, models.PROTECT, null=True, blank=True, related_name="waitings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="waitings")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    signup = models.OneToOneField(Signup, models.PROTECT, null=True, related_name="waiting")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "person"], condition=models.Q(status__in=["waiting", "offered"]), name="waits_once_a_shift"
            ),
            models.UniqueConstraint(fields=["shift", "number"], name="one_number_a_waiting"),
        ]
        indexes = [
            models.Index(fields=["person", "at"]),
            models.Index(fields=["shift", "number"], condition=models.Q(status="waiting"), name="still_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.person}: {self.shift}"


class WaitingStep(models.Model):
    """A change of a place in a waiting list, with its reason: what the log says is the order that held."""

    class What(models.TextChoices):
        JOINED = "joined"
        MOVED_UP = "moved_up"
        PASSED_OVER = "passed_over"
        OFFERED = "offered"
        TAKEN = "taken"
        DECLINED = "declined"
        LAPSED = "lapsed"
        LEFT = "left"
        ENDED = "ended"

    id = models.BigAutoField(primary_key=True)
    waiting = models.ForeignKey(Waiting, models.CASCADE, related_name="steps")
    what = models.CharField(max_length=12, choices=What)
    position = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["waiting", "id"])]

    def __str__(self) -> str:
        return f"{self.waiting}: {self.what}"


class Offer(Model):
    """A place kept for a person until they answer: from the waiting list, a published proposal, or an organiser who asks.

    While `answer` is empty and `holds`, the place counts in `Shift.held` (and `ShiftRole.held`). `proposal_id` names the proposal of
    `matching` from which it came. `reason` is what who declines says, or why it was withdrawn.
    """

    class Source(models.TextChoices):
        WAITING = "waiting"
        PROPOSAL = "proposal"
        ORGANISER = "organiser"

    class Answer(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        LAPSED = "lapsed"
        WITHDRAWN = "withdrawn"

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="offers")
    role = models.ForeignKey(ShiftRole, models.PROTECT, null=True, blank=True, related_name="offers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="offers")
    source = models.CharField(max_length=10, choices=Source)
    waiting = models.ForeignKey(Waiting, models.PROTECT, null=True, blank=True, related_name="offers")
    proposal_id = models.UUIDField(null=True, blank=True)
    holds = models.BooleanField(default=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    signup = models.OneToOneField(Signup, models.PROTECT, null=True, related_name="offer")
    request_id = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shift", "person"], condition=models.Q(answer=""), name="one_open_offer_a_shift"),
        ]
        indexes = [
            models.Index(fields=["until"], condition=models.Q(answer=""), name="offers_running_out"),
            models.Index(fields=["person", "sent_at"]),
            models.Index(fields=["proposal_id"], condition=models.Q(proposal_id__isnull=False), name="offers_of_proposals"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.shift}"
