from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from aoxanh.activities.models import Signup
from aoxanh.attendance.models import ServiceHours, Source
from tests.cast import count_turn

pytestmark = pytest.mark.django_db


def entry(signup: Signup, source: str) -> ServiceHours:
    return count_turn(signup, minutes=240, on=date(2026, 11, 21), source=source)


def test_a_turn_counts_once(signup: Signup):
    entry(signup, Source.CHECK_OUT)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry(signup, Source.SHIFT_END)


def test_hours_cannot_be_edited(signup: Signup):
    entry(signup, Source.CHECK_OUT)
    with pytest.raises(DatabaseError, match="added, never edited"), transaction.atomic():
        ServiceHours.objects.update(minutes=600)


def test_hours_cannot_be_removed(signup: Signup):
    entry(signup, Source.CHECK_OUT)
    with pytest.raises(DatabaseError, match="added, never edited"), transaction.atomic():
        ServiceHours.objects.all().delete()
