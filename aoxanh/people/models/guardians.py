"""Who consents for a child."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.people.models.person import Person


class Guardianship(Model):
    """A legal representative of a child: invited by link, identity noted, consent given and perhaps withdrawn.

    `invitation` is the digest of the link's token; the link works until it is answered or `invited_until` passes. `user` is the guardian's
    account once they answered; without one a paper was signed, which `seen_by` saw. `identity_note` says how the guardian showed who they
    are, never a number of a card. A row is answered once: who agrees again after a withdrawal has a new row.
    """

    class Relation(models.TextChoices):
        MOTHER = "mother", _("Mother")
        FATHER = "father", _("Father")
        OTHER = "other", _("Another legal representative")

    child = models.ForeignKey(Person, models.CASCADE, related_name="guardianships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="guardianships")
    full_name = models.CharField(max_length=120)
    relation = models.CharField(max_length=10, choices=Relation)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    invitation = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(auto_now_add=True)
    invited_until = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    identity_note = models.CharField(max_length=200, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    version = models.CharField(max_length=20, blank=True)
    consented_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_way_to_reach_the_guardian", condition=~Q(phone="") | ~Q(email="")),
            models.CheckConstraint(
                name="consent_has_a_giver_or_a_witness",
                condition=Q(consented_at=None) | Q(user__isnull=False) | Q(seen_by__isnull=False),
            ),
            models.CheckConstraint(name="answered_once", condition=Q(consented_at=None) | Q(declined_at=None)),
            models.CheckConstraint(name="withdrawn_after_consent", condition=Q(withdrawn_at=None) | Q(consented_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} for {self.child}"
