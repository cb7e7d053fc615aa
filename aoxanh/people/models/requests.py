"""What people ask about their own data, and the clocks that run."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.people.models.person import Person


class DataRequest(Model):
    """A request of the data subject: answered within 2 working days, carried out within 15 days (NĐ 356/2025).

    `answer_due` and `carry_due` are the last days of the two clocks.
    """

    class Kind(models.TextChoices):
        EXPORT = "export", _("A copy of my data")
        CORRECT = "correct", _("Correct my data")
        RESTRICT = "restrict", _("Restrict the use of my data")
        WITHDRAW = "withdraw", _("Withdraw my consent")
        ERASE = "erase", _("Erase my data")

    person = models.ForeignKey(Person, models.CASCADE, related_name="data_requests")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer_due = models.DateField()
    carry_due = models.DateField()
    answered_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    refused = models.BooleanField(default=False)
    outcome = models.CharField(max_length=500, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(name="requests_under_way", fields=["carry_due"], condition=models.Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind}"
