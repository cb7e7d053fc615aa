"""What a list of units means."""

from datetime import date

from aoxanh.accounts.models import User
from aoxanh.imports import actions
from aoxanh.org.models import Parentage, Unit
from aoxanh.places.models import Area
from tests.cast import make_unit
from tests.imports.conftest import bring, row_of, verdicts, xlsx

HEADING = ["Mã", "Tên đơn vị", "Loại", "Trực thuộc", "Xã", "Điện thoại", "Thành lập"]


def listed(by: User, unit: Unit, *rows: list[object]):
    return bring(xlsx([HEADING, *rows]), by, unit, kind="units", name="don vi.xlsx")


def test_units_are_founded_under_units_of_the_same_list(coordinator: User, provincial_union: Unit, commune_union: Unit, van_linh: Area):
    rows = [
        ["T-1", "Trường THPT Vạn Linh", "Trường", "Đoàn xã Vạn Linh", "Vạn Linh", "0205 3812 345", 1998],
        ["CĐ-10A", "Chi đoàn 10A", "Chi đoàn", "T-1", "", "", "05/09/2025"],
        ["", "Chi đoàn thôn Phố Mới", "Chi đoàn", "Đoàn xã Vạn Linh", "", "", ""],
    ]
    batch = actions.commit(listed(coordinator, provincial_union, *rows), by=coordinator)
    assert batch.counts == {"written_new": 3}
    school, chapter = Unit.objects.get(code="T-1"), Unit.objects.get(code="CĐ-10A")
    assert (school.kind, school.area, school.during.lower, school.slug) == ("school", van_linh, date(1998, 1, 1), "truong-thpt-van-linh")
    assert Parentage.objects.get(child=chapter).parent == school
    again = listed(coordinator, provincial_union, *rows)
    assert again.counts == {"same": 3}
    actions.undo(batch, by=coordinator)
    assert not Unit.objects.filter(name__startswith="Chi đoàn").exists()


def test_a_name_a_kind_or_a_place_in_the_tree_changes_by_an_event_only(coordinator: User, provincial_union: Unit, commune_union: Unit):
    batch = listed(
        coordinator,
        provincial_union,
        ["DX-06505", "Đoàn phường Vạn Linh", "Đoàn xã", "Tỉnh đoàn Lạng Sơn", "", "", ""],
        ["DX-06505", "Đoàn xã Vạn Linh", "Trường", "Tỉnh đoàn Lạng Sơn", "", "", ""],
    )
    assert {number: list(row_of(batch, number).faults) for number in verdicts(batch)} == {2: ["name"], 3: ["kind"]}


def test_what_may_not_stand_there_or_is_unknown_says_so(
    coordinator: User, provincial_union: Unit, commune_union: Unit, neighbour_union: Unit
):
    outside = make_unit("provincial_union", "TD-66", "Tỉnh đoàn Đắk Lắk", "TĐTN", provincial_union.area)
    batch = listed(
        coordinator,
        provincial_union,
        ["X-1", "Đoàn xã Mới", "Đoàn xã", "Đoàn xã Vạn Linh", "", "", ""],
        ["X-2", "Chi đoàn A", "Câu lạc bộ bay", "", "", "", ""],
        ["X-3", "Chi đoàn B", "Chi đoàn", "Đoàn xã Mơ Hồ", "", "", ""],
        [outside.code, "Tỉnh đoàn Đắk Lắk", "Tỉnh đoàn", "", "", "", ""],
        ["X-4", "", "Chi đoàn", "Đoàn xã Vạn Linh", "", "", ""],
    )
    assert {number: sorted(fault["code"] for fault in row_of(batch, number).faults.values()) for number in verdicts(batch)} == {
        2: ["may_not_stand"],
        3: ["kind_unknown"],
        4: ["parent_unknown"],
        5: ["code_taken"],
        6: ["name_missing"],
    }


def test_contacts_of_a_unit_change_and_change_back(coordinator: User, provincial_union: Unit, commune_union: Unit):
    batch = listed(coordinator, provincial_union, ["DX-06505", "Đoàn xã Vạn Linh", "Đoàn xã", "", "", "0971556308", ""])
    assert batch.counts == {"changed": 1}
    batch = actions.commit(batch, by=coordinator)
    commune_union.refresh_from_db()
    assert commune_union.phone == "+84971556308"
    actions.undo(batch, by=coordinator)
    commune_union.refresh_from_db()
    assert commune_union.phone == ""


def test_a_unit_on_which_something_was_built_stays(coordinator: User, provincial_union: Unit, commune_union: Unit):
    from aoxanh.kit.dates import during
    from aoxanh.org.models import Post

    batch = listed(coordinator, provincial_union, ["CĐ-1", "Chi đoàn Phố Mới", "Chi đoàn", "Đoàn xã Vạn Linh", "", "", ""])
    batch = actions.commit(batch, by=coordinator)
    Post.objects.create(unit=Unit.objects.get(code="CĐ-1"), title="Bí thư", during=during(date(2026, 1, 1)))
    actions.undo(batch, by=coordinator)
    assert row_of(batch, 2).stays == "Đã có dữ liệu khác gắn với đơn vị này."
