"""From a shared link to a profile, in a real browser with the real worker: the code arrives by itself."""

import re

from playwright.sync_api import Page, expect

from aoxanh.people.models import Person
from aoxanh.places.models import Area
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import PHONE, NewPerson

STRANGER = "moi@tinhnguyen.example"


def looked_at(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


def test_a_stranger_becomes_a_volunteer(working_site: str, new_person: NewPerson, van_linh: Area) -> None:
    page, mailbox = new_person(PHONE), new_person(PHONE)
    mailbox.goto(f"{working_site}/demo/hop-thu/?den={STRANGER}")
    looked_at(mailbox)
    page.goto(f"{working_site}/don-vi/")
    page.locator("#viewer").get_by_role("link", name="Đăng nhập").click()
    expect(page).to_have_url(f"{working_site}/tai-khoan/vao/?next=%2Fdon-vi%2F")
    looked_at(page)
    page.get_by_label("E-mail").fill(STRANGER)
    page.get_by_role("button", name="Gửi mã cho tôi").click()
    expect(page.get_by_label("Mã", exact=True)).to_be_focused()
    looked_at(page)

    code = mailbox.locator("[data-code]")
    expect(code).to_have_text(re.compile(r"^\d{6}$"), timeout=20_000)
    looked_at(mailbox)
    digits = code.inner_text()
    page.get_by_label("Mã", exact=True).fill("000000" if digits != "000000" else "111111")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mã chưa đúng. Còn 4 lần thử.")).to_be_visible()
    looked_at(page)
    page.get_by_label("Mã", exact=True).fill(f"{digits[:3]} {digits[3:]}")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Còn một bước: bạn là ai")
    looked_at(page)
    page.get_by_label("Họ và tên").fill("Vi Thị Hạnh")
    page.get_by_label("Ngày sinh", exact=True).fill("2004-05-20")
    page.get_by_label("Xã, phường nơi ở").press_sequentially("van lin")
    page.get_by_role("radio", name="Xã Vạn Linh").check()
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.locator("error-summary")).to_be_focused()
    expect(page.get_by_role("radio", name="Xã Vạn Linh")).to_be_checked()
    looked_at(page)
    page.get_by_label("Tôi đồng ý").check()
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    expect(page).to_have_url(f"{working_site}/don-vi/")
    person = Person.objects.get()
    assert (person.full_name, person.area, person.consents.count()) == ("Vi Thị Hạnh", van_linh, 1)
    page.locator("#viewer summary").click()
    looked_at(page)
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator("#viewer").get_by_role("link", name="Đăng nhập")).to_be_visible()
