"""The Vietnamese lunar calendar against days that everyone knows."""

from datetime import date

import pytest

from aoxanh.kit.holidays import holiday
from aoxanh.kit.lunar import lunar_day


@pytest.mark.parametrize(
    ("year", "tet"),
    [
        (1985, date(1985, 1, 21)),
        (2007, date(2007, 2, 17)),
        (2020, date(2020, 1, 25)),
        (2023, date(2023, 1, 22)),
        (2024, date(2024, 2, 10)),
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
        (2027, date(2027, 2, 6)),
    ],
)
def test_tet_is_on_its_day(year, tet):
    assert lunar_day(year, 1, 1) == tet


@pytest.mark.parametrize(("year", "day"), [(2023, date(2023, 4, 29)), (2024, date(2024, 4, 18)), (2025, date(2025, 4, 7))])
def test_the_day_of_the_hung_kings_follows_leap_months(year, day):
    assert lunar_day(year, 3, 10) == day


def test_an_ordinary_day_is_no_holiday():
    assert (holiday(date(2026, 11, 28)), bool(holiday(date(2026, 9, 2)))) == ("", True)
