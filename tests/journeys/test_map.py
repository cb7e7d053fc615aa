"""The map of needs in a browser: list and drawing choose each other, on the desk and on a phone, and without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import make_activity, make_need
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import DESK, PHONE

MAP, DRAWN = "/nhu-cau/", "/nhu-cau/?ban-do=ve"


def moving(page, address=MAP):
    """The page once its map moves and shows its numbers."""
    page.goto(address)
    if page.viewport_size == PHONE:
        page.locator("[data-map-open]").click()
    expect(page.locator("needs-map[data-ready] .map-pin").first).to_be_visible(timeout=60_000)
    return page


@pytest.fixture
def needs(site, commune_union, neighbour_union, focal_point):
    return {
        "one": make_need(neighbour_union, focal_point, title="Chăn ấm cho 42 trẻ", urgent=True),
        "two": [make_need(commune_union, focal_point, title=title) for title in ("Sửa bếp ăn bán trú", "Trồng lại rừng phòng hộ")],
    }


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_choosing_in_the_list_opens_the_sheet_and_marks_the_commune(needs, new_person, size):
    page = new_person(size)
    page.goto(DRAWN)
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
    page.goto(DRAWN)
    page.evaluate("window.isTheSame = true")
    page.locator("#map-far a").filter(has_text="2").click()
    expect(page.locator("#sheet h2")).to_have_text("2 nhu cầu ở xã Vạn Linh")
    page.locator("#sheet").get_by_text("Trồng lại rừng phòng hộ").click()
    expect(page.locator("#rows a[aria-current]")).to_contain_text("Trồng lại rừng phòng hộ")
    assert page.evaluate("window.isTheSame")


def test_filters_change_list_and_drawing_together(needs, new_person):
    page = new_person(DESK)
    page.goto(DRAWN)
    page.get_by_role("link", name="Cần gấp 1").click()
    expect(page.locator("#rows a")).to_have_count(1)
    expect(page.locator("#map-far .pin")).to_have_count(1)
    page.get_by_role("searchbox").fill("rung")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("0 nhu cầu đang mở")


def test_the_map_works_without_a_script(needs, new_person):
    page = new_person(PHONE, java_script_enabled=False)
    page.goto(MAP)
    page.locator("#rows").get_by_text("Sửa bếp ăn bán trú").click()
    expect(page.locator("#sheet h2")).to_have_text("Sửa bếp ăn bán trú")
    page.locator("#sheet").get_by_text("Đọc cả nhu cầu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sửa bếp ăn bán trú")


def test_list_and_address_follow_the_map(needs, new_person):
    page = moving(new_person(DESK))
    expect(page.locator("#rows a")).to_have_count(3)
    page.locator("needs-map canvas").focus()
    for _ in range(60):
        if page.locator("#needs-title").inner_text() == "0 nhu cầu đang mở":
            break
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(300)  # A press while the map still glides starts from where it is.
    expect(page.locator("#needs-title")).to_have_text("0 nhu cầu đang mở")
    expect(page.locator("#rows").get_by_text("Chăn ấm cho 42 trẻ")).to_have_count(0)
    assert "khung=" in page.url
    again = new_person(DESK)
    again.goto(page.url)
    expect(again.locator("#needs-title")).to_have_text("0 nhu cầu đang mở")


def test_a_number_opens_and_a_pin_is_chosen_on_both_sides(needs, new_person):
    page = moving(new_person(DESK))
    page.locator("#rows").get_by_text("Chăn ấm cho 42 trẻ").click()
    expect(page.locator("#sheet h2")).to_have_text("Chăn ấm cho 42 trẻ")
    expect(page.locator(".map-pin[aria-pressed=true]")).to_have_count(1)
    page.locator("#sheet").get_by_label("Đóng").click()
    expect(page.locator("#sheet article")).to_have_count(0)
    page.locator(".map-pin-one").click()
    expect(page.locator("#sheet h2")).to_have_text("Chăn ấm cho 42 trẻ")
    expect(page.locator("#rows a[aria-current]")).to_contain_text("Chăn ấm cho 42 trẻ")
    page.go_back()
    expect(page.locator("#sheet article")).to_have_count(0)


def test_filters_keep_the_view_and_change_the_numbers(needs, secretary, commune_union, new_person):
    make_activity(commune_union, secretary, title="Trồng rừng chủ nhật")
    page = moving(new_person(DESK), f"{MAP}?khung=106,21.2,107.2,22.2")
    expect(page.locator("#rows a")).to_have_count(3)
    page.locator("#map-bar").get_by_text("Lọc", exact=True).click()
    page.locator("#map-bar").get_by_label("Hoạt động").check()
    page.get_by_role("button", name="Xem trên bản đồ").click()
    expect(page.locator("#needs-title")).to_have_text("4 điểm trên bản đồ")
    expect(page.locator(".map-pin", has_text="3")).to_have_count(1)
    assert ",21.2," in page.url.replace("%2C", ",")


def test_near_me_moves_the_map_and_sends_no_place(needs, new_person):
    page = new_person(PHONE, geolocation={"latitude": 21.64321, "longitude": 106.48123}, permissions=["geolocation"])
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(MAP)
    page.locator("[data-map-near]").click()
    expect(page.get_by_text("Bạn ở quanh đây")).to_be_visible(timeout=20_000)
    expect(page).to_have_url(re.compile("khung="))
    assert [address for address in sent if "21.64321" in address or "106.48123" in address] == []


def test_the_map_stands_in_the_page_of_another_site(needs, site, new_person):
    page = new_person(DESK)
    page.goto(MAP)
    page.get_by_role("button", name="Nhúng bản đồ").click()
    code = page.get_by_label("Mã để chép").input_value()
    assert f'<iframe src="{site}/nhu-cau/nhung/' in code
    host = new_person(DESK)
    host.route(
        "http://localhost:9/**", lambda route: route.fulfill(body=f"<!doctype html><title>Xã</title>{code}", content_type="text/html")
    )
    host.goto("http://localhost:9/")
    frame = host.frame_locator("iframe")
    expect(frame.locator("#rows a")).to_have_count(3)
    assert frame.locator("#rows a").first.get_attribute("target") == "_blank"


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_map_stumbles_over_nothing(needs, new_person, size):
    page = moving(new_person(size))
    page.wait_for_load_state("networkidle")
    assert (violations(page), overflow(page)) == ([], 0)


def test_both_archipelagos_are_named_wherever_their_sea_is_in_view(needs, new_person):
    page = moving(new_person(DESK), f"{MAP}?khung=102,6,118,23.5")
    expect(page.locator(".map-label-isle")).to_have_text(["Quần đảo Hoàng Sa(Đà Nẵng)", "Quần đảo Trường Sa(Khánh Hòa)"])
    page.goto(f"{MAP}?khung=112.6,16.8,113,17.1")
    expect(page.locator(".map-label-isle")).to_have_text(["Quần đảo Hoàng Sa(Đà Nẵng)"])
