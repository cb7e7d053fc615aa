"""Every part of the interface in a real browser: at both widths, in both themes, by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests import bench, server
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import DESK, PHONE, NewPerson


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the parts on show, that only a debug site has. They write nothing, so one site serves all tests."""
    with bench.copy(bench.template(), "kit") as name, server.serving(bench.url_of(name), tmp_path_factory.mktemp("kit"), DEBUG="1") as url:
        yield f"{url}/kit/"


@pytest.fixture
def page(kit: str, new_person: NewPerson) -> Page:
    page = new_person(DESK)
    page.goto(kit)
    return page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nobody_stumbles_over_a_part_in_either_theme(kit: str, new_person: NewPerson, size: ViewportSize) -> None:
    for scheme in ("light", "dark"):
        page = new_person(size, color_scheme=scheme)
        for shell in ("", "ban-lam-viec/", "the/"):
            page.goto(kit + shell)
            assert (violations(page), overflow(page)) == ([], 0)


def test_the_theme_is_remembered_and_stands_before_the_first_paint(page: Page) -> None:
    page.locator("footer").get_by_label("Giao diện").select_option("dark")
    page.reload(wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-theme", "aoxanh-dark")
    page.locator("footer").get_by_label("Giao diện").select_option("system")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") is None


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    expect(page.locator("error-summary")).to_be_focused()
    page.get_by_role("link", name="Thiếu 2 chữ số").click()
    expect(page.get_by_label("Số điện thoại", exact=True)).to_be_focused()


def test_a_dialog_opens_holds_the_focus_and_closes_with_esc(page: Page) -> None:
    page.get_by_role("button", name="Hủy ca", exact=True).click()
    dialog = page.get_by_role("dialog", name="Hủy ca sáng 21/11?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Hủy ca", exact=True).click()
    dialog.get_by_role("button", name="Giữ ca").click()
    expect(dialog).to_be_hidden()


def test_a_toast_offers_undo_and_a_refusal_stays_until_it_is_closed(page: Page) -> None:
    page.get_by_role("button", name="Báo xong").click()
    expect(page.locator("#toasts").get_by_text("Đã duyệt 5 người")).to_be_visible()
    expect(page.locator("#toasts").get_by_role("button", name="Hoàn tác")).to_be_visible()
    page.get_by_role("button", name="Báo bị từ chối").click()
    refusal = page.locator("#toasts").get_by_role("alert")
    expect(refusal).to_contain_text("Ca sáng vừa đủ người. Chọn ca chiều còn 4 chỗ.")
    refusal.get_by_role("button", name="Đóng").click()
    expect(refusal).to_be_hidden()


def test_a_form_is_sent_once_however_often_its_button_is_pressed(page: Page) -> None:
    sent: list[str] = []
    page.route("**/kit/", lambda route: sent.append(route.request.method) if route.request.method == "POST" else route.continue_())
    page.get_by_role("button", name="Gửi mẫu này").evaluate("button => { button.click(); button.click(); button.form.requestSubmit(); }")
    page.wait_for_timeout(300)
    assert sent == ["POST"]


def test_leaving_asks_only_when_something_was_typed(page: Page) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    page.get_by_label("Họ và tên").fill("Hạnh")
    page.reload()
    assert asked == ["beforeunload"]


def test_the_menu_of_the_phone_opens_and_closes_by_keyboard(kit: str, new_person: NewPerson) -> None:
    page = new_person(PHONE)
    page.goto(kit)
    menu = page.locator("details.menu-d").last
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("navigation", name="Chính")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("navigation", name="Chính")).to_be_hidden()


def test_a_page_without_script_keeps_its_menu_and_its_form(kit: str, new_person: NewPerson) -> None:
    page = new_person(PHONE, java_script_enabled=False)
    page.goto(kit)
    page.locator("details.menu-d summary").last.click()
    expect(page.locator("details.menu-d").last.get_by_role("navigation", name="Chính")).to_be_visible()
    page.get_by_role("button", name="Gửi mẫu này").click()
    expect(page.get_by_role("heading", name="Chưa làm được việc này")).to_be_visible()
