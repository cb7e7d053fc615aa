"""What a list of volunteers means, row by row."""

from datetime import date

from aoxanh.accounts.models import User
from aoxanh.imports import actions
from aoxanh.org.models import Unit
from aoxanh.people import dossier
from aoxanh.people.actions.erasure import erase
from aoxanh.people.models import Membership, Person
from aoxanh.places.models import Area
from tests.imports.conftest import Brought, bring, member, row_of, verdicts, xlsx


def test_the_drawn_list_is_judged_as_drawn(brought: Brought, commune_union: Unit, y_tich: Area, quan_son: Area):
    hanh = member(commune_union, "Vi Thị Hạnh", birth_date=date(2003, 10, 23), phone="+84349118275", area=commune_union.area)
    member(commune_union, "Nông Thị Ánh", birth_date=date(2004, 9, 15), phone="+84865220731", area=commune_union.area)
    member(commune_union, "Chu Văn Hòa", birth_date=date(1998, 11, 30), phone="+84904667120", area=commune_union.area)
    batch = brought(
        [1, "Vi Thị Hạnh", "23/10/2003", "0971 556 308", "Vạn Linh"],
        [2, "MÔNG THU HÀ", "08/03/2006", 388902117, "xã Vạn Linh"],
        [3, "Chu Văn Hoà", date(1998, 11, 30), "0904667120", "Vạn Linh"],
        [4, "Lương Thị Thảo", "31/02/2005", "0387 114 902", "Vạn Linh"],
        [5, "Hoàng Văn Sơn", "12/09/2003", "98 123 45", "Vạn Linh"],
        [6, "Vy Văn Tuấn", "04/07/2001", "0912 800 417", "Y Tịch"],
        [7, "Nông Thị Ánh", "19/05/2004", "0865 220 731", "Quan Sơn"],
        [8, "Bế Minh Đức", "02/02/2000", "0978 334 126", "Vạn Linh"],
        [9, "Bế Minh Đức", "02/02/2000", "0978 334 126", "Vạn Linh"],
    )
    assert verdicts(batch) == {
        2: "changed",
        3: "new",
        4: "same",
        5: "wrong",
        6: "wrong",
        7: "wrong",
        8: "duplicate",
        9: "new",
        10: "duplicate",
    }
    assert (row_of(batch, 2).target, row_of(batch, 2).before) == (hanh.pk, {"phone": "0349 118 275"})
    assert row_of(batch, 3).clean["facts"]["full_name"] == "Mông Thu Hà"
    assert row_of(batch, 3).notes == {"full_name": "capitals", "phone": "zero"}
    assert row_of(batch, 5).faults["birth"]["text"] == "Tháng 2 không có ngày 31. Sửa ô C5 trong file hoặc gõ lại ở đây."
    assert row_of(batch, 6).faults["phone"]["text"] == "Thiếu 2 chữ số. Số di động có 10 số, bắt đầu bằng 0."
    ended = row_of(batch, 7).faults["area"]
    assert ended["text"] == "Xã Y Tịch đã nhập vào xã Vạn Linh từ 01/07/2025. Chọn “Vạn Linh” nếu đúng."
    assert ended["offers"] == ["Xã Vạn Linh"]
    assert {code: fault["text"] for code, fault in row_of(batch, 8).faults.items()} == {
        "full_name": "Giống Nông Thị Ánh đã có: cùng số điện thoại, khác ngày sinh.",
        "birth": "Trong hệ thống: 15/09/2004",
    }
    assert row_of(batch, 10).faults["full_name"]["text"] == "Trùng dòng 9 trong chính file này."
    assert batch.counts == {"new": 2, "changed": 1, "same": 1, "wrong": 3, "duplicate": 2}


def test_what_is_good_is_written_and_the_rest_stays(brought: Brought, commune_union: Unit, secretary: User, van_linh: Area):
    hanh = member(commune_union, "Vi Thị Hạnh", birth_date=date(2003, 10, 23), phone="+84349118275", area=van_linh)
    batch = brought(
        [1, "Vi Thị Hạnh", "23/10/2003", "0971 556 308", "Vạn Linh"],
        [2, "Mông Thu Hà", "2006", 388902117, "Vạn Linh"],
        [3, "Hoàng Văn Sơn", "12/09/2003", "98 123 45", "Vạn Linh"],
    )
    batch = actions.commit(batch, by=secretary)
    assert batch.counts == {"written_changed": 1, "written_new": 1, "wrong": 1}
    hanh.refresh_from_db()
    ha = Person.objects.get(full_name="Mông Thu Hà")
    assert (hanh.phone, ha.phone, ha.birth_date, ha.birth_year, ha.area) == ("+84971556308", "+84388902117", None, 2006, van_linh)
    assert ha.memberships.get().unit == commune_union
    assert ha.sort_key == Person(full_name="Mông Thu Hà").sort_key or ha.sort_key


def test_an_import_is_taken_back_where_nothing_was_built_on_it(brought: Brought, commune_union: Unit, secretary: User):
    hanh = member(commune_union, "Vi Thị Hạnh", birth_date=date(2003, 10, 23), phone="+84349118275")
    batch = brought(
        [1, "Vi Thị Hạnh", "23/10/2003", "0971 556 308", ""],
        [2, "Mông Thu Hà", "2006", 388902117, ""],
        [3, "Lò Văn Páo", "2001", "0912 800 417", ""],
    )
    batch = actions.commit(batch, by=secretary)
    Person.objects.filter(full_name="Lò Văn Páo").update(address="Thôn Phố Mới")
    batch = actions.undo(batch, by=secretary)
    hanh.refresh_from_db()
    assert hanh.phone == "+84349118275"
    assert sorted(Person.objects.filter(memberships__unit=commune_union).values_list("full_name", flat=True)) == [
        "Lò Văn Páo",
        "Vi Thị Hạnh",
    ]
    assert [(row.number, row.stays) for row in batch.rows.exclude(stays="")] == [(4, "Hồ sơ đã được sửa sau đó.")]
    assert batch.state == "undone"


def test_a_list_that_was_written_is_the_same_when_it_comes_again(brought: Brought, secretary: User):
    rows = [[1, "Mông Thu Hà", "2006", 388902117, "Vạn Linh"], [2, "Lò Văn Páo", "02/03/2001", "", ""], [3, "Vi Văn Nam", "", "", ""]]
    actions.commit(brought(*rows), by=secretary)
    assert brought(*rows).counts == {"same": 3}
    assert Membership.objects.count() == 3


def test_a_stranger_to_the_unit_is_only_filled_in_where_gaps_are(
    secretary: User, commune_union: Unit, neighbour_union: Unit, van_linh: Area
):
    known = member(neighbour_union, "Vi Thị Hạnh", birth_date=date(2003, 10, 23), phone="+84349118275", email="cu@tinhnguyen.example")
    heading = ["Họ và tên", "Ngày sinh", "Điện thoại", "Email", "Xã"]
    row = ["Vi Thị Hạnh", "23/10/2003", "0349118275", "moi@tinhnguyen.example", "Vạn Linh"]
    batch = actions.commit(bring(xlsx([heading, row]), secretary, commune_union), by=secretary)
    known.refresh_from_db()
    assert (known.email, known.area) == ("cu@tinhnguyen.example", van_linh)
    assert sorted(known.memberships.values_list("unit__name", flat=True)) == ["Đoàn xã Quan Sơn", "Đoàn xã Vạn Linh"]
    assert row_of(batch, 2).before == {}


def test_who_is_erased_stands_in_no_row_any_more(brought: Brought, secretary: User):
    batch = actions.commit(brought([1, "Mông Thu Hà", "2006", 388902117, ""], [2, "Lò Văn Páo", "2001", "0912800417", ""]), by=secretary)
    person = Person.objects.get(full_name="Mông Thu Hà")
    (section,) = (one for one in dossier.tell(person) if one.code == "imports")
    assert [(row["list"], row["row"]) for row in section.rows] == [("Danh sach DV thang 11.xlsx", 2)]
    erase(person, by=None)
    assert (row_of(batch, 2).cells, row_of(batch, 2).clean) == ({}, {})
    assert row_of(batch, 3).cells["full_name"] == "Lò Văn Páo"
    actions.undo(batch, by=secretary)
    assert not Person.objects.filter(full_name="Lò Văn Páo").exists()
