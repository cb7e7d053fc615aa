"""What a person agreed to, and what is only kept because they did."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.people.models.person import Person


class Consent(Model):
    """That a person agreed to a use of their data: to which text, when, through what; `withdrawn_at` ends it, the row stays.

    `by` is the account that gave it: the person's own, or under 16 the guardian's; None where a paper says so. SHARING is asked of
    guardians only: who is older shares by choosing what.
    """

    class Purpose(models.TextChoices):
        VOLUNTEERING = "volunteering", _("Taking part in volunteering")
        MESSAGES = "messages", _("News about activities")
        PICTURES = "pictures", _("Pictures of me in reports")
        HONOUR = "honour", _("My name on honour boards")
        PORTRAIT = "portrait", _("My photo at check-in")
        LOCATION = "location", _("My position when I check in")
        SENSITIVE = "sensitive", _("Ethnicity, religion, health")
        SHARING = "sharing", _("My record behind a link")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=30, choices=Purpose)
    version = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)
    channel = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_standing_consent_a_giver",
                fields=["person", "purpose", "version", "by"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.purpose} {self.version}"


class SensitiveFact(Model):
    """A sensitive fact about a person (Luật 91/2025/QH15), kept under a consent of its own; every reading is audited."""

    class Kind(models.TextChoices):
        ETHNICITY = "ethnicity", _("Ethnicity")
        RELIGION = "religion", _("Religion")
        HEALTH = "health", _("What helpers should know about health")

    person = models.ForeignKey(Person, models.CASCADE, related_name="sensitive_facts")
    kind = models.CharField(max_length=12, choices=Kind)
    value = models.CharField(max_length=200)
    consent = models.ForeignKey(Consent, models.CASCADE, related_name="facts")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_fact_of_a_kind", fields=["person", "kind"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind}"
