"""The standing cast: the people and units that tests are about, and ways to make more of what they work with."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from aoxanh.access.acting import Acting
from aoxanh.access.models import Grant, Scope
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.models import ServiceHours
from aoxanh.kit.codes import short_code
from aoxanh.kit.dates import during, today
from aoxanh.kit.vietnamese import search_key
from aoxanh.needs.models import Need
from aoxanh.org.models import Parentage, Unit
from aoxanh.people.models import Guardianship, Person
from aoxanh.places.actions import put_spots
from aoxanh.places.models import Area, Layer

REORGANISED = date(2025, 7, 1)
BEGINNING = date(2020, 1, 1)


def make_area(code: str, name: str, kind: str, latitude: float, longitude: float, parent: Area | None = None) -> Area:
    short = name.removeprefix(f"{kind} ")
    return Area.objects.create(
        level="commune" if parent else "province",
        code=code,
        name=name,
        kind=kind,
        short_name=short,
        search_key=search_key(name),
        slug=search_key(short).replace(" ", "-"),
        latitude=latitude,
        longitude=longitude,
        parent=parent,
        during=during(REORGANISED),
    )


def make_unit(kind: str, code: str, name: str, abbreviation: str, area: Area, parent: Unit | None = None) -> Unit:
    unit = Unit.objects.create(
        kind=kind,
        code=code,
        slug=search_key(name).replace(" ", "-"),
        name=name,
        short_name=name,
        abbreviation=abbreviation,
        search_key=search_key(name),
        area=area,
        during=during(BEGINNING),
    )
    if parent:
        Parentage.objects.create(child=unit, parent=parent, during=during(BEGINNING))
    return unit


def make_user(email: str, name: str, birth_date: date | None = date(2000, 3, 8), area: Area | None = None) -> User:
    user = User.objects.create_user(email)
    Person.objects.create(user=user, full_name=name, birth_date=birth_date, email=email, area=area)
    return user


def grant(user: User, role: str, unit: Unit, scope: Scope = Scope.UNIT) -> Grant:
    return Grant.objects.create(user=user, role=role, unit=unit, scope=scope, during=during(BEGINNING))


def acting_of(user: User, **session: str) -> Acting:
    """For which unit the user acts whose session holds this."""
    return Acting(user, session)


def noon(days: int = 0) -> datetime:
    """Twelve o'clock in Viet Nam, so many days from today."""
    return timezone.make_aware(datetime.combine(today() + timedelta(days=days), datetime.min.time())) + timedelta(hours=12)


@pytest.fixture
def ground(request: pytest.FixtureRequest) -> None:
    """The database under the cast: rolled back after the test, or, where a server of its own shows it, really written."""
    is_served = {"committed_db", "site", "working_site"} & set(request.fixturenames)
    request.getfixturevalue("committed_db" if is_served else "db")


@pytest.fixture
def province(ground: None) -> Area:
    return make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.7736, 106.728)


@pytest.fixture
def van_linh(province: Area) -> Area:
    return make_area("06505", "Xã Vạn Linh", "Xã", 21.6405, 106.485, province)


@pytest.fixture
def quan_son(province: Area) -> Area:
    return make_area("06517", "Xã Quan Sơn", "Xã", 21.6123, 106.727, province)


@pytest.fixture
def provincial_union(province: Area) -> Unit:
    return make_unit("provincial_union", "TD-20", "Tỉnh đoàn Lạng Sơn", "TĐTN", province)


@pytest.fixture
def commune_union(provincial_union: Unit, van_linh: Area) -> Unit:
    return make_unit("commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", van_linh, provincial_union)


@pytest.fixture
def neighbour_union(provincial_union: Unit, quan_son: Area) -> Unit:
    return make_unit("commune_union", "DX-06517", "Đoàn xã Quan Sơn", "ĐTN-QS", quan_son, provincial_union)


@pytest.fixture
def secretary(commune_union: Unit) -> User:
    """The commune secretary: administers Đoàn xã Vạn Linh."""
    user = make_user("bithu@vanlinh.example", "Đinh Thùy Dương", area=commune_union.area)
    grant(user, "unit_administrator", commune_union)
    return user


@pytest.fixture
def focal_point(commune_union: Unit) -> User:
    """The *đầu mối* of Vạn Linh, who only publishes needs."""
    user = make_user("daumoi@vanlinh.example", "Hoàng Thị Lan Anh", area=commune_union.area)
    grant(user, "focal_point", commune_union)
    return user


@pytest.fixture
def coordinator(provincial_union: Unit) -> User:
    """The provincial coordinator, for the whole subtree."""
    user = make_user("dieuphoi@langson.example", "Lâm Quốc Huy")
    grant(user, "coordinator", provincial_union, Scope.SUBTREE)
    return user


@pytest.fixture
def inspector(provincial_union: Unit) -> User:
    user = make_user("thanhtra@langson.example", "Nông Thị Ánh")
    grant(user, "inspector", provincial_union, Scope.SUBTREE)
    return user


@pytest.fixture
def outsider(neighbour_union: Unit) -> User:
    """The secretary of the neighbouring commune: a right of his own, none here."""
    user = make_user("bithu@quanson.example", "Vi Văn Nam")
    grant(user, "unit_administrator", neighbour_union)
    return user


@pytest.fixture
def volunteer(van_linh: Area) -> User:
    return make_user("hanh@tinhnguyen.example", "Vi Thị Hạnh", date(2004, 5, 20), van_linh)


@pytest.fixture
def other_volunteer(van_linh: Area) -> User:
    return make_user("bao@tinhnguyen.example", "Lê Quốc Bảo", date(2003, 1, 2), van_linh)


@pytest.fixture
def pupil(van_linh: Area) -> User:
    """Fifteen years old, no guardian's consent."""
    return make_user("pao@tinhnguyen.example", "Lý Văn Páo", today() - timedelta(days=15 * 365 + 10), van_linh)


def make_consent(child: Person, guardian: User, **facts: Any) -> Guardianship:
    """A guardian's consent that stands."""
    given: dict[str, Any] = {
        "full_name": "Lý Thị Mẩy",
        "relation": "mother",
        "email": guardian.email,
        "invitation": uuid4().hex,
        "invited_until": timezone.now() + timedelta(days=14),
        "consented_at": timezone.now(),
    }
    return Guardianship.objects.create(child=child, user=guardian, **given | facts)


@pytest.fixture
def mother(ground: None) -> User:
    """An account without a person: a guardian needs none. See `make_consent`."""
    return User.objects.create_user("may@giamho.example")


def make_need(unit: Unit, by: User, **facts: Any) -> Need:
    given: dict[str, Any] = {
        "slug": f"bep-an-{short_code().lower()}",
        "title": "Bếp ăn bán trú xuống cấp, 86 học sinh",
        "description": "Mái bếp cũ đã thủng.",
        "kind": "repair",
        "people_wanted": 12,
        "starts_on": today(),
        "ends_on": today() + timedelta(days=14),
        "address": "Điểm trường Vạn Linh",
        "latitude": unit.area.latitude if unit.area else 21.6,
        "longitude": unit.area.longitude if unit.area else 106.5,
        "area": unit.area,
        "request_id": uuid4(),
        "published_by": by,
        "confirmed_at": timezone.now(),
    }
    need = Need.objects.create(unit=unit, **given | facts)
    put_spots(Layer.NEED, [need.pk])
    return need


def make_activity(unit: Unit, by: User, *, shifts: list[tuple[datetime, datetime, int]] | None = None, **facts: Any) -> Activity:
    """An activity, open by default, with shifts given as (start, end, places): one of four hours in two days by default."""
    shifts = [(noon(2), noon(2) + timedelta(hours=4), 18)] if shifts is None else shifts
    given: dict[str, Any] = {
        "slug": f"sua-bep-{short_code().lower()}",
        "title": "Sửa bếp ăn bán trú điểm trường Vạn Linh",
        "description": "Tháo mái cũ, lợp 64 m² tôn mới.",
        "kind": "repair",
        "place_name": "Điểm trường Vạn Linh",
        "meeting_point": "Cổng trường",
        "latitude": unit.area.latitude if unit.area else 21.6,
        "longitude": unit.area.longitude if unit.area else 106.5,
        "area": unit.area,
        "starts_at": min((start for start, _, _ in shifts), default=None),
        "ends_at": max((end for _, end, _ in shifts), default=None),
        "status": Activity.Status.OPEN,
        "request_id": uuid4(),
        "created_by": by,
    }
    activity = Activity.objects.create(unit=unit, **given | facts)
    for start, end, places in shifts:
        Shift.objects.create(activity=activity, name="Ca sáng", starts_at=start, ends_at=end, places=places)
    put_spots(Layer.ACTIVITY, [activity.pk])
    return activity


def make_signup(shift: Shift, user: User, **facts: Any) -> Signup:
    """A confirmed sign-up that has taken its place."""
    Shift.objects.filter(pk=shift.pk).update(taken=Signup.objects.filter(shift=shift, status="confirmed").count() + 1)
    given: dict[str, Any] = {"code": short_code(8), "request_id": uuid4(), "by": user}
    return Signup.objects.create(shift=shift, person=user.person, **given | facts)


def count_turn(signup: Signup, **facts: Any) -> ServiceHours:
    """An entry of hours for the sign-up, from a check-out unless told."""
    entry = ServiceHours.of_turn(signup, **{"source": "check_out"} | facts)
    entry.save(force_insert=True)
    return entry


@pytest.fixture
def need(commune_union: Unit, focal_point: User) -> Need:
    return make_need(commune_union, focal_point)


@pytest.fixture
def activity(commune_union: Unit, secretary: User) -> Activity:
    """An open activity in two days with one shift of 18 places."""
    return make_activity(commune_union, secretary)


@pytest.fixture
def shift(activity: Activity) -> Shift:
    return activity.shifts.get()


@pytest.fixture
def signup(shift: Shift, volunteer: User) -> Signup:
    return make_signup(shift, volunteer)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser in which the user is signed in."""

    def client_of(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return client_of
