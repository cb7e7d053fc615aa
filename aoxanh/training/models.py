"""What is taught. Here first the catalogue of coordination models that activities apply."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from aoxanh.kit.models import Model


class CoordinationModel(Model):
    """A way of managing and coordinating volunteers that is taught and replicated."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    english_name = models.CharField(max_length=120)
    summary = models.TextField(max_length=600)
    during = DateRangeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
