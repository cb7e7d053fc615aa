"""An activity of yesterday that two of three people came to, and pictures of it."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance import actions as attendance
from aoxanh.attendance import queries
from aoxanh.needs.models import Need
from tests.cast import make_activity, make_signup, make_user, noon


def photo(name: str = "anh.jpg", colour: str = "green") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def attend(signup: Signup, by: User) -> None:
    """Came on time; nobody checked them out."""
    attendance.check_in(queries.passes().get(pk=signup.pk), at=signup.shift.starts_at, scan_id=uuid4(), by=by)


@pytest.fixture
def yesterday(commune_union, secretary: User, need: Need) -> Activity:
    """Over, with one shift of four hours and 18 places."""
    return make_activity(commune_union, secretary, need=need, shifts=[(noon(-1), noon(-1) + timedelta(hours=4), 18)])


@pytest.fixture
def attended(yesterday: Activity, secretary: User, volunteer: User, other_volunteer: User) -> Activity:
    """Two came, one did not."""
    shift = yesterday.shifts.get()
    for user in (volunteer, other_volunteer):
        attend(make_signup(shift, user), secretary)
    make_signup(shift, make_user("vang@tinhnguyen.example", "Lộc Văn Vắng"))
    return yesterday


@pytest.fixture
def many(commune_union, secretary: User, volunteer: User) -> Callable[[int], None]:
    """So many more activities of two days ago, each with one who came."""

    def make(number: int) -> None:
        for _ in range(number):
            activity = make_activity(commune_union, secretary, shifts=[(noon(-2), noon(-2) + timedelta(hours=4), 5)])
            attend(make_signup(activity.shifts.get(), volunteer), secretary)

    return make
