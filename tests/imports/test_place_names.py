"""Which commune a name means."""

from datetime import date

import pytest

from aoxanh.kit.sheets.cells import CellFault
from aoxanh.places.models import Area, Share, Succession
from aoxanh.places.naming import PlaceNames
from tests.cast import make_area
from tests.imports.conftest import y_tich as y_tich

ON = date(2026, 11, 22)


@pytest.fixture
def places(province: Area, van_linh: Area, quan_son: Area, y_tich: Area) -> PlaceNames:
    """Lạng Sơn with Vạn Linh, Quan Sơn and the former Y Tịch; Đắk Lắk with another Quan Sơn and a ward."""
    other = make_area("66", "Tỉnh Đắk Lắk", "Tỉnh", 12.7, 108.0)
    make_area("22240", "Xã Quan Sơn", "Xã", 13.0, 109.3, other)
    make_area("22015", "Phường Tuy Hòa", "Phường", 13.1, 109.3, other)
    old = Area.objects.create(
        level="commune", code="22060", name="Xã Hòa An", kind="Xã", short_name="Hòa An", search_key="xa hoa an", slug="hoa-an",
        latitude=13.0, longitude=109.2, parent=other, during=(None, date(2025, 7, 1)),
    )  # fmt: skip
    for name, share in (("Phường Tuy Hòa", Share.PART_DEFAULT), ("Xã Quan Sơn", Share.PART)):
        Succession.objects.create(old=old, new=Area.objects.get(name=name, parent=other), share=share, on=date(2025, 7, 1))
    return PlaceNames(ON, near=province.pk)


@pytest.mark.parametrize(
    "text", ["Vạn Linh", "xã vạn linh", "XA VAN LINH", "X. Vạn Linh", "06505", "Xã Vạn Linh, tỉnh Lạng Sơn", "Vạn Linh - Lạng Sơn"]
)
def test_a_commune_is_known_however_it_is_written(places: PlaceNames, van_linh: Area, text: str):
    assert places.find(text) == van_linh.pk


def test_of_two_of_one_name_the_near_one_is_meant_unless_a_province_is_named(places: PlaceNames, quan_son: Area):
    assert places.find("Quan Sơn") == quan_son.pk
    assert places.find("Quan Sơn", "Đắk Lắk") == places.find("Quan Sơn, tỉnh Đắk Lắk") != quan_son.pk
    assert places.find("P. Tuy Hòa") == places.find("phường Tuy Hoà")


def fault_of(places: PlaceNames, text: str, province: str = "") -> CellFault:
    with pytest.raises(CellFault) as fault:
        places.find(text, province)
    return fault.value


def test_one_that_ended_says_where_it_went(places: PlaceNames):
    fault = fault_of(places, "Y Tịch")
    assert (fault.code, fault.offers) == ("area_ended", ("Xã Vạn Linh",))
    assert fault.text == "Xã Y Tịch đã nhập vào xã Vạn Linh từ 01/07/2025. Chọn “Vạn Linh” nếu đúng."


def test_one_that_was_divided_offers_its_parts_the_main_one_first(places: PlaceNames):
    fault = fault_of(places, "Hòa An", "Đắk Lắk")
    assert (fault.code, fault.offers) == ("area_ended", ("Phường Tuy Hòa", "Xã Quan Sơn"))
    assert fault.text == "Xã Hòa An đã chia vào phường Tuy Hòa, xã Quan Sơn từ 01/07/2025. Chọn nơi đúng."


def test_one_that_nobody_knows_offers_what_is_alike(places: PlaceNames):
    fault = fault_of(places, "Vạn Lin")
    assert (fault.code, fault.offers) == ("area_unknown", ("Xã Vạn Linh",))


def test_one_that_stands_in_several_provinces_is_asked_about(places: PlaceNames, province: Area):
    far = PlaceNames(ON)
    fault = fault_of(far, "Quan Sơn")
    assert (fault.code, sorted(fault.offers)) == ("area_ambiguous", ["Xã Quan Sơn, tỉnh Lạng Sơn", "Xã Quan Sơn, tỉnh Đắk Lắk"])


def test_an_answer_is_remembered(places: PlaceNames, django_assert_num_queries: object):
    places.find("Vạn Linh")
    fault_of(places, "Y Tịch")
    with django_assert_num_queries(0):  # type: ignore[operator]
        places.find("Vạn Linh")
        fault_of(places, "Y Tịch")
