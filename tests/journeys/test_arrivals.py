"""A poster on a phone, a changing code on a tablet, and a big screen that follows both: first asking, then live."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift
from aoxanh.attendance.actions import ways as actions
from aoxanh.attendance.models import CheckIn, SelfCheckIn
from aoxanh.attendance.screen_codes import code_of
from aoxanh.org.models import Unit
from tests.cast import make_activity, make_signup
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import DESK, PHONE, NewPerson
from tests.journeys.test_main_road import sign_in
from tests.nursery import Nursery

HERE = {"latitude": 21.6405, "longitude": 106.485, "accuracy": 20}
AWAY = {"latitude": 21.7, "longitude": 106.6, "accuracy": 20}
ASKED, AT_ONCE = 30_000, 9_000
"""How long an arrival may take to show: a page that asks does so every ten seconds; a stream brings it sooner than that."""


def looked_at(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


@pytest.fixture
def shift(commune_union: Unit, secretary: User, volunteer: User, other_volunteer: User) -> Shift:
    """A shift that began an hour ago, with two places taken."""
    start = timezone.now() - timedelta(hours=1)
    hours = [(start, start + timedelta(hours=4), 18)]
    found = make_activity(commune_union, secretary, shifts=hours, latitude=HERE["latitude"], longitude=HERE["longitude"]).shifts.get()
    for user in (volunteer, other_volunteer):
        make_signup(found, user)
    return found


@pytest.fixture
def ways(shift: Shift, secretary: User) -> SelfCheckIn:
    return actions.set_ways(shift.activity, by_poster=True, by_screen=True, within_metres=300, by=secretary)


def test_posters_and_screens_move_the_big_screen(
    working_site: str,
    nursery: Nursery,
    new_person: NewPerson,
    shift: Shift,
    ways: SelfCheckIn,
    secretary: User,
    volunteer: User,
    other_volunteer: User,
) -> None:
    wall = new_person(DESK)
    sign_in(wall, secretary.email, "/ban-lam-viec/")
    wall.goto(f"/diem-danh/{shift.pk}/man-hinh-lon/")
    arrived = wall.locator("[data-figure=arrived]").first
    expect(arrived).to_have_text("0")
    expect(wall.get_by_text("Hỏi lại mỗi 10 giây")).to_be_visible(timeout=ASKED)
    looked_at(wall)

    phone = new_person(PHONE, geolocation=AWAY, permissions=["geolocation"])
    sign_in(phone, volunteer.email, "/ban-lam-viec/cua-toi/")
    phone.goto(f"/den/{ways.poster_key}/")
    looked_at(phone)
    phone.get_by_role("button", name="Tôi đồng ý và tôi đã đến").click()
    expect(phone.get_by_role("alert").first).to_contain_text("ra chỗ người phụ trách")
    phone.context.set_geolocation(HERE)
    phone.get_by_role("button", name="Tôi đồng ý và tôi đã đến").click()
    expect(phone.get_by_role("button", name="Tôi về")).to_be_visible()
    looked_at(phone)
    assert CheckIn.objects.get().was_near is True
    expect(arrived).to_have_text("1", timeout=ASKED)

    with nursery.live():
        expect(wall.get_by_text("Trực tiếp")).to_be_visible(timeout=ASKED)
        tablet = new_person({"width": 1024, "height": 768})
        tablet.goto(f"/diem-danh/man-hinh/{ways.screen_key}/")
        expect(tablet.get_by_text(f"{volunteer.person.full_name.split()[-1]} đã đến")).to_be_visible()
        looked_at(tablet)
        other = new_person(PHONE)
        sign_in(other, other_volunteer.email, "/ban-lam-viec/cua-toi/")
        other.goto(f"/den/man-hinh/{code_of(ways, timezone.now())}/")
        other.get_by_role("button", name="Tôi đã đến").click()
        expect(other.get_by_role("button", name="Tôi về")).to_be_visible()
        expect(arrived).to_have_text("2", timeout=AT_ONCE)
        expect(wall.locator("[data-latest] [data-one]")).to_have_count(2)
        looked_at(wall)
