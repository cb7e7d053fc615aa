"""Shifts that run now, with the passes of those who come."""

from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.passes import pass_text
from aoxanh.attendance.models import CheckIn, Method
from aoxanh.kit.codes import short_code
from aoxanh.people.models import Person
from tests.cast import grant, make_activity, make_area, make_unit, make_user

PAST = 5000
NAMES = ("Vi Thị Hạnh", "Lê Quốc Bảo", "Nông Văn Dũng", "Hứa Thị Hà", "Bế Minh Đức")


def doors(shifts: int, passes: int, officers: int) -> tuple[list[tuple[str, str]], list[User]]:
    """(address, text of a pass) for every pass, the shifts in turn, and the officers who may take them."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.77, 106.73)
    area = make_area("06505", "Xã Vạn Linh", "Xã", 21.64, 106.48, province)
    unit = make_unit("commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", area)
    users = [make_user(f"canbo{number}@vanlinh.example", "Đinh Thùy Dương", area=area) for number in range(officers)]
    for user in users:
        grant(user, "unit_administrator", unit)
    now = timezone.now()
    hours = [(now - timedelta(hours=1), now + timedelta(hours=3), passes)] * 2
    activities = [make_activity(unit, users[0], shifts=hours) for _ in range(shifts // 2)]
    doors = [scans_of(shift, passes) for activity in activities for shift in activity.shifts.all()]
    history(make_activity(unit, users[0], shifts=[(now - timedelta(days=7), now - timedelta(days=6), PAST)]).shifts.get(), users[0])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [scan for turn in zip(*doors, strict=True) for scan in turn], users


def history(shift: Shift, by: User) -> None:
    """Arrivals of last week, so that the planner knows a table that is not empty."""
    scans_of(shift, PAST)
    seen = Signup.objects.filter(shift=shift)
    CheckIn.objects.bulk_create([CheckIn(signup=signup, scan_id=uuid4(), at=shift.starts_at, method=Method.QR, by=by) for signup in seen])


def scans_of(shift: Shift, passes: int) -> list[tuple[str, str]]:
    people = [Person(full_name=NAMES[number % len(NAMES)]) for number in range(passes)]
    for person in people:
        person.key_name()
    Person.objects.bulk_create(people)
    signups = [Signup(shift=shift, person=person, code=short_code(8), request_id=uuid4()) for person in people]
    Signup.objects.bulk_create(signups)
    Shift.objects.filter(pk=shift.pk).update(taken=passes)
    address = reverse("attendance:check_in", args=[shift.pk])
    return [(address, pass_text(signup)) for signup in signups]


def statements(scan: tuple[str, str], officer: User) -> int:
    """How many SQL statements one check-in takes, with session and user."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(officer)
    address, text = scan
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address, {"scan_id": str(uuid4()), "pass_text": text}, content_type="application/json")
    assert answer.json()["kind"] == "ok", answer.json()
    return len(captured)
