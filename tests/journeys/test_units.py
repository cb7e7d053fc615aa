"""Chi Lăng's real history, walked on screen: 20 communes and a district union in June 2025, 6 communes under the province in July; and a
split ward, whose members go where somebody says."""

from datetime import date

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, expect

from aoxanh.access.models import Scope
from aoxanh.accounts.models import User
from aoxanh.kit.dates import during
from aoxanh.org import country
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, Person
from aoxanh.places.actions import load_areas
from tests.cast import BEGINNING, grant, make_user
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import DESK, PHONE, NewPerson

TREE = "/ban-lam-viec/don-vi/"


@pytest.fixture
def coordinator(site: str) -> User:
    """The coordinator of Lạng Sơn, with the real Union of the province on both sides of 01/07/2025."""
    with transaction.atomic():
        load_areas()
        country.load_country(only=["20"])
        user = make_user("dieuphoi@langson.example", "Lâm Quốc Huy")
        grant(user, "coordinator", Unit.objects.get(kind="provincial_union"), Scope.SUBTREE)
    return user


def enter(page: Page, user: User, site: str) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(client.session.session_key), "url": site}])


def looked_at(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


def test_the_history_of_chi_lang_is_walked_at_a_desk_on_a_phone_and_without_script(
    coordinator: User, site: str, new_person: NewPerson
) -> None:
    for size in (DESK, PHONE):
        page = new_person(size)
        enter(page, coordinator, site)
        walk(page, is_wide=size == DESK)
    page = new_person(PHONE, java_script_enabled=False)
    enter(page, coordinator, site)
    walk_without_script(page)


def walk(page: Page, *, is_wide: bool) -> None:
    page.goto(f"{TREE}?ngay=2025-07-01")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tỉnh đoàn Lạng Sơn: 65 xã, phường")
    looked_at(page)

    slider = page.get_by_role("slider", name="Ngày")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tỉnh đoàn Lạng Sơn: 11 huyện, thành phố")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", "30/06/2025")
    page.locator("summary", has_text="Huyện đoàn Chi Lăng").click()
    expect(page.get_by_role("link", name="Đoàn xã Y Tịch")).to_be_visible()
    expect(page.locator("details[open] li")).to_have_count(20)
    looked_at(page)

    page.get_by_role("link", name="Đoàn xã Y Tịch").click()
    expect(page.get_by_text("Đã nhập vào Đoàn xã Vạn Linh").first).to_be_visible()
    expect(page.get_by_text("Huyện đoàn Chi Lăng đến 30/06/2025")).to_be_visible()
    looked_at(page)

    page.get_by_role("link", name="Mọi thay đổi ngày 01/07/2025").click()
    page.get_by_role("link", name="Tỉnh Lạng Sơn").click()
    page.get_by_role("link", name="Huyện Chi Lăng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Huyện Chi Lăng cũ, trước và sau 01/07/2025")
    expect(page.get_by_text("20 Đoàn xã, thị trấn")).to_be_visible()
    expect(page.get_by_text("6 Đoàn xã", exact=True)).to_be_visible()
    reuse = page.get_by_text("06463 · nhận 3 đơn vị, mã được dùng lại")
    expect(reuse if is_wide else page.locator("summary", has_text="06463")).to_be_visible()
    looked_at(page)


def walk_without_script(page: Page) -> None:
    page.goto(TREE)
    page.get_by_role("textbox", name="Ngày").fill("2025-06-30")
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tỉnh đoàn Lạng Sơn: 11 huyện, thành phố")
    page.locator("summary", has_text="Huyện đoàn Chi Lăng").click()
    page.get_by_role("link", name="20 xã, thị trấn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Huyện đoàn Chi Lăng: 20 xã, thị trấn")
    expect(page.get_by_role("link", name="Đoàn xã Y Tịch")).to_be_visible()


def test_a_split_is_planned_on_a_phone_and_its_members_are_settled(coordinator: User, site: str, new_person: NewPerson) -> None:
    old = Unit.objects.get(name="Đoàn xã Vạn Linh", during__endswith=None)
    for name, place in (("Vi Thị Hạnh", "Thôn Khun Phang"), ("Lý Văn Páo", "Thôn Nà Pe")):
        Membership.objects.create(person=Person.objects.create(full_name=name, address=place), unit=old, during=during(BEGINNING))
    page = new_person(PHONE)
    enter(page, coordinator, site)
    page.goto("/ban-lam-viec/sap-xep/tao/")
    page.get_by_label("Tên lần sắp xếp").fill("Chia xã Vạn Linh")
    page.get_by_label("Có hiệu lực từ").fill(date(2026, 1, 1).isoformat())
    page.get_by_label("Số quyết định").fill("12-QĐ/TĐTN-BTC")
    page.get_by_role("button", name="Tiếp: kế hoạch").click()
    page.get_by_role("link", name="Chia", exact=True).click()
    for number, (typed, name) in enumerate((("van linh", "Đoàn xã Vạn Linh"), ("quan son", "Đoàn xã Quan Sơn")), 1):
        page.get_by_label("Tên hoặc mã đơn vị").fill(typed)
        page.get_by_role("button", name="Tìm").click()
        page.get_by_role("checkbox", name=name).check()
        page.get_by_role("button", name="Lấy các đơn vị đã đánh dấu").click()
        expect(page.get_by_text(f"đã chọn {number} đơn vị")).to_be_visible()
    page.get_by_role("radio", name="Đoàn xã Vạn Linh").check()
    page.get_by_label("Đơn vị mới nhận một phần").fill("Đoàn xã Vạn Linh Mới")
    looked_at(page)
    page.get_by_role("button", name="Thêm vào kế hoạch").click()
    page.get_by_role("link", name="Xem trước thay đổi").click()
    expect(page.get_by_text("2 thành viên")).to_be_visible()
    looked_at(page)
    page.get_by_label("Tôi đã đọc").check()
    page.get_by_role("button", name="Quyết định, có hiệu lực ngay").click()
    page.get_by_role("link", name="Xếp vào đơn vị").click()
    looked_at(page)
    page.get_by_label("Lý Văn Páo").check()
    page.get_by_label("Xếp vào", exact=True).select_option(label="Đoàn xã Quan Sơn")
    page.get_by_role("button", name="Xếp vào đơn vị này").click()
    page.get_by_label("Cả 1 người").check()
    page.get_by_role("button", name="Xếp vào đơn vị này").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mọi người đều có đơn vị")
    page.goto(f"/don-vi/{old.slug}/")
    expect(page.get_by_text("Đơn vị này kết thúc ngày 01/01/2026")).to_be_visible()
    looked_at(page)
