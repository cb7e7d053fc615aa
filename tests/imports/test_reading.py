"""From files as they are to rows: sheets, headings, encodings, lines that are no rows."""

from pathlib import Path

import pytest

from aoxanh.accounts.models import User
from aoxanh.imports.models import Import
from aoxanh.kit.refusals import Refused
from aoxanh.kit.sheets.legacy import TCVN3, VNI, from_unicode
from aoxanh.org.models import Unit
from tests.imports.conftest import HEADING, bring, row_of, verdicts, xlsx

FIXTURES = Path(__file__).parent / "files"
PEOPLE = [["1", "Lương Thị Thảo", "08/03/2005", "0387114902", "Vạn Linh"], ["2", "Hứa Văn Đức", "2003", "0912800417", "Vạn Linh"]]


def names(batch: Import) -> list[str]:
    return [row.cells["full_name"] for row in batch.rows.order_by("number")]


def refused(data: bytes, by: User, unit: Unit, name: str = "a.xlsx") -> str:
    with pytest.raises(Refused) as refusal:
        bring(data, by, unit, name=name)
    assert Import.objects.count() == 0
    return refusal.value.code


def test_titles_merged_headings_and_a_line_of_numbers_are_no_rows(secretary: User, commune_union: Unit):
    rows = [
        ["ĐOÀN XÃ VẠN LINH"],
        ["DANH SÁCH ĐOÀN VIÊN NĂM 2026"],
        [],
        ["TT", "", "", "", "Liên hệ", ""],
        ["", "Họ đệm", "Tên", "Nữ", "Số ĐT", "Email"],
        [1, 2, 3, 4, 5, 6],
        [1, "Lương Thị", "Thảo", 2005, "0387 114 902", ""],
        ["II. Chi đoàn thôn Phố Mới"],
        [2, "Hứa Văn", "Đức", 2003, "0912 800 417", ""],
        ["", "Tổng cộng: 2 đoàn viên"],
    ]
    merged = [(0, 0, 0, 5, "ĐOÀN XÃ VẠN LINH"), (3, 1, 3, 2, "Họ và tên"), (3, 0, 4, 0, "TT"), (3, 4, 3, 5, "Liên hệ")]
    rows[0] = []
    rows[3][3] = "Năm sinh"
    batch = bring(xlsx(rows, merged=merged), secretary, commune_union)
    assert verdicts(batch) == {7: "new", 9: "new"}
    assert row_of(batch, 7).clean["facts"] | {"phone": ""} == {
        "full_name": "Lương Thị Thảo",
        "birth_date": None,
        "birth_year": 2005,
        "phone": "",
        "email": "",
        "area_id": None,
        "address": "",
    }
    assert (batch.facts["titles"], batch.facts["storeys"], batch.facts["left_out"]) == (
        3,
        2,
        {"headings": 0, "notes": 2, "numbering": 1},
    )


@pytest.mark.parametrize("encoding", [TCVN3, VNI])
def test_old_fonts_become_unicode(secretary: User, commune_union: Unit, encoding: str):
    rows = [[from_unicode(cell, encoding) for cell in row] for row in [HEADING, *PEOPLE]]
    batch = bring(xlsx(rows), secretary, commune_union)
    assert names(batch) == ["Lương Thị Thảo", "Hứa Văn Đức"]
    assert batch.facts["encoding"] == encoding


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ";"), ("utf-8", ","), ("utf-16", "\t"), ("utf-16-le", ","), ("cp1258", ",")]
)
def test_csv_is_read_in_whatever_it_was_written(secretary: User, commune_union: Unit, encoding: str, delimiter: str):
    text = "\r\n".join(delimiter.join(row) for row in [HEADING, *PEOPLE])
    data = windows_1258(text) if encoding == "cp1258" else text.encode(encoding)
    batch = bring(data, secretary, commune_union, name="danh sach.csv")
    assert names(batch) == ["Lương Thị Thảo", "Hứa Văn Đức"]


def windows_1258(text: str) -> bytes:
    """Letters with their shape, tones as marks after them, as that code page has them."""
    import unicodedata

    marks = "\u0300\u0301\u0303\u0309\u0323"
    found = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in parts if mark in marks)
        found += unicodedata.normalize("NFC", "".join(part for part in parts if part not in marks)) + tones
    return found.encode("cp1258")


def test_csv_in_tcvn3_is_read_too(secretary: User, commune_union: Unit):
    text = "\n".join(",".join(from_unicode(cell, TCVN3) for cell in row) for row in [HEADING, *PEOPLE])
    batch = bring(text.encode("latin-1"), secretary, commune_union, name="ds.csv")
    assert (names(batch), batch.facts["encoding"]) == (["Lương Thị Thảo", "Hứa Văn Đức"], TCVN3)


def test_an_old_workbook_in_tcvn3_is_read(secretary: User, commune_union: Unit):
    batch = bring((FIXTURES / "danh-sach-vntime.xls").read_bytes(), secretary, commune_union, name="danh-sach-vntime.xls")
    assert names(batch) == ["Lương Thị Thảo", "Hứa Văn Đức", "Vy Văn Tuấn"]
    assert batch.facts["encoding"] == TCVN3
    assert row_of(batch, 5).clean["facts"]["birth_date"] == "2005-03-08"


def test_a_heading_that_comes_again_on_every_page_is_no_row(secretary: User, commune_union: Unit):
    batch = bring(xlsx([HEADING, PEOPLE[0], HEADING, PEOPLE[1]]), secretary, commune_union)
    assert (names(batch), batch.facts["left_out"]["headings"]) == (["Lương Thị Thảo", "Hứa Văn Đức"], 1)


def test_another_sheet_of_the_file_can_be_read_instead(secretary: User, commune_union: Unit):
    from io import BytesIO

    from xlsxwriter import Workbook

    from aoxanh.imports import actions

    file = BytesIO()
    book = Workbook(file)
    for name, person in (("Quý 1", PEOPLE[0]), ("Quý 2", PEOPLE[1])):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, person)
    book.close()
    batch = bring(file.getvalue(), secretary, commune_union)
    assert (batch.sheet, batch.facts["others"], names(batch)) == ("Quý 1", ["Quý 2"], ["Lương Thị Thảo"])
    batch = actions.read_sheet(batch, sheet="Quý 2", by=secretary)
    assert (batch.sheet, names(batch)) == ("Quý 2", ["Hứa Văn Đức"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7 not a list", "not_a_workbook"),
        (b"<html><table><tr><td>H\xe1\xbb\x8d t\xc3\xaan</td></tr></table></html>", "not_a_workbook"),
        (b"PK\x03\x04" + b"x" * 500, "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not_a_workbook"),
        (xlsx([["Mặt hàng", "Số lượng"], ["Gạo", 3]]), "no_known_heading"),
        (xlsx([HEADING]), "no_rows"),
        (xlsx([["Ngày sinh", "Điện thoại"], ["2001", "0912800417"]]), "heading_missing"),
        (xlsx([["Họ và tên", "Điện thoại", "SĐT"], ["An", "0912800417", "0912800417"]]), "two_headings"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_code(secretary: User, commune_union: Unit, data: bytes, code: str):
    assert refused(data, secretary, commune_union) == code


def test_two_lists_on_one_sheet_are_refused(secretary: User, commune_union: Unit):
    second = ["STT", "Họ và tên", "Số điện thoại", "Ngày sinh", "Xã"]
    assert refused(xlsx([HEADING, *PEOPLE, [], second, ["1", "An", "0912800417", "2001", ""]]), secretary, commune_union) == "two_tables"


def test_a_file_beyond_the_limit_is_refused(secretary: User, commune_union: Unit):
    assert refused(b"PK" + b"\0" * (21 * 2**20), secretary, commune_union) == "file_too_large"


def test_a_bomb_is_refused_before_it_is_unpacked(secretary: User, commune_union: Unit):
    import zipfile
    from io import BytesIO

    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * (100 * 2**20))
    assert refused(file.getvalue(), secretary, commune_union) == "file_too_large"


def test_a_list_that_is_too_long_is_refused(secretary: User, commune_union: Unit, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("aoxanh.imports.reading.MOST_ROWS", 1)
    assert refused(xlsx([HEADING, *PEOPLE]), secretary, commune_union) == "too_many_rows"
