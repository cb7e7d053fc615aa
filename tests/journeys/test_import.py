"""A commune officer brings a messy list of 300 members on a phone, puts it right, writes it, and takes it back."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from aoxanh.accounts.models import User
from aoxanh.imports.models import Import
from aoxanh.kit.sheets.legacy import TCVN3, from_unicode
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.places.models import Area
from tests.imports.conftest import xlsx
from tests.imports.conftest import y_tich as y_tich
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import NewPerson

FAMILY = ("Vi", "Hứa", "Nông", "Lương", "Bế", "Mông", "Hoàng", "Triệu", "Lộc", "Chu")
MIDDLE = ("Thị", "Văn", "Minh", "Thùy", "Đức", "Ngọc")
GIVEN = ("Hạnh", "Đức", "Ánh", "Thảo", "Sơn", "Hà", "Tuấn", "Yến", "Phượng", "Quỳnh")
LONG = 30_000


def members() -> list[list[object]]:
    """300 people as an old list has them; five lines wait for somebody."""
    rows: list[list[object]] = []
    for number in range(300):
        name = f"{FAMILY[number % 10]} {MIDDLE[number % 6]} {GIVEN[number // 10 % 10]} {GIVEN[number // 30 % 10]}"
        phone = 900_000_000 + number * 7919
        rows.append([number + 1, name, f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{1996 + number % 12}", phone, "Vạn Linh"])
    rows[9][2], rows[19][3], rows[29][4], rows[39] = "31/02/2005", "98 123 45", "Y Tịch", [40, *rows[8][1:]]
    rows[49][1] = str(rows[49][1]).upper()
    rows[59][2] = "29/02/2005"
    return rows


def old_workbook(path: Path) -> Path:
    """Titles above, two storeys of headings, everything in TCVN3."""
    rows: list[list[object]] = [["", ""], [], ["", "", "", "", ""], ["", "", "", "Số điện thoại", "Xã"], *members()]
    merged = [
        (0, 0, 0, 4, "Danh sách đoàn viên xã Vạn Linh"),
        (2, 0, 3, 0, "TT"),
        (2, 1, 3, 1, "Họ và tên"),
        (2, 2, 3, 2, "Ngày sinh"),
        (2, 3, 2, 4, "Liên hệ"),
    ]
    typed = [[from_unicode(cell, TCVN3) if isinstance(cell, str) else cell for cell in row] for row in rows]
    path.write_bytes(xlsx(typed, merged=[(*place, from_unicode(text, TCVN3)) for *place, text in merged]))  # type: ignore[misc]
    return path


def enter(page: Page, user: User, site: str) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(client.session.session_key), "url": site}])


def looked_at(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return old_workbook(tmp_path / "Danh sach DV thang 11.xlsx")


def test_300_messy_members_go_in_on_a_phone_and_come_out_again(
    working_site: str, new_person: NewPerson, secretary: User, commune_union: Unit, y_tich: Area, file: Path
) -> None:
    page = new_person()
    enter(page, secretary, working_site)
    page.goto("/ban-lam-viec/nhap-xuat/")
    looked_at(page)
    page.get_by_role("link", name="Nhập danh sách").click()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("radio", name="Tình nguyện viên, đoàn viên").check()
    looked_at(page)
    page.get_by_role("button", name="Xem trước danh sách").click()

    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Xem trước 300 dòng, chưa ghi gì", timeout=LONG)
    expect(page.get_by_text("Đã chuyển chữ TCVN3 sang Unicode")).to_be_visible()
    looked_at(page)
    tab = page.get_by_role("link", name="Cần xem")
    expect(tab).to_contain_text("5")

    wrong_day = page.locator("#d14")
    expect(wrong_day).to_contain_text("Tháng 2 không có ngày 31. Sửa ô C14 trong file hoặc gõ lại ở đây.")
    wrong_day.get_by_role("textbox").fill("28/02/2005")
    wrong_day.get_by_role("button", name="Lưu").click()
    expect(wrong_day).to_have_count(0)
    expect(tab).to_contain_text("4")

    page.locator("#d34").get_by_role("button", name="Xã Vạn Linh").click()
    expect(tab).to_contain_text("3")
    page.locator("#d64").get_by_role("textbox").fill("28/02/2005")
    page.keyboard.press("Enter")
    expect(tab).to_contain_text("2")
    page.locator("#d44").get_by_role("button", name="Bỏ dòng này").click()
    expect(tab).to_contain_text("1")

    page.locator("#d24").get_by_role("link", name="Sửa").click()
    looked_at(page)
    page.get_by_label("Điện thoại").fill("098123456")
    page.get_by_role("button", name="Kiểm tra và giữ").click()
    expect(page.get_by_text("Thiếu 1 chữ số.")).to_be_visible()
    page.get_by_label("Điện thoại").fill("0981234567")
    page.get_by_role("button", name="Kiểm tra và giữ").click()

    expect(page.get_by_text("Không còn dòng nào cần xem")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Ghi 299 dòng").click()
    expect(title).to_have_text("Đã ghi 299 dòng", timeout=LONG)
    looked_at(page)
    assert Person.objects.filter(memberships__unit=commune_union).count() == 299

    page.get_by_role("button", name="Hoàn tác").click()
    looked_at(page)
    page.get_by_role("dialog").get_by_role("button", name="Hoàn tác").click()
    expect(title).to_have_text("Đã hoàn tác lần nhập", timeout=LONG)
    looked_at(page)
    assert Person.objects.filter(memberships__unit=commune_union).count() == 0
    assert Import.objects.get().state == "undone"
