"""A volunteer says more about herself, an officer sees her paper; she takes a copy, and one day erases everything."""

import json
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, Person
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import PHONE, NewPerson
from tests.journeys.test_main_road import sign_in


def looked_at(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


def saved(page: Page) -> None:
    page.get_by_role("button", name="Lưu").click()
    expect(page).to_have_url("/toi/ho-so/")


def fill_in(page: Page) -> None:
    """Free time, a skill with its paper."""
    page.get_by_role("link", name="Lúc rảnh").click()
    page.get_by_label("Thứ Bảy: Sáng").check()
    looked_at(page)
    saved(page)
    page.get_by_role("link", name="Bạn làm được gì").click()
    expect(page.get_by_label("Giấy tờ: tên và số").first).to_be_hidden()
    page.get_by_label("Y, dược").check()
    page.get_by_label("Giấy tờ: tên và số").first.fill("Bằng y sĩ 12/2024")
    looked_at(page)
    saved(page)


def see_the_paper(desk: Page) -> None:
    desk.get_by_label("Tên hoặc số điện thoại").fill("hanh")
    desk.get_by_role("button", name="Tìm").click()
    desk.get_by_role("link", name="Vi Thị Hạnh").click()
    desk.get_by_role("link", name="Đã xem giấy").click()
    looked_at(desk)
    desk.get_by_role("button", name="Tôi đã xem").click()
    expect(desk.get_by_text("đã xem giấy ngày")).to_be_visible()
    looked_at(desk)


def take_a_copy(page: Page) -> dict[str, list[dict[str, str]]]:
    page.get_by_role("link", name="Dữ liệu của bạn").click()
    looked_at(page)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Tệp dữ liệu (JSON)").click()
    sections = json.loads(Path(coming.value.path()).read_text())["sections"]
    return {code: section["rows"] for code, section in sections.items()}


def test_a_volunteer_says_more_takes_a_copy_and_goes(
    working_site: str, new_person: NewPerson, volunteer: User, secretary: User, commune_union: Unit
) -> None:
    Membership.objects.create(person=volunteer.person, unit=commune_union, during=during(date(2025, 7, 1)))
    page, desk = new_person(PHONE, color_scheme="dark"), new_person(PHONE, color_scheme="dark")
    sign_in(page, volunteer.email, "/toi/ho-so/")
    looked_at(page)
    fill_in(page)
    sign_in(desk, secretary.email, "/ban-lam-viec/nguoi/")
    looked_at(desk)
    see_the_paper(desk)
    told = take_a_copy(page)
    assert [(row["skill"], row["paper"], bool(row["seen"])) for row in told["skills"]] == [("Y, dược", "Bằng y sĩ 12/2024", True)]
    page.get_by_role("link", name="Xóa dữ liệu của tôi").click()
    page.get_by_label("Gõ “XÓA” để xác nhận").fill("xóa")
    looked_at(page)
    page.get_by_role("button", name="Xóa hẳn").click()
    expect(page).to_have_url("/")
    assert not Person.objects.filter(pk=volunteer.person.pk).exists()
