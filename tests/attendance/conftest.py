"""A shift that is running now, and what one does at its door."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance import actions, queries
from aoxanh.attendance.models import CheckIn, CheckOut, Method
from tests.cast import make_activity, make_signup

HOUR = timedelta(hours=1)


def at(text: str, days: int = 0) -> datetime:
    """A clock time in Viet Nam on the day of the shift (today)."""
    hour, minute = map(int, text.split(":"))
    return timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days)


@pytest.fixture
def morning(commune_union, secretary: User) -> Activity:
    """An open activity of today: one shift 07:00–11:00 with 18 places."""
    return make_activity(commune_union, secretary, shifts=[(at("07:00"), at("11:00"), 18)])


@pytest.fixture
def shift(morning: Activity) -> Shift:
    return morning.shifts.get()


@pytest.fixture
def signup(shift: Shift, volunteer: User) -> Signup:
    return make_signup(shift, volunteer)


@pytest.fixture
def arrive(secretary: User) -> Callable[..., CheckIn]:
    """Check a pass in as the phone does, at 07:02 unless told otherwise."""

    def checked(signup: Signup, **facts: Any) -> CheckIn:
        given = {"at": at("07:02"), "scan_id": uuid4(), "method": Method.QR, "by": secretary}
        return actions.check_in(queries.passes().get(pk=signup.pk), **given | facts)

    return checked


@pytest.fixture
def leave(secretary: User) -> Callable[..., CheckOut]:
    """Check a pass out, at 10:58 unless told otherwise."""

    def checked(signup: Signup, **facts: Any) -> CheckOut:
        given = {"at": at("10:58"), "scan_id": uuid4(), "method": Method.QR, "by": secretary}
        return actions.check_out(queries.passes().get(pk=signup.pk), **given | facts)

    return checked
