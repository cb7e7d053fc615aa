from datetime import date

import pytest

from aoxanh.documents.actions import take_numbers
from aoxanh.documents.queries import Letterhead, letterhead, next_number
from aoxanh.documents.wording import length, official_date, place_and_date, span
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.places.models import Area
from tests.cast import make_unit


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2026, 11, 21), "ngày 21 tháng 11 năm 2026"),
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
    ],
)
def test_small_days_and_the_first_two_months_are_padded(on: date, text: str) -> None:
    assert official_date(on) == text


def test_the_place_stands_before_the_day() -> None:
    assert place_and_date("Vạn Linh", date(2026, 11, 21)) == "Vạn Linh, ngày 21 tháng 11 năm 2026"
    assert place_and_date("", date(2026, 11, 21)) == "Ngày 21 tháng 11 năm 2026"


def test_one_day_is_said_once() -> None:
    assert span(date(2026, 11, 21), date(2026, 11, 21)) == "21/11/2026"
    assert span(date(2026, 9, 28), date(2026, 10, 14)) == "28/09/2026 – 14/10/2026"


@pytest.mark.parametrize(("minutes", "text"), [(240, "4 giờ"), (450, "7 giờ 30 phút"), (45, "45 phút"), (0, "0 phút")])
def test_hours_are_said_exactly(minutes: int, text: str) -> None:
    assert length(minutes) == text


def test_a_committee_speaks_for_its_unit(commune_union: Unit) -> None:
    assert letterhead(commune_union, on=today()) == Letterhead(
        "Tỉnh đoàn Lạng Sơn", "Ban Chấp hành Đoàn xã Vạn Linh", "TM. BAN CHẤP HÀNH", "Vạn Linh"
    )


def test_a_school_speaks_through_its_own_union(provincial_union: Unit, van_linh: Area) -> None:
    school = make_unit("school", "THPT-CL", "Trường THPT Chi Lăng", "ĐTN-CL", van_linh, provincial_union)
    assert letterhead(school, on=today()).issuer == "Ban Chấp hành Đoàn trường THPT Chi Lăng"


def test_what_is_no_committee_speaks_for_itself(province: Area) -> None:
    office = make_unit("department", "SNV", "Sở Nội vụ Lạng Sơn", "SNV", province)
    assert letterhead(office, on=today()) == Letterhead("", "Sở Nội vụ Lạng Sơn", "", "Lạng Sơn")


def test_the_next_number_follows_the_last_of_the_year(commune_union: Unit) -> None:
    take_numbers(commune_union, kind="GCN", year=2026, count=11)
    assert [next_number(commune_union, kind="GCN", year=year) for year in (2026, 2027)] == [12, 1]
