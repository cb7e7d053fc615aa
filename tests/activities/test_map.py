"""What actions put on the map and take off it, and the map at the desk."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from aoxanh.activities.actions import approve, cancel, submit
from aoxanh.activities.actions.spots import weigh_map
from aoxanh.activities.queries.spots import activities, needs
from aoxanh.kit.dates import today
from aoxanh.needs.actions import Facts, close_need, count_places, lapse_needs, publish_need
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from aoxanh.people.models import Availability
from aoxanh.places.actions import refresh_spots
from aoxanh.places.layers import SOURCES
from aoxanh.places.models import Layer, Spot
from tests.cast import make_activity, make_need, make_signup

MAP = "/ban-lam-viec/ban-do/"


def standing(*, layer=None):
    found = Spot.objects.filter(gone_at=None)
    return {(spot.title, spot.weight, spot.is_public) for spot in (found.filter(layer=layer) if layer else found)}


def published(unit, by, **facts):
    given = {
        "title": "Dọn đất sạt",
        "kind": "road",
        "people_wanted": 6,
        "starts_on": today(),
        "ends_on": today() + timedelta(days=3),
        "latitude": 21.64,
        "longitude": 106.48,
    }
    return publish_need(unit, facts=Facts(**given | facts), request_id=uuid4(), by=by)


@pytest.mark.usefixtures("ground")
def test_a_need_stands_on_the_map_from_its_publishing_to_its_end(commune_union, focal_point):
    need = published(commune_union, focal_point)
    assert standing() == {("Dọn đất sạt", 6, True)}
    close_need(need, reason="not_needed", by=focal_point)
    assert standing() == {("Dọn đất sạt", 6, False)}


def test_a_need_that_lapses_leaves_the_public_map(commune_union, focal_point):
    make_need(commune_union, focal_point, title="Đã qua", starts_on=today() - timedelta(days=3), ends_on=today() - timedelta(days=1))
    lapse_needs(today())
    assert {is_public for _, _, is_public in standing()} == {False}


def test_places_counted_do_not_change_what_is_missing_but_sign_ups_do(commune_union, focal_point, need, volunteer):
    activity = make_activity(commune_union, focal_point, need=need)
    count_places(need, places=18, by=focal_point)
    assert (need.title, 12, True) in standing()
    make_signup(activity.shifts.get(), volunteer)
    assert (need.title, 12, True) in standing()
    assert weigh_map() == 2
    assert standing() == {(need.title, 11, True), (activity.title, 17, True)}
    assert weigh_map() == 0


def test_an_activity_stands_there_once_it_is_approved(commune_union, secretary, coordinator):
    activity = make_activity(commune_union, secretary, status="draft")
    assert standing() == set()
    submit(activity, by=secretary)
    assert standing() == {(activity.title, 18, False)}
    approve(activity, by=coordinator)
    assert standing() == {(activity.title, 18, True)}
    cancel(activity, reason="Mưa lớn", by=secretary)
    assert standing() == set()


def test_the_nightly_refresh_finds_what_was_written_past_the_actions(commune_union, focal_point, need, activity):
    Need.objects.update(title="Tên khác", urgent=True)
    activity.shifts.all().delete()
    type(activity).objects.update(status="withdrawn")
    assert [refresh_spots(layer) for layer in (Layer.NEED, Layer.ACTIVITY)] == [1, 1]
    assert standing() == {("Tên khác", 12, True)}
    assert [refresh_spots(layer) for layer in (Layer.NEED, Layer.ACTIVITY)] == [0, 0]


def test_units_that_stand_today_are_on_the_map(commune_union, neighbour_union):
    assert refresh_spots(Layer.UNIT) == Unit.objects.filter(area__isnull=False).count()
    Unit.objects.filter(pk=neighbour_union.pk).update(during="[2020-01-01,2021-01-01)")
    assert refresh_spots(Layer.UNIT) == 1
    assert neighbour_union.name not in {title for title, _, _ in standing(layer=Layer.UNIT)}


def test_every_layer_has_a_source():
    assert set(SOURCES) == set(Layer)


def test_sources_take_the_same_statements_for_many(commune_union, focal_point, django_assert_num_queries):
    for _ in range(5):
        make_activity(commune_union, focal_point, need=make_need(commune_union, focal_point))
    with django_assert_num_queries(2):
        assert (len(list(needs(None))), len(list(activities(None)))) == (5, 5)


def points(client, query="?lop=nhu-cau.hoat-dong"):
    return {spot["t"]: spot.get("hidden", 0) for spot in json.loads(client.get(f"{MAP}diem.json{query}&z=18").content)["spots"]}


def test_the_desk_sees_what_waits_in_its_own_units_and_nobody_else_does(
    client, sign_in, commune_union, neighbour_union, secretary, coordinator, outsider, volunteer
):
    place = {"latitude": 21.6, "longitude": 106.4}
    make_activity(commune_union, secretary, title="Chờ duyệt", status="submitted", **place)
    make_activity(neighbour_union, secretary, title="Đang mở", latitude=21.7, longitude=106.6)
    assert points(sign_in(coordinator)) == {"Chờ duyệt": 1, "Đang mở": 0}
    assert points(sign_in(secretary)) == {"Chờ duyệt": 1, "Đang mở": 0}
    assert points(sign_in(outsider)) == {"Đang mở": 0}
    assert "Chờ duyệt" not in client.get("/nhu-cau/diem.json?lop=hoat-dong&z=18").content.decode()
    assert "Chờ duyệt" not in client.get("/nhu-cau/?lop=hoat-dong").content.decode()


def test_the_table_says_who_lacks_most_and_who_lives_there(sign_in, commune_union, neighbour_union, focal_point, coordinator, volunteer):
    make_need(neighbour_union, focal_point, people_wanted=30, urgent=True)
    make_need(commune_union, focal_point, people_wanted=4)
    make_need(commune_union, focal_point, people_wanted=5)
    Availability.objects.create(person=volunteer.person, weekday=5, part="morning")
    page = sign_in(coordinator).get(MAP)
    rows = [(row.area.name, row.needs, row.urgent, row.missing, row.available) for row in page.context["communes"]]
    assert rows == [("Xã Quan Sơn", 1, 1, 30, 0), ("Xã Vạn Linh", 2, 0, 9, 1)]
    assert page.context["communes"][1].living >= 1


def test_the_desk_list_alone_is_the_list_of_the_page(sign_in, commune_union, focal_point, coordinator):
    make_need(commune_union, focal_point)
    client = sign_in(coordinator)
    whole, part = (client.get(path).content.decode() for path in (f"{MAP}?khung=106,21,107,22", f"{MAP}danh-sach/?khung=106,21,107,22"))
    assert part.strip().startswith('<section id="map-list"')
    assert part.count("data-need=") == whole.count("data-need=") == 1


def test_rows_lead_to_the_desk_for_own_units_and_to_the_public_page_for_others(
    sign_in, commune_union, neighbour_union, focal_point, secretary
):
    own, other = make_need(commune_union, focal_point), make_need(neighbour_union, focal_point)
    page = sign_in(secretary).get(MAP).content.decode()
    assert f'href="/ban-lam-viec/nhu-cau/{own.pk}/"' in page
    assert f'href="/nhu-cau/{other.slug}/"' in page


def test_the_desk_map_takes_the_same_statements_with_few_and_with_many(
    sign_in, commune_union, neighbour_union, focal_point, coordinator, django_assert_max_num_queries
):
    client = sign_in(coordinator)
    for unit in (commune_union, neighbour_union):
        make_need(unit, focal_point)
    client.get(MAP)
    with django_assert_max_num_queries(45) as few:
        client.get(MAP)
    for unit in (commune_union, neighbour_union) * 6:
        make_need(unit, focal_point)
    with django_assert_max_num_queries(45) as many:
        client.get(MAP)
    assert len(many.captured_queries) <= len(few.captured_queries)
