"""A citizen reports on a phone; the focal point makes a need of it with things, and notes what was promised."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from aoxanh.accounts.models import User
from aoxanh.needs.models import Need
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import NewPerson


def looked_at(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


def enter(page: Page, user: User, site: str) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(client.session.session_key), "url": site}])


def test_a_citizens_report_becomes_a_need_with_things(site: str, new_person: NewPerson, focal_point: User) -> None:
    citizen = new_person()
    citizen.goto("/nhu-cau/bao-tin/")
    looked_at(citizen)
    citizen.get_by_label("Cần gì").fill("Sân trường ngập bùn sau mưa, 120 em chưa đi học được.")
    citizen.get_by_label("Hoặc gõ tên xã").press_sequentially("van linh")
    citizen.get_by_role("radio", name="Xã Vạn Linh").check()
    citizen.get_by_label("Tên của bạn").fill("Lý Thị Sen")
    citizen.get_by_label("Số điện thoại của bạn").fill("0912 044 318")
    citizen.get_by_role("button", name="Gửi tin").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Đoàn xã Vạn Linh đang xem tin bạn báo")
    looked_at(citizen)

    desk = new_person()
    enter(desk, focal_point, site)
    desk.goto("/ban-lam-viec/nhu-cau/tin-bao/")
    looked_at(desk)
    desk.get_by_role("link", name="Sân trường ngập bùn").click()
    looked_at(desk)
    desk.get_by_role("link", name="Lập thành nhu cầu").click()
    desk.get_by_label("Cần gì").fill("Dọn bùn sân trường Vạn Linh")
    desk.get_by_label("Loại việc").select_option("disaster")
    desk.get_by_label("Số người cần").fill("20")
    desk.get_by_role("button", name="Thêm hiện vật").click()
    row = desk.get_by_role("group", name="Hiện vật 1")
    row.get_by_label("Tên hiện vật").fill("Xẻng")
    row.get_by_label("Số lượng").fill("15")
    looked_at(desk)
    desk.get_by_role("button", name="Đưa nhu cầu lên bản đồ").click()
    expect(desk.get_by_text("thiếu 20 người, 15 xẻng")).to_be_visible()

    desk.get_by_text("Ghi hiện vật đã nhận hoặc được hứa").click()
    desk.get_by_label("Số lượng").fill("6")
    desk.get_by_label("mới hứa").check()
    desk.get_by_role("button", name="Ghi lại").click()
    expect(desk.get_by_text("thiếu 20 người, 9 xẻng")).to_be_visible()
    looked_at(desk)

    citizen.reload()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("Tin bạn báo đã lên bản đồ nhu cầu")
    citizen.get_by_role("link", name="Xem trên bản đồ").click()
    expect(citizen.get_by_text("còn thiếu 9 xẻng")).to_be_visible()
    looked_at(citizen)
    assert Need.objects.get().source == Need.Source.REPORT
