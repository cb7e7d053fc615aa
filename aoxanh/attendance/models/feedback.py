"""What is said after an activity: thanks to those who came, and what they thought of it."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from aoxanh.activities.models import Activity, Signup
from aoxanh.kit.models import Model


class Thanks(Model):
    """That those who came were thanked and asked; once an activity. `heeded_at`: somebody read that not all felt safe, and wrote what was
    done about it (`heeded`)."""

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="thanks")
    words = models.TextField(max_length=1000, blank=True)
    people = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    heeded = models.CharField(max_length=500, blank=True)
    heeded_at = models.DateTimeField(null=True)
    heeded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "thanks"

    def __str__(self) -> str:
        return str(self.activity)


class FeedbackTicket(Model):
    """That a person may say once what they thought. It knows that it was used, not for which answer."""

    signup = models.OneToOneField(Signup, models.PROTECT, related_name="feedback_ticket")
    key = models.CharField(max_length=43, unique=True)
    was_used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.signup)


class Feedback(Model):
    """What somebody thought of an activity, without a name and without a time, so that its key tells none either: whether it was safe, of
    use, and whether they would come again. `is_hidden`: the organiser took the words off the page, because they name somebody."""

    class Opinion(models.TextChoices):
        YES = "yes"
        PARTLY = "partly"
        NO = "no"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="feedback")
    safe = models.CharField(max_length=10, choices=Opinion)
    useful = models.CharField(max_length=10, choices=Opinion)
    again = models.CharField(max_length=10, choices=Opinion)
    words = models.TextField(max_length=1000, blank=True)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"{self.activity}: {self.safe} {self.useful} {self.again}"
