"""What a person shows of their own record: on a paper, by a secret link, and by name on a board of honour."""

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from aoxanh.activities.models import Activity
from aoxanh.kit.codes import spaced
from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.recognition.models.certificates import CODE_LENGTH, Certificate


class NameForm(models.TextChoices):
    """How others read a person's name."""

    FULL = "full"
    GIVEN = "given"


class RecordPaper(Model):
    """What a person's record said on the day they made a paper of it, no more than they chose to put in; whoever holds the paper verifies
    its code. The database refuses to change it, save that its contents go.

    `withdrawn_at`: its holder took it back, and the code says so. Once the holder is erased `person` and `contents` are empty: unlike a
    certificate it is nobody's file but theirs, so all that may be kept is that a paper of this code was made on this day.
    """

    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="record_papers")
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    contents = models.JSONField(default=dict)
    request_id = models.UUIDField(unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "made_at"])]

    def __str__(self) -> str:
        return self.code

    @property
    def code_text(self) -> str:
        """The code as it is printed: "KM4T 9QXB 7RTP"."""
        return spaced(self.code)

    @property
    def is_erased(self) -> bool:
        return not self.contents


class Share(Model):
    """What a person lets others see behind a secret link, item by item; nothing until they choose it.

    `key` stands in the address; None while nothing is shared, and a new one makes the old address dead. `name_form` is how the name is
    written here and on boards of honour. `until` is the last day of the link. `views` counts for the owner alone.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="share")
    key = models.CharField(max_length=43, unique=True, null=True)  # noqa: DJ001 # Unique where there is one.
    name_form = models.CharField(max_length=10, choices=NameForm, default=NameForm.FULL)
    shows_total = models.BooleanField(default=False)
    shows_years = models.BooleanField(default=False)
    shows_skills = models.BooleanField(default=False)
    activities = models.ManyToManyField(Activity, blank=True, related_name="+")
    certificates = models.ManyToManyField(Certificate, blank=True, related_name="+")
    until = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person}"


class HonourBoard(Model):
    """A unit's board of honour for a period: who has at least so many checked-in minutes in it and in the units below, and consents.

    Who that is is asked anew each time, so a consent that is taken back takes the name off at once. `asked_at`: those who had not
    consented were asked, which is done once.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="honour_boards")
    during = DateRangeField()
    minutes = models.PositiveIntegerField()
    words = models.CharField(max_length=300, blank=True)
    request_id = models.UUIDField(unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    asked = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "during", "minutes"], condition=Q(closed_at=None), name="one_honour_board_a_threshold"),
            models.CheckConstraint(name="honour_has_a_threshold", condition=Q(minutes__gt=0)),
        ]
        indexes = [models.Index(fields=["unit", "made_at"])]

    def __str__(self) -> str:
        return f"{self.unit}: {self.minutes}"
