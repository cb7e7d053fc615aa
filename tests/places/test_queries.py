from datetime import date
from math import inf

import pytest

from aoxanh.kit.dates import during
from aoxanh.places import queries
from aoxanh.places.models import Area, Level, Share, Succession
from tests.places.conftest import BEFORE, TODAY

pytestmark = pytest.mark.django_db

CHI_LANG = (21.6099, 106.546)
FIRST_DAY = date(2025, 7, 1)


def names(areas) -> list[str]:
    return sorted(area.name for area in areas)


@pytest.mark.parametrize(
    ("code", "before", "since"),
    [
        ("06463", "Thị trấn Đồng Mỏ", "Xã Chi Lăng"),
        ("06475", "Xã Gia Lộc", "Xã Bằng Mạc"),
        ("22240", "Phường Phú Lâm", "Phường Phú Yên"),
    ],
)
def test_a_code_means_another_area_from_the_reorganisation_on(code, before, since):
    assert queries.area_on(code, Level.COMMUNE, BEFORE).name == before
    assert queries.area_on(code, Level.COMMUNE, FIRST_DAY).name == since


def test_a_code_that_nobody_bears_that_day_is_not_found():
    with pytest.raises(Area.DoesNotExist):
        queries.area_on("187", Level.DISTRICT, TODAY)


@pytest.mark.parametrize(
    ("code", "on", "count"), [("20", TODAY, 65), ("20", BEFORE, 194), ("66", TODAY, 102), ("54", BEFORE, 106), ("54", TODAY, 0)]
)
def test_the_communes_of_a_province_on_a_day(code, on, count):
    assert queries.communes_of(code, on).count() == count


def test_children_are_the_areas_right_below(old_chi_lang):
    assert queries.children(old_chi_lang).count() == 20
    assert queries.children(old_chi_lang.parent).count() == 11


def test_an_area_climbs_to_its_province(dong_mo, chi_lang):
    assert queries.province_of(dong_mo).name == queries.province_of(chi_lang).name == "Tỉnh Lạng Sơn"
    assert queries.province_of(dong_mo) != queries.province_of(chi_lang)


def test_chi_langs_20_communes_became_6(old_chi_lang):
    assert names(queries.successors(old_chi_lang, TODAY)) == [
        "Xã Bằng Mạc",
        "Xã Chi Lăng",
        "Xã Chiến Thắng",
        "Xã Nhân Lý",
        "Xã Quan Sơn",
        "Xã Vạn Linh",
    ]


def test_phu_yens_106_communes_became_34_of_dak_lak():
    communes = queries.successors(queries.area_on("54", Level.PROVINCE, BEFORE), TODAY)
    assert len(communes) == 34
    assert {queries.province_of(commune).name for commune in communes} == {"Tỉnh Đắk Lắk"}


def test_lang_son_kept_its_land():
    old = queries.area_on("20", Level.PROVINCE, BEFORE)
    assert queries.successors(old, TODAY) == list(queries.communes_of("20", TODAY))


def test_on_its_own_day_an_area_is_its_own_successor_and_predecessor(chi_lang, dong_mo):
    assert queries.successors(chi_lang, TODAY) == queries.predecessors(chi_lang, TODAY) == [chi_lang]
    assert queries.successors(dong_mo, BEFORE) == [dong_mo]


def test_predecessors_are_the_communes_that_went_in(chi_lang):
    assert names(queries.predecessors(chi_lang, BEFORE)) == ["Thị trấn Chi Lăng", "Thị trấn Đồng Mỏ", "Xã Chi Lăng"]


def test_a_split_commune_has_several_successors_and_one_default():
    hoa_an = queries.area_on("22315", Level.COMMUNE, BEFORE)
    assert names(queries.successors(hoa_an, TODAY)) == ["Phường Tuy Hòa", "Xã Phú Hòa 1"]
    assert queries.default_successor(hoa_an, TODAY).name == "Phường Tuy Hòa"
    assert queries.default_successor(hoa_an, BEFORE) == hoa_an


def test_471_communes_were_split():
    split = Succession.objects.filter(share=Share.PART).values("old").distinct()
    assert split.count() == Succession.objects.filter(share=Share.PART_DEFAULT).count() == 471


def test_an_island_district_without_communes_became_a_special_zone():
    hoang_sa = queries.area_on("498", Level.DISTRICT, BEFORE)
    assert queries.lowest_parts(hoang_sa) == [hoang_sa]
    assert names(queries.successors(hoang_sa, TODAY)) == ["Đặc khu Hoàng Sa"]


def test_successions_are_followed_through_a_later_reorganisation(chi_lang, dong_mo):
    later = date(2026, 9, 1)
    fresh = Area.objects.create(
        level=Level.COMMUNE,
        code="99999",
        name="Phường Chi Lăng",
        kind="Phường",
        short_name="Chi Lăng",
        search_key="phuong chi lang",
        slug="chi-lang",
        latitude=21.6,
        longitude=106.5,
        parent=chi_lang.parent,
        during=during(later),
    )
    Area.objects.filter(pk=chi_lang.pk).update(during=during(FIRST_DAY, later))
    Succession.objects.create(old=chi_lang, new=fresh, share=Share.WHOLE, on=later)
    assert queries.successors(dong_mo, TODAY) == [fresh]
    assert queries.default_successor(dong_mo, TODAY) == fresh
    assert queries.commune_at(*CHI_LANG, on=TODAY) == fresh
    assert queries.distance_to_border_m(fresh, *CHI_LANG) == 0
    assert [near.area for near in queries.suggest_communes(*CHI_LANG, on=TODAY, limit=1)] == [fresh]


def test_successors_cost_the_same_queries_however_many_there_are(django_assert_num_queries, dong_mo):
    with django_assert_num_queries(1):
        queries.successors(dong_mo, TODAY)
    for code in ("20", "54"):
        province = queries.area_on(code, Level.PROVINCE, BEFORE)
        with django_assert_num_queries(3):
            queries.successors(province, TODAY)


def test_a_point_lies_in_a_commune(chi_lang, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.commune_at(*CHI_LANG, on=TODAY)
        assert (found, found.parent.name) == (chi_lang, "Tỉnh Lạng Sơn")


@pytest.mark.parametrize(
    ("latitude", "longitude", "name"),
    [
        (21.8537, 106.7615, "Phường Đông Kinh"),
        (13.0955, 109.3209, "Phường Tuy Hòa"),
        (16.0358, 112.5555, "Đặc khu Hoàng Sa"),
        (7.8847, 110.0122, "Đặc khu Trường Sa"),
        (8.6855, 106.6064, "Đặc khu Côn Đảo"),
    ],
)
def test_points_all_over_the_country_are_found(latitude, longitude, name):
    assert queries.commune_at(latitude, longitude, on=TODAY).name == name


def test_a_point_in_the_sea_or_abroad_lies_in_no_commune():
    assert queries.commune_at(14.0, 112.0, on=TODAY) is None
    assert queries.commune_at(22.5, 107.5, on=TODAY) is None


def test_before_the_borders_a_point_lies_in_the_one_commune_that_became_the_one_there():
    ngoc_long = queries.area_on("00859", Level.COMMUNE, BEFORE)
    assert queries.commune_at(22.99, 105.332, on=BEFORE) == ngoc_long


def test_before_the_borders_a_point_among_several_old_communes_is_undecided():
    assert queries.commune_at(*CHI_LANG, on=BEFORE) is None
    suggested = queries.suggest_communes(*CHI_LANG, on=BEFORE, limit=3)
    assert names(near.area for near in suggested) == ["Thị trấn Chi Lăng", "Xã Chi Lăng", "Xã Cấm Sơn"]


def test_the_distance_to_a_commune_is_nothing_inside_and_metres_outside(chi_lang, old_chi_lang):
    assert queries.distance_to_border_m(chi_lang, *CHI_LANG) == 0
    assert round(queries.distance_to_border_m(chi_lang, 21.6, 106.3), -2) == 17900
    assert round(queries.distance_to_border_m(old_chi_lang, 21.6, 106.3), -2) == 13600


def test_a_place_may_lie_two_kilometres_outside(chi_lang, settings):
    outside = (21.6099, 106.60)
    metres = queries.distance_to_border_m(chi_lang, *outside)
    assert metres > 0
    assert queries.belongs(chi_lang, *outside, within_m=metres)
    assert not queries.belongs(chi_lang, *outside, within_m=metres - 1)
    settings.PLACE_TOLERANCE_M = metres
    assert queries.belongs(chi_lang, *outside)
    settings.PLACE_TOLERANCE_M = metres - 1
    assert not queries.belongs(chi_lang, *outside)


def test_an_old_commune_borrows_its_successors_borders(dong_mo):
    assert queries.belongs(dong_mo, *CHI_LANG)
    assert not queries.belongs(dong_mo, 21.9, 106.9)


def test_an_area_that_nothing_followed_has_no_border(dong_mo):
    dong_mo.successions.all().delete()
    assert queries.distance_to_border_m(dong_mo, *CHI_LANG) == inf
    assert not queries.belongs(dong_mo, *CHI_LANG)


def test_well_outside_a_commune_the_nearest_ones_are_suggested(chi_lang, django_assert_num_queries):
    with django_assert_num_queries(1):
        suggested = queries.suggest_communes(*CHI_LANG, on=TODAY, limit=3)
        assert [near.area.name for near in suggested] == ["Xã Chi Lăng", "Xã Vạn Linh", "Xã Tân Sơn"]
        assert [near.area.parent.name for near in suggested] == ["Tỉnh Lạng Sơn", "Tỉnh Lạng Sơn", "Tỉnh Bắc Ninh"]
    assert [round(near.metres, -2) for near in suggested] == [0, 1900, 2000]


def test_far_out_at_sea_something_is_suggested_still():
    assert queries.suggest_communes(14.0, 112.0, on=TODAY, limit=1)[0].area.name == "Đặc khu Hoàng Sa"


@pytest.mark.parametrize("typed", ["chi lang", "Chi Lăng", "CHI LĂNG", "  chi   lăng ", "xa chi lang"])
def test_communes_are_found_without_tones(typed, chi_lang):
    assert list(queries.search_communes(typed, TODAY, "20")) == [chi_lang]


def test_both_spellings_of_a_tone_find_the_same():
    def found(text):
        return set(queries.search_communes(text, TODAY, "66").values_list("name", flat=True))

    assert found("hòa") == found("hoà") == found("hoa")


def test_tones_that_were_typed_rank_first():
    found = [area.short_name for area in queries.search_communes("Tân Sơn", TODAY)]
    assert found[0] == "Tân Sơn"
    assert queries.search_communes("Tấn Sơn", TODAY)[0].search_key.endswith("tan son")


def test_the_name_itself_comes_before_names_that_hold_it():
    found = [area.short_name for area in queries.search_communes("phu hoa", TODAY)]
    assert found.index("Phú Hòa") < found.index("Phú Hòa 1")


def test_names_that_begin_so_come_before_names_that_hold_it():
    begins = [area.slug.startswith("tan") for area in queries.search_communes("tan", TODAY)]
    assert begins == sorted(begins, reverse=True)
    assert set(begins) == {True, False}


def test_old_communes_are_found_on_their_day():
    assert [area.name for area in queries.search_communes("dong mo", BEFORE, "20")] == ["Thị trấn Đồng Mỏ"]
    assert list(queries.search_communes("dong mo", TODAY, "20")) == []


def test_addresses_of_many_communes_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert {len(area.above) for area in queries.communes_of("54", BEFORE)} == {2}
