"""Lists that leave: texts stay texts, no cell starts a formula, what was written is read again."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aoxanh.kit.sheets.books import open_book
from aoxanh.kit.sheets.cells import plain
from aoxanh.kit.sheets.writing import Column, csv_lines, guarded, write_xlsx, xlsx_response

COLUMNS = [Column("Họ và tên"), Column("Điện thoại"), Column("Ngày"), Column("Số"), Column("Có")]
DANGEROUS = ["=1+1", "+84912345678", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', " =1", "\t=1"]


def written(rows: list[list[object]]) -> bytes:
    file = BytesIO()
    write_xlsx(file, COLUMNS, rows, title="Danh sách: tháng [11]")
    return file.getvalue()


def test_a_list_reads_as_it_was_written():
    data = written([["Vi Thị Hạnh", "0912 345 678", date(2004, 5, 20), 12, True], ["Lò Văn Páo", "", None, 0, False]])
    (sheet,) = open_book(data, "a.xlsx")
    assert (sheet.name, list(sheet.rows())) == (
        "Danh sách tháng 11",
        [
            ["Họ và tên", "Điện thoại", "Ngày", "Số", "Có"],
            ["Vi Thị Hạnh", "0912 345 678", "20/05/2004", "12", "x"],
            ["Lò Văn Páo", "", "", "0", ""],
        ],
    )


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_starts_a_formula(text: str):
    (sheet,) = open_book(written([[text]]), "a.xlsx")
    cell = list(sheet.rows())[1][0]
    line = list(csv.reader(StringIO("".join(csv_lines(COLUMNS, [[text]])).removeprefix("\ufeff"))))[1][0]
    assert cell[0] == line[0] == "'"
    assert plain(cell) == plain(line) == " ".join(text.split())


@given(st.text())
def test_what_is_guarded_starts_with_no_sign_of_a_formula(text: str):
    assert not str(guarded(text)).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_download_has_a_name_and_is_no_page():
    response = xlsx_response("danh-sach-2026", COLUMNS, [["An"]], title="Danh sách")
    assert response["Content-Disposition"] == 'attachment; filename="danh-sach-2026.xlsx"'
    (sheet,) = open_book(b"".join(response.streaming_content), "a.xlsx")
    assert next(sheet.rows()) == ["Họ và tên", "Điện thoại", "Ngày", "Số", "Có"]
    response.close()
