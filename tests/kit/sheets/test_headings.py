"""Where a list begins, and which column is which."""

from aoxanh.kit.sheets.books import Sheet
from aoxanh.kit.sheets.headings import Heading, find_table, key, letter
from aoxanh.kit.sheets.legacy import TCVN3, VNI, from_unicode

KNOWN = (
    Heading("name", "Họ và tên", ("Họ tên",), spreads=True),
    Heading("family", "Họ đệm"),
    Heading("given", "Tên"),
    Heading("born", "Ngày sinh", ("Năm sinh",)),
    Heading("born_women", "Năm sinh nữ"),
    Heading("phone", "Điện thoại", ("Số ĐT",)),
)


def sheet(rows: list[list[str]], *merged: tuple[tuple[int, int], tuple[int, int]]) -> Sheet:
    return Sheet("Sheet1", len(rows), lambda: iter(rows), list(merged))


def columns(rows: list[list[str]], *merged: tuple[tuple[int, int], tuple[int, int]]) -> dict[str, list[int]]:
    table = find_table(sheet(rows, *merged), KNOWN)
    assert table
    return table.columns


def test_columns_are_known_in_any_order_tone_and_case():
    assert columns([["SO DT (Zalo)", "HỌ TÊN *", "ngày  sinh"]]) == {"phone": [0], "name": [1], "born": [2]}


def test_headings_in_old_fonts_are_known():
    for encoding in (TCVN3, VNI):
        assert columns([[from_unicode(text, encoding) for text in ("Họ và tên", "Điện thoại")]]) == {"name": [0], "phone": [1]}


def test_a_name_under_one_merged_heading_is_put_together():
    rows = [["Họ và tên", "", "Điện thoại"], ["Lương Thị", "Thảo", "0387114902"]]
    assert columns(rows, ((0, 0), (0, 1))) == {"name": [0, 1], "phone": [2]}
    assert columns(rows) == {"name": [0, 1], "phone": [2]}


def test_two_storeys_say_more_than_one():
    rows = [["Họ và tên", "", "Năm sinh", ""], ["Họ đệm", "Tên", "Nam", "Nữ"], ["Lương Thị", "Thảo", "", "2005"]]
    found = columns(rows, ((0, 0), (0, 1)), ((0, 2), (0, 3)))
    assert found == {"family": [0], "given": [1], "born": [2], "born_women": [3]}


def test_a_heading_merged_downwards_ends_where_it_ends():
    table = find_table(sheet([["Họ tên", "Điện thoại"], ["", ""], ["An", "0912345678"]], ((0, 0), (1, 0)), ((0, 1), (1, 1))), KNOWN)
    assert table
    assert (table.titles, table.storeys, table.first_row) == (0, 2, 2)


def test_what_nobody_knows_is_named():
    table = find_table(sheet([["STT", "Họ tên", "Điện thoại", "Dân tộc"]]), KNOWN)
    assert table
    assert table.unread == ["Dân tộc"]


def test_a_sheet_without_headings_has_no_table():
    assert find_table(sheet([["Gạo", "3 kg"], ["Muối", "1 kg"]]), KNOWN) is None


def test_keys_and_letters():
    assert (key("Số ĐT (nếu có) *"), letter(0), letter(25), letter(26), letter(701)) == ("so dt", "A", "Z", "AA", "ZZ")
