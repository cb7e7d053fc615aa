"""An activity of yesterday whose results are published, with people who came, and a secretary who signs."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance.models import CheckIn, ServiceHours
from aoxanh.kit.dates import during, today
from aoxanh.kit.public import shelf
from aoxanh.org.models import Post, Unit
from aoxanh.people.models import Appointment
from aoxanh.recognition.actions import issue_for_activity
from aoxanh.recognition.models import Certificate
from aoxanh.records.models import Record
from tests.cast import BEGINNING, count_turn, make_activity, make_signup, noon

type Came = Callable[..., Signup]


def note_hours(signup: Signup, by: User, *, minutes: int = 240, on: date | None = None) -> ServiceHours:
    """An arrival and what it counted."""
    CheckIn.objects.create(signup=signup, scan_id=uuid4(), at=signup.shift.starts_at, method="qr", by=by)
    on = on or timezone.localtime(signup.shift.starts_at).date()
    return count_turn(signup, minutes=minutes, on=on, source="check_out", by=by)


def publish(activity: Activity, by: User) -> Record:
    Activity.objects.filter(pk=activity.pk).update(status=Activity.Status.RECORDED)
    return Record.objects.create(
        activity=activity, outcome="Bếp có mái mới.", people=1, turns=1, minutes=240, published_at=timezone.now(), published_by=by
    )


def appoint(unit: Unit, user: User, title: str = "Bí thư", since: date = BEGINNING, until: date | None = None) -> Appointment:
    post = Post.objects.create(unit=unit, title=title, role="unit_administrator", during=during(BEGINNING))
    return Appointment.objects.create(person=user.person, post=post, during=during(since, until))


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    shelf.clear()
    yield
    shelf.clear()


@pytest.fixture
def signing(commune_union: Unit, secretary: User) -> Appointment:
    return appoint(commune_union, secretary)


@pytest.fixture
def done(commune_union: Unit, secretary: User) -> Activity:
    """Two shifts, the day before yesterday and yesterday; its results are published."""
    start = noon(-2) - timedelta(hours=5)
    shifts = [(start + timedelta(days=n), start + timedelta(days=n, hours=4), 30) for n in (0, 1)]
    activity = make_activity(commune_union, secretary, shifts=shifts)
    publish(activity, secretary)
    return activity


@pytest.fixture
def came(done: Activity, secretary: User) -> Came:
    """Let a user have come to a shift (the first is 0) of the activity."""

    def take(user: User, *, shift: int = 0, minutes: int = 240) -> Signup:
        signup = make_signup(done.shifts.order_by("starts_at")[shift], user)
        if minutes:
            note_hours(signup, secretary, minutes=minutes)
        return signup

    return take


@pytest.fixture
def certificate(done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment) -> Certificate:
    came(volunteer)
    return issue_for_activity(done, by=secretary, issued_on=today())[0]
