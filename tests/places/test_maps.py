import re

import pytest
import shapely
from django.template import Context, Template
from django.utils import translation

from aoxanh.places import boundaries, maps
from aoxanh.places.lettering import Spot, box_of, placed_names
from aoxanh.places.models import Area
from aoxanh.places.svg import View
from tests.places.conftest import TODAY

pytestmark = pytest.mark.django_db

KILOBYTE = 1024


def rendered(template: str, **context: object) -> str:
    return Template("{% load places %}" + template).render(Context(context))


def drawing(code: str, **options: object) -> str:
    return rendered("{% province_map drawn %}", drawn=maps.draw(code, title="Bản đồ", **options))


def out_labels(svg: str) -> set[str]:
    return set(re.findall(r'<text class="outlabel"[^>]*>([^<]+)<', svg))


@pytest.mark.parametrize(("code", "count"), [("20", 65), ("66", 102)])
def test_a_province_is_drawn_with_all_its_communes(code, count):
    svg = drawing(code)
    assert len(set(re.findall(r'data-code="(\d{5})" d="M', svg))) == count
    assert len(svg.encode()) < 46 * KILOBYTE


def test_lang_son_with_pins_stays_under_40_kilobytes():
    pins = [maps.Pin(21.6 + step / 100, 106.5, step, "urgent", "Chi Lăng") for step in range(1, 21)]
    assert len(drawing("20", pins=pins, selected="06463").encode()) < 40 * KILOBYTE


def test_a_frame_is_a_thousand_wide_and_true_to_scale():
    frame = maps.province_map("20").frame
    assert (frame.width, round(frame.height)) == (1000, 965)
    x, y = frame.project(frame.north, frame.west)
    right, _ = frame.project(frame.north, frame.west + 0.1)
    _, down = frame.project(frame.north - 0.1, frame.west)
    assert (x, y, round(right / down, 2)) == (0, 0, 0.93)


def test_a_pin_stands_where_the_place_is():
    svg = drawing("20", pins=[maps.Pin(21.6099, 106.546, 7)])
    x, y = maps.province_map("20").frame.project(21.6099, 106.546)
    assert f'<circle class="pin-b" cx="{x}" cy="{y}" r="21.75"/>' in svg


def test_numbers_in_the_drawing_are_not_written_in_vietnamese():
    with translation.override("vi"):
        assert re.findall(r'(?:cx|cy|r|x|y|d|viewBox)="[^"]*,', drawing("20", pins=[maps.Pin(21.6099, 106.546, 7)])) == []


@pytest.mark.parametrize(("count", "tint"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (60, 3)])
def test_the_tint_grows_with_the_count(count, tint):
    assert maps.heat(count) == tint
    svg = drawing("20", counts={"06463": count})
    assert re.findall(r'class="land hot(\d)" data-code="06463"', svg) == ([str(tint)] if tint else [])


def test_the_chosen_commune_has_a_strong_edge():
    assert drawing("20").count('class="selline"') == 0
    assert drawing("20", selected="06463").count('class="selline"') == 1


def test_pins_without_links_make_a_picture_and_pins_with_links_a_group():
    assert 'role="img" aria-label="Bản đồ"' in drawing("20", pins=[maps.Pin(21.6, 106.5, 1)])
    svg = drawing("20", pins=[maps.Pin(21.6, 106.5, 1, title="Xã Chi Lăng: 1 nhu cầu", href="/ban-do/?xa=06463")])
    assert 'role="group" aria-label="Bản đồ"' in svg
    assert '<a href="/ban-do/?xa=06463" aria-label="Xã Chi Lăng: 1 nhu cầu">' in svg


def test_a_title_with_markup_is_escaped():
    assert "<b>" not in rendered("{% province_map drawn %}", drawn=maps.draw("20", title="<b>"))


def test_names_avoid_pins_and_each_other():
    spots = [Spot("Chi Lăng", 0, 0, 20), Spot("Vạn Linh", 0, 40, 20), Spot("Quan Sơn", 60, 0)]
    boxes = [box_of(label, 15) for label in placed_names(spots, 15)]
    assert not any(one.overlaps(other) for index, one in enumerate(boxes) for other in boxes[index + 1 :])


def test_far_maps_name_the_neighbours_and_near_ones_do_not():
    assert out_labels(drawing("20", view=View(-480, -95, 1540, 1170))) >= {
        "CAO BẰNG",
        "THÁI NGUYÊN",
        "BẮC NINH",
        "QUẢNG NINH",
        "TRUNG QUỐC",
    }
    assert out_labels(drawing("20", style=maps.NEAR)) == set()


def test_the_sea_is_ours_and_the_land_beyond_the_border_is_no_sea():
    assert "BIỂN ĐÔNG" in out_labels(drawing("66"))
    assert 'class="sea"' not in drawing("11", view=View(0, 0, 300, 300))


@pytest.mark.parametrize(("code", "label"), [("48", "Quần đảo Hoàng Sa"), ("56", "Quần đảo Trường Sa")])
def test_the_archipelagos_stand_on_the_maps_of_their_provinces(code, label):
    assert f">{label}</text>" in drawing(code)


@pytest.mark.parametrize("code", ["48", "51", "56", "66"])
def test_a_view_that_reaches_the_sea_of_an_archipelago_names_it(code):
    assert ">Quần đảo Hoàng Sa</text>" in drawing(code, view=View(-3000, -6000, 9000, 9000))


@pytest.mark.parametrize("narrow", [True, False])
def test_the_country_has_both_archipelagos_with_their_names(narrow):
    svg = rendered("{% country_inset '20' '66' narrow=narrow %}", narrow=narrow)
    assert re.findall(r'<text class="isle-[ts]"[^>]*>([^<]+)<', svg) == [
        *("Quần đảo", "Hoàng Sa", "(Đà Nẵng)"),
        *("Quần đảo", "Trường Sa", "(Khánh Hòa)"),
    ]
    assert 'aria-label="Việt Nam, với quần đảo Hoàng Sa (Đà Nẵng) và quần đảo Trường Sa (Khánh Hòa)"' in svg
    assert (svg.count('class="vnland"'), svg.count('class="vnhot"'), svg.count('class="isle"')) == (32, 2, 16)
    assert len(svg.encode()) < 20 * KILOBYTE


def test_a_label_stands_inside_its_commune_even_where_the_official_point_does_not():
    todays = Area.objects.filter(level="commune", during__contains=TODAY)
    shape_of = boundaries.communes().shape
    moved = [area for area in todays if maps.label_point(area) != (area.latitude, area.longitude)]
    assert len(moved) == 29
    assert all(shape_of(area.code).contains(shapely.Point(maps.label_point(area)[::-1])) for area in moved)


def test_an_unknown_province_is_not_drawn():
    with pytest.raises(KeyError, match="54"):
        maps.draw("54", title="Phú Yên")


def test_drawing_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        drawing("24", counts={"06463": 3})


@pytest.mark.parametrize(
    ("metres", "text"),
    [
        (40, "40 m"),
        (349, "300 m"),
        (949, "900 m"),
        (950, "1 km"),
        (1240, "1,2 km"),
        (7020, "7 km"),
        (11800, "12 km"),
        (1000000, "1.000 km"),
    ],
)
def test_distances_are_said_as_people_say_them(metres, text):
    with translation.override("vi"):
        assert rendered("{{ metres|distance }}", metres=metres) == text
