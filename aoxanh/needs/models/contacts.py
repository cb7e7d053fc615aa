"""Whom to call about a need, and who may know."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.needs.models.needs import Need
from aoxanh.org.models import Post


class Contact(Model):
    """Whom to call about a need. It stands apart from the need, so that no list of needs ever carries a phone number.

    With a `post`, whoever holds it on the day is meant, and `name` and `phone` serve while it is vacant or its holder has no number.
    """

    class Shown(models.TextChoices):
        NOBODY = "nobody", _("Nobody outside the desk")
        PLACED = "placed", _("Who has a place in an activity for this need")
        SIGNED_IN = "signed_in", _("Everyone who is signed in")
        EVERYONE = "everyone", _("Everyone")

    need = models.OneToOneField(Need, models.CASCADE, related_name="contact")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    shown_to = models.CharField(max_length=10, choices=Shown, default=Shown.PLACED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_contact_is_somebody", condition=models.Q(post__isnull=False) | ~models.Q(name="") & ~models.Q(phone="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.shown_to}"
