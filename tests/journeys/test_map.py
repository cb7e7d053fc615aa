"""The map of needs in a browser: list and drawing choose each other, on the desk and on a phone, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.cast import make_need
from tests.journeys.conftest import DESK, PHONE


@pytest.fixture
def needs(site, commune_union, neighbour_union, focal_point):
    return {
        "one": make_need(neighbour_union, focal_point, title="Chăn ấm cho 42 trẻ", urgent=True),
        "two": [make_need(commune_union, focal_point, title=title) for title in ("Sửa bếp ăn bán trú", "Trồng lại rừng phòng hộ")],
    }


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_choosing_in_the_list_opens_the_sheet_and_marks_the_commune(needs, new_person, size):
    page = new_person(size)
    page.goto("/nhu-cau/")
    drawing = page.locator("#map-far" if size == DESK else "#map-near")
    expect(drawing.locator(".selline")).to_have_count(0)
    page.locator("#rows").get_by_text("Chăn ấm cho 42 trẻ").click()
    expect(page.locator("#sheet h2")).to_have_text("Chăn ấm cho 42 trẻ")
    expect(page.locator("#sheet article")).to_be_focused()
    expect(drawing.locator(".selline")).to_have_count(1)
    page.locator("#sheet").get_by_label("Đóng").click()
    expect(page.locator("#sheet article")).to_have_count(0)
    expect(page.locator("#rows a")).to_have_count(3)


def test_a_number_of_the_drawing_opens_its_commune_without_a_new_page(needs, new_person):
    page = new_person(DESK)
    page.goto("/nhu-cau/")
    page.evaluate("window.isTheSame = true")
    page.locator("#map-far a").filter(has_text="2").click()
    expect(page.locator("#sheet h2")).to_have_text("2 nhu cầu ở xã Vạn Linh")
    page.locator("#sheet").get_by_text("Trồng lại rừng phòng hộ").click()
    expect(page.locator("#rows a[aria-current]")).to_contain_text("Trồng lại rừng phòng hộ")
    assert page.evaluate("window.isTheSame")


def test_filters_change_list_and_drawing_together(needs, new_person):
    page = new_person(DESK)
    page.goto("/nhu-cau/")
    page.get_by_role("link", name="Cần gấp 1").click()
    expect(page.locator("#rows a")).to_have_count(1)
    expect(page.locator("#map-far .pin")).to_have_count(1)
    page.get_by_role("searchbox").fill("rung")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("0 nhu cầu đang mở")


def test_the_map_works_without_a_script(needs, new_person):
    page = new_person(PHONE, java_script_enabled=False)
    page.goto("/nhu-cau/")
    page.locator("#rows").get_by_text("Sửa bếp ăn bán trú").click()
    expect(page.locator("#sheet h2")).to_have_text("Sửa bếp ăn bán trú")
    page.locator("#sheet").get_by_text("Đọc cả nhu cầu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sửa bếp ăn bán trú")
