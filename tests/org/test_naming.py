"""Which unit a name means."""

from datetime import date

import pytest

from aoxanh.kit.dates import during
from aoxanh.kit.sheets.cells import CellFault
from aoxanh.org.models import Succession, Unit
from aoxanh.org.naming import UnitNames
from tests.cast import make_unit


@pytest.fixture
def names(provincial_union: Unit, commune_union: Unit, neighbour_union: Unit) -> UnitNames:
    old = make_unit("commune_union", "DX-06490", "Đoàn xã Y Tịch", "ĐTN-YT", commune_union.area)  # type: ignore[arg-type]
    Unit.objects.filter(pk=old.pk).update(during=during(date(2020, 1, 1), date(2025, 7, 1)))
    Succession.objects.create(predecessor=old, successor=commune_union, on=date(2025, 7, 1), share="whole")
    return UnitNames(provincial_union.pk, date(2026, 11, 22))


@pytest.mark.parametrize("text", ["Đoàn xã Vạn Linh", "doan xa van linh", "DX-06505", " Đoàn  xã Vạn Linh "])
def test_a_unit_is_known_by_name_or_code(names: UnitNames, commune_union: Unit, text: str):
    assert names.find(text) == commune_union.pk


def test_what_nobody_knows_is_none(names: UnitNames):
    assert names.find("Chi đoàn trên mây") is None


def test_one_that_ended_leads_to_its_heir(names: UnitNames):
    with pytest.raises(CellFault) as fault:
        names.find("Đoàn xã Y Tịch")
    assert (fault.value.code, fault.value.offers) == ("unit_ended", ("Đoàn xã Vạn Linh",))
    assert fault.value.text == "Đoàn xã Y Tịch đã nhập vào Đoàn xã Vạn Linh từ 01/07/2025. Chọn “Đoàn xã Vạn Linh” nếu đúng."


def test_of_two_of_one_name_the_code_is_asked_for(provincial_union: Unit, commune_union: Unit, neighbour_union: Unit):
    Unit.objects.filter(pk=neighbour_union.pk).update(short_name=commune_union.name)
    with pytest.raises(CellFault) as fault:
        UnitNames(provincial_union.pk, date(2026, 11, 22)).find("Đoàn xã Vạn Linh")
    assert (fault.value.code, sorted(fault.value.offers)) == ("unit_ambiguous", ["DX-06505", "DX-06517"])


def test_a_unit_elsewhere_is_not_known_here(commune_union: Unit, neighbour_union: Unit):
    assert UnitNames(commune_union.pk, date(2026, 11, 22)).find("Đoàn xã Quan Sơn") is None
