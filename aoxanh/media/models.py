"""Uploads that were checked, stripped and resized."""

from django.conf import settings
from django.db import models

from aoxanh.kit.models import Model
from aoxanh.media.encoding import WIDTHS


class Picture(Model):
    """A picture as we keep it: re-encoded, without EXIF and location, at most 1,600 px wide.

    Since `withheld_at` its files are not handed out any more, because somebody in it took their consent back.
    """

    file = models.ImageField(upload_to="pictures/%Y/%m/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withheld_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.alt or str(self.pk)

    @staticmethod
    def sized(name: str, width: int) -> str:
        """The name of a narrower file: "….jpg" → "…-480.jpg"."""
        return f"{name.removesuffix('.jpg')}-{width}.jpg"

    @property
    def widths(self) -> list[int]:
        """The widths in which it is kept, the largest last."""
        return [*(width for width in WIDTHS if width < self.width), self.width]

    def url(self, width: int) -> str:
        """The address of the narrowest file that is at least so wide, else of the widest."""
        fitting = next((kept for kept in self.widths if kept >= width), self.width)
        name = str(self.file.name)
        return self.file.storage.url(name if fitting == self.width else self.sized(name, fitting))

    @property
    def srcset(self) -> str:
        """All its files with their widths, for an `<img>`."""
        return ", ".join(f"{self.url(width)} {width}w" for width in self.widths)
