"""The ways of signing in that are more than a code, in a real browser: a passkey on the device, an app, another site."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from aoxanh.accounts.models import User
from tests import oidc, server
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import DESK, NewPerson

NUMBER = "0912 345 678"


def looked_at(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


def by_name(url: str) -> str:
    """Passkeys belong to a name: the same site, not by its number."""
    return url.replace("127.0.0.1", "localhost")


def with_a_screen_lock(page: Page) -> None:
    """The device keeps passkeys and asks for a finger, which is there."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True, "automaticPresenceSimulation": True}})


def sign_in(page: Page, mailbox: Page, url: str, address: str) -> None:
    """By the code that comes after it was asked for, whatever lies in the mailbox already."""
    mailbox.goto(f"{url}/demo/hop-thu/?den={address.replace(' ', '')}")
    before = mailbox.locator("#newest").input_value()
    page.goto(f"{url}/tai-khoan/vao/")
    page.get_by_label("E-mail hoặc số điện thoại").fill(address)
    page.get_by_role("button", name="Gửi mã cho tôi").click()
    expect(page.get_by_label("Mã", exact=True)).to_be_focused()
    looked_at(page)
    expect(mailbox.locator("#newest")).not_to_have_value(before, timeout=20_000)
    code = mailbox.locator("[data-code]").first
    expect(code).to_have_text(re.compile(r"^\d{6}$"))
    page.get_by_label("Mã", exact=True).fill(code.inner_text())
    page.keyboard.press("Enter")


def test_who_came_by_phone_makes_a_passkey_and_needs_no_code_again(working_site: str, new_person: NewPerson, volunteer: User) -> None:
    User.objects.filter(pk=volunteer.pk).update(phone="+84912345678")
    url, page, mailbox = by_name(working_site), new_person(DESK, color_scheme="dark"), new_person(DESK)
    with_a_screen_lock(page)
    sign_in(page, mailbox, url, NUMBER)
    expect(page).to_have_url(f"{url}/ban-lam-viec/cua-toi/")
    page.goto(f"{url}/tai-khoan/bao-mat/")
    looked_at(page)
    page.get_by_role("link", name="Tạo khóa truy cập").click()
    page.get_by_label("Tên khóa truy cập").fill("Điện thoại của Hạnh")
    looked_at(page)
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cất giữ 10 mã dự phòng này")
    looked_at(page)
    page.get_by_role("link", name="Tôi đã cất các mã này").click()
    expect(page.get_by_text("Điện thoại của Hạnh", exact=True)).to_be_visible()
    looked_at(page)

    page.context.clear_cookies()
    page.goto(f"{url}/tai-khoan/vao/?next=/tai-khoan/bao-mat/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn đang đăng nhập trên 2 thiết bị")
    page.get_by_role("button", name="Đăng xuất 1 thiết bị khác").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn đang đăng nhập trên 1 thiết bị")

    page.context.clear_cookies()
    sign_in(page, mailbox, url, volunteer.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Còn một bước nữa để đăng nhập")
    looked_at(page)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page).to_have_url(f"{url}/ban-lam-viec/cua-toi/")


def test_where_passkeys_cannot_be_the_page_says_so(working_site: str, new_person: NewPerson, volunteer: User) -> None:
    page, mailbox = new_person(), new_person()
    sign_in(page, mailbox, working_site, volunteer.email)
    expect(page).to_have_url(f"{working_site}/ban-lam-viec/cua-toi/")
    page.goto(f"{working_site}/tai-khoan/bao-mat/khoa/")
    expect(page.get_by_text("Khóa truy cập cần địa chỉ https của trang")).to_be_visible()
    expect(page.get_by_role("button", name="Tạo khóa truy cập")).to_be_hidden()
    looked_at(page)


def test_an_app_is_set_up_and_asked(working_site: str, new_person: NewPerson, volunteer: User) -> None:
    page, mailbox = new_person(), new_person()
    sign_in(page, mailbox, working_site, volunteer.email)
    expect(page).to_have_url(f"{working_site}/ban-lam-viec/cua-toi/")
    page.goto(f"{working_site}/tai-khoan/bao-mat/ung-dung/")
    looked_at(page)
    secret = page.locator("copy-text").get_attribute("data-text") or ""
    page.get_by_label("Mã", exact=True).fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cất giữ 10 mã dự phòng này")
    spare = page.locator("ol li").first.inner_text()

    page.context.clear_cookies()
    sign_in(page, mailbox, working_site, volunteer.email)
    page.get_by_label("Mã của ứng dụng").fill(spare)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{working_site}/ban-lam-viec/cua-toi/")


@pytest.fixture
def provider() -> Iterator[oidc.Provider]:
    with oidc.running() as found:
        yield found


def test_another_site_opens_the_door(
    committed_db: str, tmp_path: Path, new_person: NewPerson, provider: oidc.Provider, volunteer: User
) -> None:
    provider.person = {"sub": "1f3a", "email": volunteer.email, "email_verified": True}
    with server.serving(committed_db, tmp_path, OIDC_PROVIDERS=json.dumps([provider.settings])) as url:
        page = new_person()
        page.goto(f"{url}/tai-khoan/vao/?next=/tai-khoan/bao-mat/")
        looked_at(page)
        page.get_by_role("link", name="Tiếp tục với Trạm thử").click()
        expect(page).to_have_url(f"{url}/tai-khoan/bao-mat/")
        expect(page.get_by_role("heading", name="Trạm thử")).to_be_visible()
        looked_at(page)
