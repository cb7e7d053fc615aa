import gzip
import json

import pytest
import shapely
from django.test import Client

from aoxanh.places import geojson, queries
from aoxanh.places.models import Level
from tests.places.conftest import TODAY

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def collection(response) -> list[dict]:
    return json.loads(response.content)["features"]


def test_the_provinces_come_as_geojson(client: Client):
    response = client.get("/dia-gioi/tinh.json")
    assert (response.status_code, response["Content-Type"]) == (200, "application/geo+json")
    features = collection(response)
    assert len(features) == 34
    assert all(shapely.from_geojson(json.dumps(feature["geometry"])).area > 0 for feature in features)


def test_the_communes_of_a_province_come_with_code_name_and_centre(client: Client):
    features = {feature["properties"]["code"]: feature["properties"] for feature in collection(client.get("/dia-gioi/20.json"))}
    assert len(features) == 65
    assert features["06463"] == {"code": "06463", "name": "Xã Chi Lăng", "short": "Chi Lăng", "centre": [106.546, 21.6099]}


@pytest.mark.parametrize(
    "path", ["/dia-gioi/54.json", "/dia-gioi/99.json", "/dia-gioi/2.json", "/dia-gioi/../etc.json", "/dia-gioi/xx.json"]
)
def test_a_province_that_is_none_today_is_not_found(client: Client, path):
    assert client.get(path).status_code == 404


def test_borders_are_sent_compressed_to_who_can_read_that(client: Client):
    plain = client.get("/dia-gioi/20.json")
    compressed = client.get("/dia-gioi/20.json", headers={"Accept-Encoding": "gzip, br"})
    assert (plain.headers.get("Content-Encoding"), compressed["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(compressed.content) == plain.content
    assert "Accept-Encoding" in plain["Vary"]


def test_borders_that_have_not_changed_are_not_sent_again(client: Client):
    tag = client.get("/dia-gioi/20.json")["ETag"]
    again = client.get("/dia-gioi/20.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert client.get("/dia-gioi/66.json", headers={"If-None-Match": tag}).status_code == 200


def test_borders_named_with_their_version_may_be_kept_for_good(client: Client):
    assert client.get("/dia-gioi/20.json")["Cache-Control"] == "public, max-age=86400"
    assert client.get(geojson.url("20"))["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/dia-gioi/20.json?v=0")["Cache-Control"] == "public, max-age=86400"
    assert client.get(geojson.url())["Cache-Control"] == "public, max-age=31536000, immutable"


def test_borders_need_no_database(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/dia-gioi/24.json").status_code == 200


def test_borders_are_only_read(client: Client):
    assert client.post("/dia-gioi/20.json").status_code == 405


def test_communes_are_offered_as_radio_buttons(client: Client, chi_lang):
    response = client.get("/dia-gioi/xa/", {"q": "chi lang", "province": "20", "name": "commune"})
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count('type="radio"') == 1
    assert f'name="commune" value="{chi_lang.pk}" data-latitude="21.6099" data-longitude="106.546"' in html
    assert "Xã Chi Lăng" in html
    assert "Tỉnh Lạng Sơn" in html


def test_a_long_list_says_that_there_is_more(client: Client):
    html = client.get("/dia-gioi/xa/", {"q": "tan"}).content.decode()
    assert html.count('type="radio"') == 12
    assert "Còn nữa. Gõ tên dài hơn." in html


def test_an_unknown_name_says_so_and_is_escaped(client: Client):
    html = client.get("/dia-gioi/xa/", {"q": "<b>xyz"}).content.decode()
    assert "Không có xã nào tên “&lt;b&gt;xyz”. Gõ ít chữ hơn, không cần dấu." in html


def test_old_communes_are_offered_with_district_and_province(client: Client, dong_mo):
    html = client.get("/dia-gioi/xa/", {"q": "dong mo", "on": "2025-06-30", "province": "20"}).content.decode()
    assert f'value="{dong_mo.pk}"' in html
    assert "Huyện Chi Lăng, Tỉnh Lạng Sơn" in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "Gõ ít nhất 2 chữ cái của tên xã."),
        ({"q": "a"}, "Gõ ít nhất 2 chữ cái của tên xã."),
        ({"q": "a" * 61}, "Gõ không quá 60 chữ cái."),
        ({"q": "chi\x00lang"}, "Null"),
        ({"q": "chi lang", "province": "2"}, "Mã tỉnh có 2 chữ số, ví dụ 20."),
        ({"q": "chi lang", "on": "31/02/2026"}, "Ghi ngày theo năm-tháng-ngày."),
        ({"q": "chi lang", "name": "a'b"}, "Tên này không dùng được cho một ô nhập."),
    ],
)
def test_a_bad_search_is_answered_with_a_sentence(client: Client, query, sentence):
    response = client.get("/dia-gioi/xa/", query)
    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize("query", ["tan", "chi lang"])
def test_a_search_costs_one_query(client: Client, django_assert_num_queries, query):
    with django_assert_num_queries(1):
        client.get("/dia-gioi/xa/", {"q": query})


def test_a_point_is_answered_with_its_commune_and_the_nearest(client: Client, chi_lang):
    answer = client.get("/dia-gioi/tai/", {"lat": "21.6099", "lon": "106.546"}).json()
    assert answer["commune"] == {
        "id": str(chi_lang.pk),
        "code": "06463",
        "name": "Xã Chi Lăng",
        "province": "Tỉnh Lạng Sơn",
        "latitude": 21.6099,
        "longitude": 106.546,
    }
    assert [near["name"] for near in answer["nearby"]][:2] == ["Xã Chi Lăng", "Xã Vạn Linh"]
    assert answer["tolerance"] == 2000


def test_a_point_at_sea_has_no_commune_but_near_ones(client: Client):
    answer = client.get("/dia-gioi/tai/", {"lat": "14", "lon": "112"}).json()
    assert (answer["commune"], answer["nearby"][0]["name"]) == (None, "Đặc khu Hoàng Sa")


def test_the_form_asks_which_commune_is_meant(client: Client, chi_lang):
    html = client.get("/dia-gioi/tai/", {"lat": "21.6099", "lon": "106.546"}, headers=HTMX).content.decode()
    assert "Điểm này nằm ở Xã Chi Lăng." in html
    assert html.count('type="radio"') == 5
    assert html.count(" checked") == 1
    assert "cách 1,9 km" in html
    html = client.get("/dia-gioi/tai/", {"lat": "14", "lon": "112"}, headers=HTMX).content.decode()
    assert "Bạn muốn nói xã nào?" in html
    assert html.count(" checked") == 0


@pytest.mark.parametrize(
    ("latitude", "longitude", "field", "sentence"),
    [
        ("", "106", "lat", "Ghi vĩ độ bằng số, ví dụ 21,6099."),
        ("bắc", "106", "lat", "Ghi vĩ độ bằng số, ví dụ 21,6099."),
        ("nan", "106", "lat", "Ghi vĩ độ bằng số, ví dụ 21,6099."),
        ("inf", "106", "lat", "Ghi vĩ độ bằng số, ví dụ 21,6099."),
        ("5.9", "106", "lat", "Điểm này nằm ngoài Việt Nam. Vĩ độ từ 6 đến 23,5."),
        ("106", "21", "lat", "Điểm này nằm ngoài Việt Nam. Vĩ độ từ 6 đến 23,5."),
        ("21", "", "lon", "Ghi kinh độ bằng số, ví dụ 106,546."),
        ("21", "120", "lon", "Điểm này nằm ngoài Việt Nam. Kinh độ từ 102 đến 118."),
    ],
)
def test_a_bad_point_is_answered_with_a_sentence(client: Client, latitude, longitude, field, sentence):
    query = {"lat": latitude, "lon": longitude}
    response = client.get("/dia-gioi/tai/", query)
    assert (response.status_code, response.json()["errors"][field]) == (422, [sentence])
    response = client.get("/dia-gioi/tai/", query, headers=HTMX)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_every_island_is_within_the_bounds_of_a_valid_point(client: Client):
    for area in queries.areas_on(Level.COMMUNE, TODAY).filter(kind="Đặc khu"):
        assert client.get("/dia-gioi/tai/", {"lat": area.latitude, "lon": area.longitude}).status_code == 200
