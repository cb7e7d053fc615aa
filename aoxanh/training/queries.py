"""The catalogue of coordination models."""

from datetime import date

from django.db.models import QuerySet

from aoxanh.kit.dates import holds
from aoxanh.training.models import CoordinationModel


def models_on(on: date) -> QuerySet[CoordinationModel]:
    """Models that are taught on the day, by name."""
    return CoordinationModel.objects.filter(holds(on)).order_by("name", "id")
