from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.attendance.models import CheckIn
from aoxanh.kit.dates import today
from aoxanh.kit.public import shelf
from aoxanh.portal.queries import home as queries
from aoxanh.records.models import DeclaredWork
from tests.cast import count_turn, make_activity, make_area, make_need, make_signup, noon


@pytest.fixture(autouse=True)
def empty_shelf() -> None:
    shelf.clear()


def hours(days, places=18, taken=0, at=0):
    """A shift of four hours that begins at noon plus `at`, so many days ahead."""
    start = noon(days) + timedelta(hours=at)
    return [(start, start + timedelta(hours=4), places)]


@pytest.fixture
def plan(commune_union, secretary):
    def make(days, places=18, taken=0, unit=None, **facts):
        activity = make_activity(unit or commune_union, secretary, shifts=hours(days, places), **facts)
        activity.shifts.update(taken=taken)
        return activity

    return make


def test_the_page_stands_when_there_is_nothing_at_all(client, db):
    page = client.get("/")
    assert page.status_code == 200
    assert "Việc tình nguyện gần bạn" in page.content.decode()


def test_the_headline_names_place_week_and_free_places(client, plan):
    plan(1, places=18, taken=12)
    plan(6, places=8, taken=3)
    page = client.get("/").content.decode()
    assert "Tuần này quanh Vạn Linh còn 11 chỗ cần người" in page
    assert "2 hoạt động trong vòng 25 km" in page


def test_what_has_begun_is_past_the_week_or_is_not_open_does_not_count(client, plan):
    counted = plan(2)
    plan(-1)
    plan(7)
    for status in ("draft", "submitted", "cancelled", "closed"):
        plan(2, status=status)
    week = client.get("/").context["week"]
    assert [turn.activity for turn in week.turns] == [counted]


def test_the_place_is_the_busiest_commune_unless_the_address_names_one(client, plan, neighbour_union, van_linh, quan_son):
    plan(1, places=5)
    plan(1, places=9, unit=neighbour_union)
    assert client.get("/").context["area"] == quan_son
    assert client.get("/?noi=06505").context["area"] == van_linh


def test_where_nothing_is_planned_the_commune_with_most_needs_is_shown(client, need, van_linh):
    page = client.get("/")
    assert page.context["area"] == van_linh
    assert "Tuần này quanh Vạn Linh chưa có hoạt động" in page.content.decode()


@pytest.mark.parametrize("query", ["?noi=00000", "?noi=abc", "?noi=%00", "?ngay=31-02", "?ngay=2020-01-01", "?ngay="])
def test_what_cannot_be_read_in_the_address_is_left_out(client, plan, query):
    plan(1)
    assert client.get(f"/{query}").context["area"].code == "06505"


def test_only_what_is_within_25_km_counts(client, plan, commune_union):
    near = plan(1, latitude=21.6405 + 0.2)
    plan(1, latitude=21.6405 + 0.24)
    plan(1, latitude=21.6405 + 0.2, longitude=106.485 + 0.2)
    assert [turn.activity for turn in client.get("/?noi=06505").context["week"].turns] == [near]


def test_distances_are_from_the_commune(client, plan, neighbour_union):
    plan(1, unit=neighbour_union, longitude=106.6)
    assert "Xã Quan Sơn, cách 12 km" in client.get("/?noi=06505").content.decode()


def test_the_strip_keeps_empty_days_and_chooses_the_first_with_a_free_place(client, plan):
    plan(1, places=4, taken=4)
    wanted = plan(3)
    page = client.get("/")
    assert page.context["week"].days == [(today() + timedelta(days=n), {1: 1, 3: 1}.get(n, 0)) for n in range(7)]
    assert page.context["day"] == today() + timedelta(days=3)
    assert [turn.activity for turn in page.context["turns"]] == [wanted]


def test_the_address_chooses_a_day_and_keeps_the_place(client, plan):
    first, other = plan(1), plan(3)
    page = client.get(f"/?noi=06505&ngay={today() + timedelta(days=3)}")
    assert [turn.activity for turn in page.context["turns"]] == [other]
    assert f"?noi=06505&amp;ngay={today() + timedelta(days=1)}" in page.content.decode()
    assert first.title


def test_shifts_of_one_day_are_one_line(client, commune_union, secretary):
    make_activity(commune_union, secretary, shifts=hours(2, 5) + hours(2, 7, at=5) + hours(3, 9))
    week = client.get("/").context["week"]
    assert [(turn.places, turn.day) for turn in week.turns] == [(12, today() + timedelta(days=2)), (9, today() + timedelta(days=3))]
    assert week.activities == 1


def test_a_week_without_a_free_place_says_so(client, plan):
    plan(1, places=4, taken=4)
    assert "Tuần này quanh Vạn Linh đã đủ người" in client.get("/").content.decode()


def test_urgent_needs_are_those_confirmed_this_week(client, commune_union, focal_point):
    shown = make_need(commune_union, focal_point, urgent=True)
    make_need(commune_union, focal_point, urgent=True, confirmed_at=timezone.now() - timedelta(days=8))
    make_need(commune_union, focal_point)
    assert list(client.get("/").context["urgent"]) == [shown]


def test_the_map_counts_needs_in_yellow_and_activities_in_blue(client, plan, neighbour_union, need):
    plan(1, unit=neighbour_union, longitude=106.6)
    pins = {placed.pin.name: (placed.pin.kind, placed.pin.count) for placed in client.get("/?noi=06505").context["wide"].pins}
    assert pins == {"Vạn Linh": ("need", 1), "Quan Sơn": ("act", 1)}


def test_figures_of_the_year_have_their_denominators(commune_union, secretary, volunteer, other_volunteer, province):
    def over(status, days=-2):
        return make_activity(commune_union, secretary, shifts=hours(days), status=status)

    recorded = over("recorded")
    over("closed")
    over("cancelled")
    over("draft")
    make_activity(commune_union, secretary, shifts=hours(-800), status="recorded")
    DeclaredWork.objects.create(unit=commune_union, title="Dọn chợ", ended_on=today(), request_id=uuid4(), declared_by=secretary)
    for person in (volunteer, other_volunteer):
        signup = make_signup(recorded.shifts.get(), person)
        CheckIn.objects.create(signup=signup, scan_id=uuid4(), at=timezone.now(), method="roster", by=secretary)
        count_turn(signup, minutes=150, on=today(), source="check_out", by=secretary)
    year = queries.year_of(province, today())
    assert (year.recorded, year.planned, year.people, year.minutes) == (1, 3, 2, 300)


def test_a_commune_is_found_without_tones(client, van_linh, quan_son):
    page = client.get("/noi/", {"tim": "van linh"})
    assert list(page.context["found"]) == [van_linh]
    assert '/?noi=06505"' in page.content.decode()


@pytest.mark.parametrize("text", ["", "v", "\0", "%", "x" * 300])
def test_odd_names_of_communes_break_nothing(client, van_linh, text):
    assert client.get("/noi/", {"tim": text}).status_code == 200


def test_communes_where_people_are_wanted_are_offered(client, plan, neighbour_union, van_linh, quan_son):
    plan(1, places=5)
    plan(1, places=9, unit=neighbour_union)
    plan(1, places=4, taken=4, unit=neighbour_union)
    assert client.get("/noi/").context["busy"] == [(quan_son, 9), (van_linh, 5)]


@pytest.mark.parametrize("path", ["/", "/noi/", "/?noi=06505"])
def test_pages_take_the_same_queries_with_few_and_with_many_rows(
    client, plan, neighbour_union, commune_union, focal_point, django_assert_max_num_queries, path
):
    plan(1)
    plan(1, unit=neighbour_union)
    make_need(commune_union, focal_point, urgent=True)
    client.get(path)
    shelf.clear()
    with django_assert_max_num_queries(20) as few:
        client.get(path)
    for _ in range(8):
        plan(2)
        plan(2, unit=neighbour_union)
        make_need(neighbour_union, focal_point, urgent=True)
    shelf.clear()
    with django_assert_max_num_queries(20) as many:
        client.get(path)
    assert len(many.captured_queries) == len(few.captured_queries)


def test_the_home_page_is_the_same_for_everyone_and_kept(client, plan, sign_in, volunteer, django_assert_num_queries):
    plan(1)
    first = client.get("/")
    with django_assert_num_queries(1):
        assert client.get("/").content == first.content
    assert sign_in(volunteer).get("/").content == first.content


def test_the_home_page_speaks_english_too(client, plan):
    plan(1)
    assert "This week 18 places around Vạn Linh wait for people" in client.get("/en/").content.decode()


def test_a_commune_of_another_province_has_its_own_map(client, db):
    dak_lak = make_area("66", "Tỉnh Đắk Lắk", "Tỉnh", 12.9, 108.4)
    make_area("22240", "Phường Phú Yên", "Phường", 13.04, 109.31, dak_lak)
    page = client.get("/?noi=22240")
    assert page.context["wide"].province.code == "66"
