"""Who has a place, alone or with a group, and children who wish for one."""

from django.conf import settings
from django.db import models

from aoxanh.activities.models.shifts import Shift, ShiftRole
from aoxanh.activities.models.teams import Team
from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.people.models import Person


class Party(Model):
    """A group that signed up together: who leads it, for which team or unit. Each of its people has a sign-up of their own."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="parties")
    name = models.CharField(max_length=120)
    leader = models.ForeignKey(Person, models.PROTECT, related_name="parties")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="parties")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name


class Signup(Model):
    """A person's place in a shift, with the code of the pass. `outcome` is written by attendance.

    `was_late`: given back after the deadline, with a word of `why`. `excused_at`: the organiser says that the absence, or the late return,
    had a good reason.
    After a postponement the holder is asked (`asked_at`) and has until `answer_until`; `answered_at` says that they still come.
    """

    class Status(models.TextChoices):
        CONFIRMED = "confirmed"
        CANCELLED = "cancelled"

    class Outcome(models.TextChoices):
        CAME = "came"
        ABSENT = "absent"

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="signups")
    person = models.ForeignKey(Person, models.PROTECT, related_name="signups")
    role = models.ForeignKey(ShiftRole, models.PROTECT, null=True, blank=True, related_name="signups")
    party = models.ForeignKey("activities.Party", models.PROTECT, null=True, blank=True, related_name="signups")
    status = models.CharField(max_length=10, choices=Status, default=Status.CONFIRMED)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    code = models.CharField(max_length=8, unique=True)
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    was_late = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True)
    excused_at = models.DateTimeField(null=True)
    excused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    answer_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shift", "person"], condition=models.Q(status="confirmed"), name="one_place_a_person"),
        ]
        indexes = [models.Index(fields=["person", "at"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.shift}"


class ReplacedPass(Model):
    """A code that a sign-up had before its pass was given anew; whoever shows it is told so. `by` None: by the link of a guest."""

    signup = models.ForeignKey(Signup, models.CASCADE, related_name="replaced_passes")
    code = models.CharField(max_length=8, unique=True)
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "replaced passes"

    def __str__(self) -> str:
        return self.code


class Wish(Model):
    """That a child wants a place as soon as a guardian consents. It takes no place: nothing takes place before the consent.

    `request_id` becomes that of the sign-up. `settled_at` ends it: with a place, given up, or in vain; then `why` is the refusal's code.
    """

    GIVEN_UP = "given_up"

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="wishes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="wishes")
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    signup = models.OneToOneField(Signup, models.PROTECT, null=True, related_name="wish")
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(fields=["shift", "person"], condition=models.Q(settled_at=None), name="one_wish_a_shift"),
        ]
        indexes = [models.Index(fields=["person"], condition=models.Q(settled_at=None), name="open_wishes")]

    def __str__(self) -> str:
        return f"{self.person}: {self.shift}"


class Swap(Model):
    """That the holder of a place would rather have one in another shift, which is full. Nobody loses a place by asking.

    Settled with `signup` when a circle of such wishes closed and all went round at once; without it where it was dropped, or could not be
    any more: then `why` is the code.
    """

    GIVEN_UP = "given_up"

    have = models.ForeignKey(Signup, models.PROTECT, related_name="swaps")
    wanted = models.ForeignKey(Shift, models.PROTECT, related_name="swaps")
    person = models.ForeignKey(Person, models.PROTECT, related_name="swaps")
    request_id = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    signup = models.OneToOneField(Signup, models.PROTECT, null=True, related_name="swapped_from")
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["have", "wanted"], condition=models.Q(settled_at=None), name="one_swap_a_wanted_shift"),
        ]
        indexes = [
            models.Index(fields=["wanted", "at"], condition=models.Q(settled_at=None), name="open_swaps"),
            models.Index(fields=["person", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.have} > {self.wanted}"


class CalendarKey(Model):
    """The secret in the address of a person's calendar, to which calendar programs subscribe. Renewed, the old address is dead."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_key")
    key = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.person}"
