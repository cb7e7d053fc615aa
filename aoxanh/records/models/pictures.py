"""Pictures of a report, and who can be recognised in them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.media.models import Picture
from aoxanh.people.models import Person
from aoxanh.records.models.records import Record


class RecordPicture(Model):
    """A picture in a report, in order. `consented`: the people shown agreed, as the organiser says.

    `children` is the answer to whether a child under 16 can be recognised; children whom the portal knows are `faces`, `others_agreed`
    says who agreed for those whom it does not. `told_at`: the unit heard that a consent was taken back.
    """

    class Children(models.TextChoices):
        NO = "no", _("No")
        YES = "yes", _("Yes")

    record = models.ForeignKey(Record, models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200)
    consented = models.BooleanField(default=False)
    children = models.CharField(max_length=3, choices=Children, blank=True)
    others_agreed = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.caption


class Face(Model):
    """That somebody who came can be recognised in a picture. Whether it may be shown is asked of their consents each time it is."""

    shown = models.ForeignKey(RecordPicture, models.CASCADE, related_name="faces")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_face_a_picture", fields=["shown", "person"])]

    def __str__(self) -> str:
        return f"{self.shown}: {self.person}"
