"""The base of every row."""

from django.db import models
from uuid_utils.compat import uuid7


class Model(models.Model):
    """A row with a time-ordered key made in Python, so that a device or a test may make it before the database sees it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
