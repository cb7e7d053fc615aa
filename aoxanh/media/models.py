"""Uploads that were checked, stripped and resized."""

from django.conf import settings
from django.db import models

from aoxanh.kit.models import Model


class Picture(Model):
    """A picture as we keep it: re-encoded, without EXIF and location, at most 1,600 px wide."""

    file = models.ImageField(upload_to="pictures/%Y/%m/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.alt or str(self.pk)
