"""A unit's key, from the file to the paper; a stranger checks files; a certificate is corrected; its holder takes the badge along."""

import os
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.documents.trial_authority import make_authority
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.recognition.actions import issue_for_activity
from aoxanh.recognition.models import Certificate
from tests.cast import make_activity, make_signup, noon
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import DESK, PHONE, NewPerson
from tests.recognition.conftest import appoint, note_hours, publish

PASSWORD = "mat-khau-cua-khoa"


@pytest.fixture
def enter(site: str, new_person: NewPerson) -> Callable[..., Page]:
    def open_as(user: User | None, size: object = DESK) -> Page:
        page = new_person(size, accept_downloads=True)
        if user:
            client = Client()
            client.force_login(user)
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(client.session.session_key), "url": site}])
        return page

    return open_as


@pytest.fixture
def issued(site: str, commune_union: Unit, secretary: User, volunteer: User) -> Certificate:
    """Hạnh's certificate of an activity that is over."""
    appoint(commune_union, secretary)
    done: Activity = make_activity(commune_union, secretary, shifts=[(noon(-2), noon(-1), 30)])
    publish(done, secretary)
    note_hours(make_signup(done.shifts.get(), volunteer), secretary)
    (certificate,) = issue_for_activity(done, issued_on=today(), by=secretary)
    return certificate


def looked_at(page: Page, name: str = "") -> None:
    """Without a fault, on a phone and at a desk."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert (violations(page), overflow(page)) == ([], 0)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def checked(page: Page, content: bytes, heading: str) -> None:
    page.goto("/xac-minh/")
    page.get_by_label("Tệp PDF hoặc huy hiệu").set_input_files({"name": "giay.pdf", "mimeType": "application/pdf", "buffer": content})
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_a_paper_is_signed_checked_corrected_and_carried_along(
    enter: Callable[..., Page], issued: Certificate, commune_union: Unit, secretary: User, volunteer: User
) -> None:
    desk = enter(secretary)
    desk.goto("/ban-lam-viec/khoa/")
    looked_at(desk, "keys-empty")
    desk.get_by_role("link", name="Nhập khóa").first.click()
    looked_at(desk, "key-new")
    key = {"name": "khoa.p12", "mimeType": "application/x-pkcs12", "buffer": make_authority().unit_key(commune_union.name, PASSWORD)}
    desk.get_by_label("Tệp khóa").set_input_files(key)
    desk.get_by_label("Mật khẩu của khóa").fill("sai")
    desk.get_by_role("button", name="Nhập khóa này").click()
    expect(desk.get_by_role("alert")).to_contain_text("Mật khẩu không mở được khóa")
    looked_at(desk, "key-wrong")
    desk.get_by_label("Tệp khóa").set_input_files(key)
    desk.get_by_label("Mật khẩu của khóa").fill(PASSWORD)
    desk.get_by_role("button", name="Nhập khóa này").click()
    expect(desk.get_by_role("main")).to_contain_text("Áo Xanh Issuing CA (BẢN DÙNG THỬ)")
    looked_at(desk, "key")
    desk.goto("/ban-lam-viec/khoa/")
    looked_at(desk, "keys")

    holder = enter(volunteer, PHONE)
    paper = holder.request.get(f"/ban-lam-viec/chung-nhan/{issued.pk}.pdf").body()
    stranger = enter(None, PHONE)
    stranger.goto("/xac-minh/")
    looked_at(stranger, "verify")
    checked(stranger, paper, "Tệp thật, còn nguyên vẹn")
    expect(stranger.get_by_role("main")).to_contain_text("ký bởi Đoàn xã Vạn Linh")
    looked_at(stranger, "genuine")
    altered = bytearray(paper)
    altered[altered.index(b"stream", 2000) + 30] ^= 1
    checked(stranger, bytes(altered), "Đã bị sửa sau khi ký")
    looked_at(stranger, "changed")

    holder.goto(f"/toi/huy-hieu/{issued.pk}/")
    looked_at(holder, "badge")
    with holder.expect_download() as download:
        holder.get_by_role("button", name="Tải huy hiệu").click()
    badge = download.value.path().read_bytes()
    checked(stranger, badge, "Huy hiệu thật")

    desk.goto(f"/ban-lam-viec/giay-chung-nhan/{issued.pk}/")
    looked_at(desk, "one")
    desk.get_by_role("link", name="Thu hồi giấy này").click()
    looked_at(desk, "revoke")
    desk.go_back()
    desk.get_by_role("link", name="Sửa giấy này").click()
    looked_at(desk, "correct")
    desk.get_by_label("Người được cấp").fill("Vi Thị Hạnh Nguyên")
    desk.get_by_label("Lời giải thích").fill("Ghi thiếu tên đệm của người nhận.")
    desk.get_by_role("button", name="Cấp giấy đã sửa").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Giấy chứng nhận số 02-GCN/ĐTN-VL")

    stranger.goto(f"/xac-minh/{issued.code}/")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Đã được thay bằng số 02-GCN/ĐTN-VL")
    looked_at(stranger, "replaced")
    stranger.get_by_role("link", name="Xem giấy đang có giá trị").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Giấy chứng nhận này là thật")
    expect(stranger.get_by_role("main")).to_contain_text("Vi Thị Hạnh Nguyên")
    checked(stranger, paper, "Đã được thay bằng số 02-GCN/ĐTN-VL")
    desk.goto(f"/ban-lam-viec/giay-chung-nhan/{issued.pk}/")
    looked_at(desk, "ended")
