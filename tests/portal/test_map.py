import json
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from aoxanh.activities.actions.spots import weigh_map
from aoxanh.activities.map_filters import MapFilters, weekend_of
from aoxanh.kit.dates import today
from aoxanh.kit.public import shelf
from aoxanh.needs.actions import close_need
from aoxanh.needs.models import Need
from aoxanh.portal.queries import needs as queries
from tests.cast import make_activity, make_area, make_need, make_unit

MAP = "/nhu-cau/"


@pytest.fixture(autouse=True)
def empty_shelf() -> None:
    shelf.clear()


def titles(page):
    return [row.spot.title for row in page.context["rows"]]


def on_map(client, query=""):
    """How much the numbers of a whole view come to, and the titles of what stands alone."""
    found = json.loads(client.get(f"{MAP}diem.json{query}").content)
    assert found["total"] == sum(group["n"] for group in found["groups"]) + len(found["spots"])
    return found["total"], [spot["t"] for spot in found["spots"]]


def signed(unit, by, need, people):
    activity = make_activity(unit, by, need=need)
    activity.shifts.update(taken=people)
    weigh_map()
    return activity


def test_a_published_need_is_on_the_map_at_once(client, commune_union, focal_point, sign_in, django_capture_on_commit_callbacks):
    assert titles(client.get(MAP)) == []
    with django_capture_on_commit_callbacks(execute=True):
        need = make_need(commune_union, focal_point)
        sign_in(focal_point).post(f"/ban-lam-viec/nhu-cau/{need.pk}/xac-nhan/")
    assert titles(client.get(MAP)) == [need.title]


def test_what_is_closed_leaves_the_map_at_once(client, need, focal_point, django_capture_on_commit_callbacks):
    assert titles(client.get(MAP)) == [need.title]
    with django_capture_on_commit_callbacks(execute=True):
        close_need(need, reason="not_needed", by=focal_point)
    assert "0 nhu cầu đang mở" in client.get(MAP).content.decode()


def test_the_map_shows_live_needs_that_lack_people(client, commune_union, focal_point):
    shown = make_need(commune_union, focal_point, title="Còn cần người")
    full = make_need(commune_union, focal_point, title="Đã đủ người", people_wanted=5)
    signed(commune_union, focal_point, full, 5)
    signed(commune_union, focal_point, shown, 5)
    make_need(commune_union, focal_point, title="Đã qua", starts_on=today() - timedelta(days=3), ends_on=today() - timedelta(days=1))
    make_need(commune_union, focal_point, title="Đã đóng", status="closed")
    page = client.get(MAP)
    assert [(row.spot.title, row.spot.weight, row.need.signed, row.need.missing) for row in page.context["rows"]] == [
        ("Còn cần người", 7, 5, 7)
    ]
    assert "thiếu 7 người" in page.content.decode()


def test_people_of_a_cancelled_activity_do_not_count(commune_union, focal_point, need):
    activity = signed(commune_union, focal_point, need, 9)
    type(activity).objects.update(status="cancelled")
    assert [found.missing for found in queries.with_missing(Need.objects.all())] == [12]


def test_list_drawing_and_points_are_the_same_set(client, commune_union, neighbour_union, focal_point):
    make_need(commune_union, focal_point, title="Dọn đất sạt", urgent=True)
    make_need(neighbour_union, focal_point, title="Chăn ấm")
    for query, expected in (
        ("", ["Dọn đất sạt", "Chăn ấm"]),
        ("?gap=1", ["Dọn đất sạt"]),
        ("?tim=chan+am", ["Chăn ấm"]),
        ("?tim=quan+son", ["Chăn ấm"]),
    ):
        page = client.get(f"{MAP}{query}")
        assert titles(page) == expected
        assert on_map(client, query)[0] == len(expected)
        assert sum(placed.pin.count for placed in page.context["far"].pins) == len(expected)


@pytest.mark.parametrize("typed", ["bep an", "BẾP ĂN", "bếp  ăn", "van linh", "Vạn Linh"])
def test_search_ignores_tones_and_finds_communes_too(client, need, typed):
    assert titles(client.get(MAP, {"tim": typed})) == [need.title]


@pytest.mark.parametrize("typed", ["\0", "%", "_", "x" * 500, "'; drop table"])
def test_odd_search_texts_find_nothing_or_all_and_break_nothing(client, need, typed):
    assert client.get(MAP, {"tim": typed}).status_code == 200


def test_kinds_narrow_the_map(client, commune_union, focal_point):
    make_need(commune_union, focal_point, title="Sửa bếp", kind="repair")
    make_need(commune_union, focal_point, title="Khám mắt", kind="health")
    assert titles(client.get(f"{MAP}?loai=health")) == ["Khám mắt"]


@pytest.mark.parametrize(
    ("day", "saturday"),
    [(date(2026, 11, 23), date(2026, 11, 28)), (date(2026, 11, 28), date(2026, 11, 28)), (date(2026, 11, 29), date(2026, 11, 28))],
)
def test_the_weekend_is_that_of_the_week(day, saturday):
    assert weekend_of(day) == (saturday, saturday + timedelta(days=1))


def test_the_weekend_filter_wants_a_window_that_touches_it(client, commune_union, focal_point):
    saturday, sunday = weekend_of(today())
    for title, start, end in (("trước", -9, -1), ("cả hai", -9, 0), ("chủ nhật", 1, 4), ("sau", 2, 4)):
        days = {"starts_on": saturday + timedelta(days=start), "ends_on": saturday + timedelta(days=end)}
        make_need(commune_union, focal_point, title=title, **days)
    still = [title for title, day in (("cả hai", saturday), ("chủ nhật", sunday)) if day >= today()]
    assert sorted(titles(client.get(f"{MAP}?khi=cuoi-tuan"))) == sorted(still)
    assert on_map(client, "?khi=cuoi-tuan")[0] == len(still)


def test_a_link_keeps_the_view():
    query = (
        "tinh=20&lop=nhu-cau.hoat-dong&tim=s%E1%BB%ADa&gap=1&nguoi=1&vat=1&cho=1&khi=khoang&tu=2026-11-23&den=2026-11-29"
        "&loai=road&ky-nang=first-aid&don-vi=doan-xa-van-linh&xa=06505&khung=106.1234,21.2,107,22.25"
    )
    assert MapFilters.read(QueryDict(query)).query() == f"?{query}"


def test_links_of_before_still_mean_the_weekend():
    assert MapFilters.read(QueryDict("cuoi-tuan=1")).when == "cuoi-tuan"


def test_days_given_in_the_wrong_order_are_turned_around():
    filters = MapFilters.read(QueryDict("tu=2026-11-29&den=2026-11-23"))
    assert filters.window == (date(2026, 11, 23), date(2026, 11, 29))


@pytest.mark.parametrize(
    "query",
    [
        "tinh=2x&xa=abc&loai=nothing",
        "tinh=999",
        "sau=%00",
        "sau=abc",
        "chon=khong-co",
        "chon=hoat-dong.khong-co",
        "chon=don-vi.%00",
        "xa=99999",
        "tinh=99",
        "khung=1,2,3",
        "khung=nan,1,2,3",
        "khung=107,21,106,22",
        "khung=inf,-inf,1,1",
        "tu=2026-02-30&den=9999-99-99",
        "ky-nang=khong-co&don-vi=khong-co",
        "lop=gi-do",
        "z=-1",
        "z=999999",
    ],
)
@pytest.mark.parametrize("path", [MAP, f"{MAP}diem.json", f"{MAP}danh-sach/", f"{MAP}nhung/"])
def test_what_cannot_be_read_is_left_out(client, need, path, query):
    assert client.get(f"{path}?{query}").status_code == 200


def test_choosing_in_the_list_selects_on_the_map(client, need):
    page = client.get(f"{MAP}?chon={need.slug}")
    assert page.context["far"].selected.code == "06505"
    assert page.context["near"].selected.code == "06505"
    assert 'aria-current="true"' in page.content.decode().split('id="rows"')[1]


def test_a_number_of_the_map_opens_its_commune_and_narrows_nothing(client, commune_union, neighbour_union, focal_point):
    make_need(neighbour_union, focal_point, title="Ở Quan Sơn")
    for title in ("Một", "Hai"):
        make_need(commune_union, focal_point, title=title)
    page = client.get(f"{MAP}?tinh=20&xa=06505")
    assert sorted(row.spot.title for row in page.context["choice"].rows) == ["Hai", "Một"]
    assert len(titles(page)) == 3
    assert "2 nhu cầu ở xã Vạn Linh" in page.content.decode()


def test_the_sheet_leads_to_the_activity_that_answers(client, commune_union, focal_point, need):
    activity = signed(commune_union, focal_point, need, 3)
    page = client.get(f"{MAP}?chon={need.slug}").content.decode()
    assert f'href="/hoat-dong/{activity.slug}/"' in page
    assert "Tôi giúp được" in page


def test_the_sheet_without_an_activity_says_so_and_names_the_nearest(client, commune_union, neighbour_union, focal_point, secretary, need):
    far = make_activity(neighbour_union, secretary, title="Khám mắt ở Quan Sơn")
    near = make_activity(commune_union, secretary, title="Trồng rừng ở Vạn Linh")
    make_activity(commune_union, secretary, title="Chưa duyệt", status="submitted")
    page = client.get(f"{MAP}?chon={need.slug}")
    assert [found.activity for found in page.context["choice"].answer.near] == [near, far]
    assert "Đoàn xã Vạn Linh đang chuẩn bị hoạt động cho nhu cầu này." in page.content.decode()
    assert "Tôi giúp được" not in page.content.decode()


def test_a_full_activity_answers_nobody(commune_union, focal_point, need):
    signed(commune_union, focal_point, need, 18)
    assert queries.answer_to(need) == queries.Answer(None, [])


def test_the_sheet_names_the_post_and_nobody_else(client, commune_union, focal_point):
    need = make_need(commune_union, focal_point, confirmed_by=focal_point.person)
    for path in (f"{MAP}?chon={need.slug}", f"{MAP}{need.slug}/"):
        page = client.get(path).content.decode()
        assert "Đầu mối của Đoàn xã Vạn Linh xác nhận" in page
        assert focal_point.person.full_name not in page
        assert focal_point.email not in page


def test_provinces_with_needs_are_offered(client, commune_union, focal_point):
    make_need(commune_union, focal_point)
    dak_lak = make_area("66", "Tỉnh Đắk Lắk", "Tỉnh", 12.9, 108.4)
    phu_yen = make_area("22240", "Phường Phú Yên", "Phường", 13.04, 109.31, dak_lak)
    make_need(make_unit("commune_union", "DX-22240", "Đoàn phường Phú Yên", "ĐTN-PY", phu_yen), focal_point, title="Ở Phú Yên")
    page = client.get(f"{MAP}?tinh=66")
    assert [(chip.label, chip.count, chip.is_on) for chip in page.context["provinces"]] == [("Lạng Sơn", 1, False), ("Đắk Lắk", 1, True)]
    assert titles(page) == ["Ở Phú Yên"]


def test_the_map_always_shows_both_archipelagos(client, need):
    for path in (MAP, f"{MAP}?ban-do=ve", f"{MAP}?khung=106,21,107,22", f"{MAP}nhung/"):
        page = client.get(path).content.decode()
        assert page.count("Hoàng Sa") >= 2 <= page.count("Trường Sa")


def test_a_need_has_a_page_that_chat_apps_can_show(client, need):
    page = client.get(f"{MAP}{need.slug}/").content.decode()
    assert f'<meta property="og:title" content="{need.title}">' in page
    assert f'<meta property="og:image" content="http://testserver{MAP}{need.slug}/anh.png?v=' in page
    summary = page.split('og:description" content="')[1].split('"')[0]
    assert summary == f"Xã Vạn Linh · đến {need.ends_on:%d/%m/%Y} · thiếu 12 người"


def test_the_card_of_a_need_is_a_png_that_is_not_drawn_twice(client, need):
    card = client.get(f"{MAP}{need.slug}/anh.png")
    assert (card["Content-Type"], card.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert client.get(f"{MAP}{need.slug}/anh.png", headers={"If-None-Match": card["ETag"]}).status_code == 304


def test_the_page_of_a_closed_need_stays_and_says_so(client, need):
    Need.objects.update(status="closed")
    page = client.get(f"{MAP}{need.slug}/")
    assert (page.status_code, page.context["answer"]) == (200, None)
    assert "Nhu cầu này không còn mở" in page.content.decode()


def test_an_unknown_need_does_not_exist(client, db):
    assert client.get(f"{MAP}khong-co/").status_code == 404
    assert client.get(f"{MAP}khong-co/anh.png").status_code == 404


def test_scripts_in_a_need_stay_text(client, commune_union, focal_point):
    need = make_need(commune_union, focal_point, title="<script>alert(1)</script>")
    for path in (MAP, f"{MAP}?chon={need.slug}", f"{MAP}{need.slug}/"):
        assert "<script>alert" not in client.get(path).content.decode()


@pytest.mark.parametrize(
    "path", [MAP, f"{MAP}?tinh=20&xa=06505", f"{MAP}diem.json", f"{MAP}danh-sach/?khung=106,21,107,22", "CHOSEN", "NEED"]
)
def test_pages_take_the_same_queries_with_few_and_with_many_needs(
    client, commune_union, neighbour_union, focal_point, django_assert_max_num_queries, path
):
    need, *_others = [make_need(unit, focal_point) for unit in (commune_union, neighbour_union, commune_union)]
    path = {"CHOSEN": f"{MAP}?chon={need.slug}", "NEED": f"{MAP}{need.slug}/"}.get(path, path)
    client.get(path)
    shelf.clear()
    with django_assert_max_num_queries(25) as few:
        client.get(path)
    for unit in (commune_union, neighbour_union) * 8:
        signed(unit, focal_point, make_need(unit, focal_point), 2)
    shelf.clear()
    with django_assert_max_num_queries(25) as many:
        client.get(path)
    assert len(many.captured_queries) <= len(few.captured_queries)


def test_the_map_is_kept_until_something_changes(client, need, django_assert_num_queries):
    first = client.get(MAP)
    with django_assert_num_queries(1):
        again = client.get(MAP, headers={"If-None-Match": first["ETag"]})
    assert (first["Cache-Control"], again.status_code) == ("public, max-age=0, s-maxage=15", 304)


def test_the_map_knows_nobody(sign_in, focal_point, need):
    page = sign_in(focal_point).get(MAP)
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert not page.cookies


def test_the_list_goes_on_after_40_needs(client, commune_union, focal_point):
    for number in range(43):
        make_need(commune_union, focal_point, title=f"Nhu cầu số {number}", confirmed_at=timezone.now())
    page = client.get(MAP)
    rest = client.get(f"{MAP}?{page.context['page'].next_query}")
    assert (len(titles(page)), len(titles(rest))) == (40, 3)
