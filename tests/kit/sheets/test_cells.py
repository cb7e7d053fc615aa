"""Cells as people and Excel write them."""

from datetime import date

import pytest

from aoxanh.kit.sheets.cells import CellFault, plain, read_birth, read_day, read_mark, read_name, with_lost_zero


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("08/03/2005", date(2005, 3, 8)),
        ("8.3.2005", date(2005, 3, 8)),
        ("8-3-05", date(2005, 3, 8)),
        ("8/3/98", date(1998, 3, 8)),
        ("2005-03-08", date(2005, 3, 8)),
        ("08/03/2005 00:00:00", date(2005, 3, 8)),
        ("08032005", date(2005, 3, 8)),
        ("38419", date(2005, 3, 8)),
        ("29/02/2004", date(2004, 2, 29)),
    ],
)
def test_a_day_is_read_however_it_is_written(typed: str, day: date):
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        ("31/02/2005", "no_such_day", "Tháng 2 không có ngày 31."),
        ("29/02/2005", "no_such_day", "Tháng 2 năm 2005 không có ngày 29."),
        ("31/04/2005", "no_such_day", "Tháng 4 không có ngày 31."),
        ("12/31/2004", "no_such_month", "Không có tháng 31."),
        ("08/03/0205", "no_such_year", "Không có năm 205. Viết năm đủ 4 chữ số."),
        ("mùng 3 Tết", "not_a_day", "“mùng 3 Tết” không phải ngày. Viết ngày/tháng/năm, như 31/12/2004."),
    ],
)
def test_what_is_no_day_says_why(typed: str, code: str, sentence: str):
    with pytest.raises(CellFault) as fault:
        read_day(typed)
    assert (fault.value.code, fault.value.text) == (code, sentence)


def test_month_before_day_is_offered_the_other_way_round():
    with pytest.raises(CellFault) as fault:
        read_day("12/31/2004")
    assert fault.value.offers == ("31/12/2004",)


@pytest.mark.parametrize(
    ("typed", "born"), [("2004", (2004, "")), ("03/2004", (2004, "year_only")), ("38419", (date(2005, 3, 8), "serial"))]
)
def test_a_birth_may_be_a_year(typed: str, born: tuple[date | int, str]):
    assert read_birth(typed) == born


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("VI THỊ HẠNH", ("Vi Thị Hạnh", "capitals")),
        ("vi thị hạnh", ("Vi Thị Hạnh", "capitals")),
        ("NguyễN văn nam", ("Nguyễn Văn Nam", "capitals")),
        ("H'HEN NIÊ", ("H'Hen Niê", "capitals")),
        ("H'Hen Niê", ("H'Hen Niê", "")),
        ("Y-Bih Alêô", ("Y-Bih Alêô", "")),
        ("Lý Văn Páo", ("Lý Văn Páo", "")),
    ],
)
def test_capitals_are_put_right_where_they_are_odd(typed: str, name: tuple[str, str]):
    assert read_name(typed) == name


def test_a_name_with_figures_is_none():
    with pytest.raises(CellFault, match="digits_in_name"):
        read_name("Vi Thị Hạnh 2004")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("912345678", ("0912345678", "zero")),
        ("0912345678", ("0912345678", "")),
        ("12345678", ("12345678", "")),
        ("912.345.678", ("0912345678", "zero")),
    ],
)
def test_the_zero_that_excel_ate_comes_back(typed: str, number: tuple[str, str]):
    assert with_lost_zero(typed) == number


def test_spaces_accents_and_guards_are_tidied():
    decomposed = "Vi  Thi\u0323 Ha\u0323nh\u00a0"
    assert (plain(decomposed), plain("'=1+1"), plain("'Hen"), plain("  a  ")) == ("Vi Thị Hạnh", "=1+1", "'Hen", "a")


@pytest.mark.parametrize(("typed", "is_set"), [("x", True), ("X", True), ("Có", True), ("", False), ("không", False), ("0", False)])
def test_a_tick_is_read(typed: str, is_set: bool):
    assert read_mark(typed) is is_set


def test_what_is_no_tick_is_a_fault():
    with pytest.raises(CellFault, match="not_a_mark"):
        read_mark("để sau")
