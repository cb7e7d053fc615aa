"""Shifts that lack people while there is still time to act."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift
from aoxanh.attendance.models import CheckIn
from aoxanh.attendance.queries.lacking import lacking_now
from aoxanh.org.models import Unit
from tests.cast import make_activity, make_signup

MINUTE = timedelta(minutes=1)


def shift_at(unit: Unit, by: User, minutes: int, places: int = 3, **facts: object) -> Shift:
    start = timezone.now() + minutes * MINUTE
    return make_activity(unit, by, shifts=[(start, start + timedelta(hours=4), places)], **facts).shifts.get()


def test_before_it_begins_those_signed_up_count_and_then_those_who_came(commune_union: Unit, secretary: User, volunteer: User) -> None:
    soon, running = shift_at(commune_union, secretary, 60), shift_at(commune_union, secretary, -30)
    make_signup(soon, volunteer)
    make_signup(running, volunteer)
    CheckIn.objects.create(signup=make_signup(running, secretary), scan_id=uuid4(), at=timezone.now(), method="qr")
    found = lacking_now([commune_union.pk])
    assert [(shift.pk, shift.lacking) for shift in found] == [(running.pk, 2), (soon.pk, 2)]


def test_what_is_full_far_off_nearly_over_cancelled_or_of_others_does_not_count(
    commune_union: Unit, neighbour_union: Unit, secretary: User, volunteer: User
) -> None:
    make_signup(shift_at(commune_union, secretary, 60, places=1), volunteer)
    shift_at(commune_union, secretary, 180)
    shift_at(commune_union, secretary, -215)
    shift_at(commune_union, secretary, 60, status=Activity.Status.CANCELLED)
    shift_at(neighbour_union, secretary, 60)
    assert list(lacking_now([commune_union.pk])) == []
