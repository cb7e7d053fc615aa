"""A list of declared work: looked at row by row, written, taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.imports import actions as imports
from aoxanh.imports.models import Import, Row
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.records import actions
from aoxanh.records.models import DeclaredWork
from tests.cast import make_activity, noon

pytestmark = pytest.mark.django_db
type SignIn = Callable[[User], Client]
HEADINGS = "STT;Nội dung hoạt động;Ngày thực hiện;Số ĐVTN;Đơn vị"


def day(back: int) -> str:
    return f"{today() - timedelta(days=back):%d/%m/%Y}"


def bring(unit: Unit, by: User, *lines: str) -> Import:
    data = "\r\n".join([HEADINGS, *(f"{number};{line}" for number, line in enumerate(lines, 1))]).encode("utf-8-sig")
    return imports.upload(data, name="tu-khai.csv", kind="declared", unit_id=unit.pk, request_id=uuid4(), by=by)


def rows(batch: Import) -> list[tuple[str, dict[str, str]]]:
    return [(row.verdict, {column: fault["code"] for column, fault in row.faults.items()}) for row in batch.rows.order_by("number")]


def test_a_list_becomes_declarations_with_author_and_date(commune_union: Unit, secretary: User):
    batch = bring(commune_union, secretary, f"Dọn nguồn nước Khun Phang;{day(4)};24;", f"Hiến máu đợt 2;{day(9)};khoảng 30 người;")
    assert rows(batch) == [("new", {}), ("new", {})]
    imports.commit(batch, by=secretary)
    made = DeclaredWork.objects.order_by("title")
    assert [(one.title, one.people, one.ended_on, one.declared_by, one.unit) for one in made] == [
        ("Dọn nguồn nước Khun Phang", 24, today() - timedelta(days=4), secretary, commune_union),
        ("Hiến máu đợt 2", 30, today() - timedelta(days=9), secretary, commune_union),
    ]


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (f"Dọn;{day(4)};24;", "title", "title_short"),
        ("Dọn nguồn nước Khun Phang;;24;", "ended_on", "day_missing"),
        ("Dọn nguồn nước Khun Phang;31/02/2026;24;", "ended_on", "no_such_day"),
        (f"Dọn nguồn nước Khun Phang;{day(-3)};24;", "ended_on", "in_future"),
        ("Dọn nguồn nước Khun Phang;01/05/2019;24;", "ended_on", "too_long_ago"),
        (f"Dọn nguồn nước Khun Phang;{day(4)};nhiều;", "people", "not_a_number"),
        (f"Dọn nguồn nước Khun Phang;{day(4)};24;Đoàn xã Không Có", "unit", "unit_unknown"),
    ],
)
def test_a_cell_that_is_wrong_says_what_to_do(commune_union: Unit, secretary: User, line: str, column: str, code: str):
    assert rows(bring(commune_union, secretary, line)) == [("wrong", {column: code})]


def test_a_period_counts_by_its_last_day(commune_union: Unit, secretary: User):
    batch = bring(commune_union, secretary, f"Mùa hè xanh ở Khun Phang;{day(9)} - {day(4)};24;")
    assert batch.rows.get().clean["facts"]["ended_on"] == (today() - timedelta(days=4)).isoformat()


def test_what_it_may_repeat_is_asked_about(commune_union: Unit, secretary: User):
    on = today() - timedelta(days=4)
    actions.declare_work(commune_union, title="Dọn nguồn nước Khun Phang", ended_on=on, request_id=uuid4(), by=secretary)
    make_activity(commune_union, secretary, title="Phát quà cho người già", shifts=[(noon(-6), noon(-6) + timedelta(hours=2), 5)])
    batch = bring(
        commune_union,
        secretary,
        f"Dọn nguồn nước Khun Phang;{day(4)};24;",
        f"Dọn nguồn nước tại thôn Khun Phang;{day(3)};24;",
        f"Phát quà cho người già;{day(6)};12;",
    )
    assert rows(batch) == [("same", {}), ("duplicate", {"title": "looks_declared"}), ("duplicate", {"title": "looks_recorded"})]
    asked = batch.rows.get(number=4)
    imports.decide(asked, same_as=None, by=secretary)
    assert Row.objects.get(pk=asked.pk).verdict == "new"


def test_a_row_that_a_file_says_twice_is_asked_about(commune_union: Unit, secretary: User):
    line = f"Dọn nguồn nước Khun Phang;{day(4)};24;"
    assert [verdict for verdict, _faults in rows(bring(commune_union, secretary, line, line))] == ["new", "duplicate"]


def test_taken_back_declarations_count_no_more_save_those_that_became_records(commune_union: Unit, secretary: User):
    batch = bring(commune_union, secretary, f"Dọn nguồn nước Khun Phang;{day(4)};24;", f"Hiến máu đợt 2;{day(9)};30;")
    imports.commit(batch, by=secretary)
    kept = DeclaredWork.objects.get(title="Hiến máu đợt 2")
    said = {"kind": "blood_donation", "outcome": "Thu 28 đơn vị máu cho bệnh viện.", "place_name": "", "people": 30}
    actions.turn_into_record(kept, **said, by=secretary)
    batch.refresh_from_db()
    imports.undo(batch, by=secretary)
    assert list(DeclaredWork.objects.filter(withdrawn_at=None)) == [kept]
    assert batch.rows.get(target=kept.pk).stays == "Việc này đã thành bản ghi nhận."


def test_reading_takes_as_many_queries_for_few_as_for_many(commune_union: Unit, secretary: User):
    def taken(number: int) -> int:
        lines = [f"Dọn nguồn nước thôn số {one} phía tây;{day(one % 40 + 2)};24;" for one in range(number)]
        with CaptureQueriesContext(connection) as run:
            bring(commune_union, secretary, *lines)
        return len(run)

    taken(1)
    assert taken(60) == taken(2)


def test_who_declares_brings_a_list_by_the_pages(sign_in: SignIn, commune_union: Unit, secretary: User, volunteer: User):
    officer = sign_in(secretary)
    assert reverse("desk:import_new") in officer.get(reverse("records:declared")).text
    template = officer.get(reverse("desk:import_template", args=["declared"]))
    assert template["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert b"".join(template.streaming_content)  # type: ignore[attr-defined]
    batch = bring(commune_union, secretary, f"Dọn nguồn nước Khun Phang;{day(4)};24;", "Dọn;;;")
    page = officer.get(reverse("desk:import", args=[batch.pk])).text
    assert "Dọn nguồn nước Khun Phang" in page or "Ghi ngày" in page
    assert sign_in(volunteer).get(reverse("desk:import_template", args=["declared"])).status_code == 404


def test_years_of_two_digits_are_of_this_time(commune_union: Unit, secretary: User):
    on = today() - timedelta(days=4)
    batch = bring(commune_union, secretary, f"Dọn nguồn nước Khun Phang;{on:%d/%m/%y};24;")
    assert date.fromisoformat(batch.rows.get().clean["facts"]["ended_on"]) == on
