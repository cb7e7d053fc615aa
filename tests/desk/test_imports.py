"""Pages of lists in and out."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.imports import actions
from aoxanh.imports.models import Import
from aoxanh.kit.dates import during
from aoxanh.kit.sheets.books import open_book
from aoxanh.org.models import Post, Unit
from aoxanh.people.models import Appointment, Person
from aoxanh.places.models import Area
from tests.cast import make_need
from tests.imports.conftest import HEADING, bring, member, row_of, verdicts, xlsx
from tests.imports.conftest import y_tich as y_tich

type SignIn = Callable[[User], Client]

ROWS = [
    [1, "Mông Thu Hà", "2006", 388902117, "Vạn Linh"],
    [2, "Lương Thị Thảo", "31/02/2005", "0387 114 902", "Vạn Linh"],
    [3, "Vy Văn Tuấn", "04/07/2001", "0912 800 417", "Y Tịch"],
]


@pytest.fixture
def batch(secretary: User, commune_union: Unit, y_tich: Area) -> Import:
    return bring(xlsx([HEADING, *ROWS]), secretary, commune_union)


def page_of(client: Client, batch: Import, query: str = "") -> str:
    response = client.get(reverse("desk:import", args=[batch.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def sent(name: str, data: bytes, unit: Unit, **more: str) -> dict[str, object]:
    return {"kind": "volunteers", "unit": str(unit.pk), "request_id": str(uuid4()), "file": SimpleUploadedFile(name, data), **more}


def rows_in(response: object) -> list[list[str]]:
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return list(open_book(data, "a.xlsx")[0].rows())


def test_a_file_becomes_a_preview(secretary: User, commune_union: Unit, sign_in: SignIn, y_tich: Area):
    client = sign_in(secretary)
    response = client.post(reverse("desk:import_new"), sent("ds.xlsx", xlsx([HEADING, *ROWS]), commune_union), follow=True)
    page = response.content.decode()
    assert "Xem trước 3 dòng, chưa ghi gì" in page
    assert "Tháng 2 không có ngày 31. Sửa ô C3 trong file hoặc gõ lại ở đây." in page
    assert "<b>Ghi 1 dòng</b>: 1 mới. 2 dòng cần xem sẽ để lại." in page
    assert "Đã thêm số 0 cho 1 số điện thoại" in page


def test_a_file_that_is_no_list_keeps_the_form_and_says_why(secretary: User, commune_union: Unit, sign_in: SignIn):
    response = sign_in(secretary).post(reverse("desk:import_new"), sent("anh.pdf", b"%PDF-1.7 xyz", commune_union))
    assert (response.status_code, response["X-Refusal"]) == (409, "not_a_workbook")
    assert "File này không phải danh sách Excel." in response.content.decode()


def test_a_form_without_a_file_or_for_another_unit_is_a_mistake(secretary: User, neighbour_union: Unit, sign_in: SignIn):
    response = sign_in(secretary).post(reverse("desk:import_new"), {"kind": "volunteers", "unit": str(neighbour_union.pk)})
    assert response.status_code == 422
    assert {"Chọn file.", "Chọn đơn vị trong danh sách."} <= {
        str(text) for texts in response.context["form"].errors.values() for text in texts
    }


def test_a_list_of_units_is_not_the_secretary_s_to_bring(secretary: User, commune_union: Unit, sign_in: SignIn):
    response = sign_in(secretary).post(reverse("desk:import_new"), sent("a.xlsx", xlsx([HEADING, *ROWS]), commune_union, kind="units"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["kind"])


@pytest.mark.parametrize("name", ["desk:imports", "desk:import_new"])
def test_who_brings_nothing_has_no_such_page(volunteer: User, sign_in: SignIn, name: str):
    assert sign_in(volunteer).get(reverse(name)).status_code == 403


def test_an_import_of_another_unit_does_not_exist(batch: Import, outsider: User, sign_in: SignIn):
    client = sign_in(outsider)
    for name in ("desk:import", "desk:import_progress", "desk:import_wrong"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 404
    for name in ("desk:import_commit", "desk:import_undo", "desk:import_drop"):
        assert client.post(reverse(name, args=[batch.pk])).status_code == 404
    for name in ("desk:import_row", "desk:import_compare"):
        assert client.get(reverse(name, args=[batch.pk, 2])).status_code == 404


def test_a_cell_is_put_right_where_it_stands(batch: Import, secretary: User, sign_in: SignIn):
    client = sign_in(secretary)
    response = client.post(reverse("desk:import_row", args=[batch.pk, 3]), {"cell-birth": "08/03/2005", "xem": "can-xem"})
    assert (response.status_code, response["Location"]) == (302, reverse("desk:import", args=[batch.pk]) + "?xem=can-xem")
    response = client.post(reverse("desk:import_row", args=[batch.pk, 4]), {"cell-area": "Y Tịch", "offer": "area=Xã Vạn Linh"})
    assert verdicts(batch) == {2: "new", 3: "new", 4: "new"}
    assert "Không còn dòng nào cần xem" in page_of(client, batch, "?xem=can-xem")


def test_a_row_typed_whole_comes_again_while_it_is_wrong(batch: Import, secretary: User, sign_in: SignIn):
    client, address = sign_in(secretary), reverse("desk:import_row", args=[batch.pk, 3])
    assert "ô C3" in client.get(address).content.decode()
    response = client.post(address, {"cell-birth": "30/02/2005", "whole": "1"})
    assert response.status_code == 422
    assert "Tháng 2 không có ngày 30." in response.content.decode()
    assert client.post(address, {"cell-birth": "28/02/2005", "whole": "1"}).status_code == 302


def test_a_row_is_left_out_and_put_back(batch: Import, secretary: User, sign_in: SignIn):
    client = sign_in(secretary)
    client.post(reverse("desk:import_row_skip", args=[batch.pk, 3]))
    assert "Lấy lại dòng này" in page_of(client, batch, "?xem=bo-qua")
    client.post(reverse("desk:import_row_back", args=[batch.pk, 3]))
    assert row_of(batch, 3).verdict == "wrong"


def test_two_people_are_compared_side_by_side(secretary: User, commune_union: Unit, sign_in: SignIn, van_linh: Area):
    known = member(commune_union, "Nông Thị Ánh", birth_date=date(2004, 9, 15), phone="+84865220731", area=van_linh)
    batch = bring(xlsx([HEADING, [1, "Nông Thị Ánh", "19/05/2004", "0865220731", "Vạn Linh"]]), secretary, commune_union)
    client, address = sign_in(secretary), reverse("desk:import_compare", args=[batch.pk, 2])
    page = client.get(address).content.decode()
    assert "19/05/2004" in page
    assert "15/09/2004" in page
    assert client.post(address, {"same_as": str(uuid4())}).status_code == 409
    assert client.post(address, {"same_as": str(known.pk)}).status_code == 302
    assert (row_of(batch, 2).verdict, row_of(batch, 2).target) == ("changed", known.pk)


def test_a_record_of_another_unit_shows_its_name_only(secretary: User, commune_union: Unit, neighbour_union: Unit, sign_in: SignIn):
    member(neighbour_union, "Nông Thị Ánh", birth_date=date(2004, 9, 15), phone="+84865220731", email="anh@tinhnguyen.example")
    batch = bring(xlsx([HEADING, [1, "Nông Thị Ánh", "19/05/2004", "0865220731", ""]]), secretary, commune_union)
    client = sign_in(secretary)
    page = client.get(reverse("desk:import_compare", args=[batch.pk, 2])).content.decode() + page_of(client, batch)
    assert "Hồ sơ này ở đơn vị khác nên bạn chỉ thấy tên." in page
    assert "15/09/2004" not in page
    assert "anh@tinhnguyen.example" not in page


def test_good_rows_are_written_and_taken_back_from_the_page(batch: Import, secretary: User, sign_in: SignIn):
    client = sign_in(secretary)
    page = client.post(reverse("desk:import_commit", args=[batch.pk]), follow=True).content.decode()
    assert "Đã ghi 1 dòng" in page
    assert "Hoàn tác được đến" in page
    page = client.post(reverse("desk:import_undo", args=[batch.pk]), follow=True).content.decode()
    assert "Đã hoàn tác lần nhập" in page
    assert not Person.objects.filter(full_name="Mông Thu Hà").exists()


def test_what_cannot_be_is_refused_on_the_page(batch: Import, secretary: User, sign_in: SignIn):
    client = sign_in(secretary)
    response = client.post(reverse("desk:import_undo", args=[batch.pk]))
    assert (response.status_code, response["X-Refusal"]) == (409, "not_written")
    client.post(reverse("desk:import_drop", args=[batch.pk]))
    assert client.get(reverse("desk:import", args=[batch.pk])).status_code == 404


def test_a_long_list_shows_how_far_it_is(secretary: User, commune_union: Unit, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("aoxanh.imports.actions.reading.AT_ONCE", 1)
    batch = bring(xlsx([HEADING, *ROWS[:2]]), secretary, commune_union)
    client, address = sign_in(secretary), reverse("desk:import_progress", args=[batch.pk])
    assert "Số dòng đã đọc" in page_of(client, batch)
    response = client.get(address)
    assert "HX-Refresh" not in response
    actions.read(batch.pk)
    assert client.get(address)["HX-Refresh"] == "true"


def test_the_rows_to_correct_come_with_their_reason_and_may_come_again(
    batch: Import, secretary: User, commune_union: Unit, sign_in: SignIn
):
    response = sign_in(secretary).get(reverse("desk:import_wrong", args=[batch.pk]))
    data = b"".join(response.streaming_content)
    heading, *rows = open_book(data, "a.xlsx")[0].rows()
    assert heading == ["Họ và tên", "Ngày sinh", "Điện thoại", "Xã, phường", "Lý do"]
    assert [row[-1][:40] for row in rows] == ["Ngày sinh: Tháng 2 không có ngày 31. Sửa", "Xã, phường: Xã Y Tịch đã nhập vào xã Vạn"]
    assert bring(data, secretary, commune_union).counts == {"wrong": 2}


@pytest.mark.parametrize("code", ["volunteers", "officers", "units"])
def test_a_template_reads_as_its_own_list(coordinator: User, sign_in: SignIn, code: str):
    response = sign_in(coordinator).get(reverse("desk:import_template", args=[code]))
    data = b"".join(response.streaming_content)
    first, second = open_book(data, "a.xlsx")
    assert (len(list(first.rows())), second.name) == (1, "Hướng dẫn")


def test_a_template_of_what_one_may_not_bring_does_not_exist(secretary: User, sign_in: SignIn):
    assert sign_in(secretary).get(reverse("desk:import_template", args=["units"])).status_code == 404


def people(unit: Unit, area: Area, y_tich: Area) -> None:
    member(unit, "Vi Thị Hạnh", birth_date=date(2003, 10, 23), phone="+84349118275", email="hanh@tinhnguyen.example", area=area)
    member(unit, "Lò Văn Páo", birth_year=2001, area=y_tich, address='=HYPERLINK("http://x")')
    member(unit, "H'Hen Niê", phone="+15551234567")
    first, second = (member(unit, name, birth_date=date(2004, 1, 1), phone="+84912800417") for name in ("Bế Thị An", "Bế Thị Bình"))
    assert first != second


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_people_who_left_as_a_list_are_the_same_when_it_comes_back(
    secretary: User, commune_union: Unit, van_linh: Area, y_tich: Area, sign_in: SignIn, form: str
):
    people(commune_union, van_linh, y_tich)
    response = sign_in(secretary).get(reverse("desk:export", args=["volunteers", form]))
    data = b"".join(response.streaming_content)
    batch = bring(data, secretary, commune_union, name=f"a.{form}")
    assert (batch.counts, [row.faults for row in batch.rows.all() if row.faults]) == ({"same": 5}, [])
    assert Line.objects.filter(verb="desk.exported", by=secretary).count() == 1


def test_officers_who_left_as_a_list_are_the_same_when_it_comes_back(
    coordinator: User, provincial_union: Unit, commune_union: Unit, sign_in: SignIn
):
    post = Post.objects.create(unit=commune_union, title="Bí thư", rank="head", dedicated=True, during=during(date(2020, 1, 1)))
    person = Person.objects.create(full_name="Đinh Thùy Dương", birth_date=date(1995, 9, 12))
    Appointment.objects.create(person=person, post=post, during=during(date(2025, 7, 5), date(2030, 7, 5)), decision="12-QĐ/TĐTN")
    response = sign_in(coordinator).get(reverse("desk:export", args=["officers", "xlsx"]))
    data = b"".join(response.streaming_content)
    assert bring(data, coordinator, provincial_union, kind="officers").counts == {"same": 1}


def test_units_that_left_as_a_list_are_the_same_when_it_comes_back(
    coordinator: User, provincial_union: Unit, commune_union: Unit, neighbour_union: Unit, sign_in: SignIn
):
    Unit.objects.filter(pk=commune_union.pk).update(phone="+84971556308", address="Thôn Phố Mới")
    response = sign_in(coordinator).get(reverse("desk:export", args=["units", "xlsx"]))
    data = b"".join(response.streaming_content)
    batch = bring(data, coordinator, provincial_union, kind="units")
    assert (batch.counts, [row.faults for row in batch.rows.all() if row.faults]) == ({"same": 3}, [])


def test_a_list_leaves_with_the_filter_of_its_page(secretary: User, commune_union: Unit, van_linh: Area, y_tich: Area, sign_in: SignIn):
    people(commune_union, van_linh, y_tich)
    response = sign_in(secretary).get(reverse("desk:export", args=["volunteers", "xlsx"]) + "?q=be thi")
    assert [row[0] for row in rows_in(response)] == ["Họ và tên", "Bế Thị An", "Bế Thị Bình"]


def test_people_of_another_unit_do_not_leave(outsider: User, commune_union: Unit, van_linh: Area, y_tich: Area, sign_in: SignIn):
    people(commune_union, van_linh, y_tich)
    assert len(rows_in(sign_in(outsider).get(reverse("desk:export", args=["volunteers", "xlsx"])))) == 1


@pytest.mark.parametrize("code", ["activities", "needs"])
def test_other_lists_leave_too(secretary: User, focal_point: User, commune_union: Unit, activity: object, sign_in: SignIn, code: str):
    make_need(commune_union, focal_point)
    rows = rows_in(sign_in(secretary).get(reverse("desk:export", args=[code, "xlsx"])))
    assert (len(rows), rows[1][1]) == (2, "Đoàn xã Vạn Linh")


def test_a_roster_leaves_with_whoever_reads_the_activity(
    signup: object, activity: object, secretary: User, volunteer: User, sign_in: SignIn
):
    address = reverse("desk:export_roster", args=[activity.pk, "xlsx"])  # type: ignore[attr-defined]
    assert [row[3] for row in rows_in(sign_in(secretary).get(address))] == ["Họ và tên", "Vi Thị Hạnh"]
    assert sign_in(volunteer).get(address).status_code == 404


def test_what_one_may_not_take_away_does_not_exist(focal_point: User, sign_in: SignIn):
    assert sign_in(focal_point).get(reverse("desk:export", args=["volunteers", "csv"])).status_code == 404


def test_the_preview_costs_as_many_queries_with_many_rows(secretary: User, commune_union: Unit, sign_in: SignIn, van_linh: Area):
    client = sign_in(secretary)

    def cost(count: int) -> int:
        rows = [[number, f"Mông Thu {'ABCDEGHIKL'[number % 10]}a", "31/02/2005", "", "Vạn Linh"] for number in range(count)]
        batch = bring(xlsx([HEADING, *rows]), secretary, commune_union)
        page_of(client, batch)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, batch)
        return len(queries)

    assert cost(1) == cost(30)


def test_the_list_of_imports_costs_as_many_queries_with_many(secretary: User, commune_union: Unit, sign_in: SignIn):
    client = sign_in(secretary)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("desk:imports")).status_code == 200
        return len(queries)

    bring(xlsx([HEADING, ROWS[0]]), secretary, commune_union)
    cost()
    one = cost()
    for _ in range(5):
        bring(xlsx([HEADING, ROWS[0]]), secretary, commune_union)
    assert cost() == one


def test_the_pages_speak_english_too(batch: Import, secretary: User, sign_in: SignIn):
    client = sign_in(secretary)
    pages = [
        client.get(f"/en/ban-lam-viec/nhap-xuat/{rest}").content.decode() for rest in ("", "nhap/", f"{batch.pk}/", f"{batch.pk}/dong/3/")
    ]
    headings = ["Lists in and out by Excel", "Bring a list", "Preview of 3 rows, nothing is written yet", "Row 3: Lương Thị Thảo"]
    assert [heading in page for heading, page in zip(headings, pages, strict=True)] == [True] * 4
