"""Pages of the log: for who administers a unit, and for the person concerned."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.audit.actions import record
from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from tests.cast import grant, make_need

SignIn = Callable[[User], Client]
LOG, MINE = "/ban-lam-viec/nhat-ky/", "/toi/nhat-ky/"


@pytest.fixture
def lines(need: Need, activity: Activity, secretary: User, focal_point: User, outsider: User, neighbour_union: Unit) -> list[Line]:
    """Three acts in Vạn Linh, one in the neighbouring commune."""
    foreign = make_need(neighbour_union, outsider, title="Dọn kênh Quan Sơn")
    acts = [
        record("needs.published", need, by=focal_point, unit_id=need.unit_id),
        record("needs.closed", need, by=secretary, unit_id=need.unit_id, reason="not_needed"),
        record(
            "activities.returned", activity, by=secretary, unit_id=activity.unit_id, before="submitted", after="returned", reason="Thiếu ca"
        ),
    ]
    record("needs.published", foreign, by=outsider, unit_id=neighbour_union.pk)
    return acts


def said(page: object) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.what, entry.subject) for entry in page.context["entries"] if entry.line.subject_type != "accounts.user"]  # type: ignore[attr-defined]


def test_the_log_says_who_did_what_for_my_unit_and_no_other(sign_in: SignIn, secretary: User, lines: list[Line]) -> None:
    assert said(sign_in(secretary).get(LOG)) == [
        ("Đinh Thùy Dương", "Trả lại hoạt động", "Sửa bếp ăn bán trú điểm trường Vạn Linh"),
        ("Đinh Thùy Dương", "Đóng nhu cầu", "Bếp ăn bán trú xuống cấp, 86 học sinh"),
        ("Hoàng Thị Lan Anh", "Đăng nhu cầu", "Bếp ăn bán trú xuống cấp, 86 học sinh"),
    ]


def test_the_coordinator_reads_the_log_of_everything_below(sign_in: SignIn, coordinator: User, lines: list[Line]) -> None:
    assert len(said(sign_in(coordinator).get(LOG))) == 4


def test_a_line_shows_what_was_before_and_after_and_why(sign_in: SignIn, secretary: User, lines: list[Line]) -> None:
    first = sign_in(secretary).get(LOG).context["entries"][0]
    assert (first.details, first.unit, first.origin) == (
        [("", "submitted → returned"), ("Lý do", "Thiếu ca")],
        "Đoàn xã Vạn Linh",
        "Chạy nền",
    )


@pytest.mark.parametrize(
    ("sought", "count"),
    [
        ({"viec": "needs.closed"}, 1),
        ({"viec": "needs"}, 2),
        ({"viec": "nonsense"}, 3),
        ({"tim": "hoang thi"}, 1),
        ({"tim": "Sửa bếp"}, 1),
        ({"tim": "van linh"}, 3),
        ({"tim": "không có"}, 0),
        ({"ngay": "2020-01-01"}, 0),
        ({"ngay": "x"}, 3),
        ({"ve": "x"}, 3),
    ],
)
def test_the_log_is_searched(sign_in: SignIn, secretary: User, lines: list[Line], sought: dict[str, str], count: int) -> None:
    assert len(said(sign_in(secretary).get(LOG, sought))) == count


def test_the_log_of_a_day_and_of_a_subject(sign_in: SignIn, secretary: User, need: Need, lines: list[Line]) -> None:
    browser = sign_in(secretary)
    assert len(said(browser.get(LOG, {"ngay": today().isoformat()}))) == 3
    assert len(said(browser.get(LOG, {"ve": str(need.pk)}))) == 2


@pytest.mark.parametrize("who", ["focal_point", "volunteer"])
def test_who_reads_no_log_finds_none(sign_in: SignIn, request: pytest.FixtureRequest, who: str) -> None:
    browser = sign_in(request.getfixturevalue(who))
    assert [browser.get(address).status_code for address in (LOG, f"{LOG}xuat.csv", f"{LOG}xuat.xlsx")] == [404, 404, 404]


def test_the_log_narrows_to_the_unit_acted_for(sign_in: SignIn, secretary: User, neighbour_union: Unit, lines: list[Line]) -> None:
    grant(secretary, "unit_administrator", neighbour_union)
    browser = sign_in(secretary)
    browser.post("/ban-lam-viec/thay-mat/", {"unit": str(neighbour_union.pk)})
    assert [subject for _who, _what, subject in said(browser.get(LOG))] == ["Dọn kênh Quan Sơn"]


def test_what_was_done_for_the_unit_and_is_about_none_stands_in_its_log(
    sign_in: SignIn, secretary: User, volunteer: User, commune_union: Unit
) -> None:
    Line.objects.create(
        verb="people.updated", subject_type="people.person", subject_id=volunteer.person.pk, by=secretary, acting_for=commune_union.pk
    )
    assert said(sign_in(secretary).get(LOG)) == [("Đinh Thùy Dương", "Sửa hồ sơ", "Vi Thị Hạnh")]


def test_the_log_asks_the_same_number_of_questions_however_long_it_is(
    sign_in: SignIn, secretary: User, need: Need, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(secretary)
    record("needs.confirmed", need, by=secretary, unit_id=need.unit_id)
    with django_assert_num_queries(10):
        browser.get(LOG)
    for _ in range(40):
        record("needs.confirmed", need, by=secretary, unit_id=need.unit_id)
    with django_assert_num_queries(10):
        browser.get(LOG)


def test_the_log_is_taken_along_as_a_list_that_starts_no_formula(sign_in: SignIn, secretary: User, need: Need) -> None:
    record("needs.closed", need, by=secretary, unit_id=need.unit_id, reason="=HYPERLINK(1)")
    answer = sign_in(secretary).get(f"{LOG}xuat.csv", {"viec": "needs.closed"})
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert rows[0] == "Thời gian,Người làm,Thay mặt,Đơn vị,Việc đã làm,Với gì,Chi tiết,Từ đâu"
    assert len(rows) == 2
    assert "Lý do: =HYPERLINK(1)" in rows[1]
    assert Line.objects.filter(verb="audit.exported", by=secretary).count() == 1


def test_the_log_as_a_workbook(sign_in: SignIn, secretary: User, lines: list[Line]) -> None:
    answer = sign_in(secretary).get(f"{LOG}xuat.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows[:4]] == ["Việc đã làm", "Xuất nhật ký", "Trả lại hoạt động", "Đóng nhu cầu"]


def test_everyone_reads_who_did_what_with_their_data(sign_in: SignIn, secretary: User, volunteer: User, signup: Signup) -> None:
    record("activities.signed_up", signup, by=volunteer, unit_id=signup.shift.activity.unit_id)
    record("activities.changed_outcome", signup, by=secretary, before="", after="came")
    record("people.updated", volunteer.person, by=secretary, changed=["phone"])
    record("people.updated", secretary.person, by=secretary, changed=["phone"])
    page = sign_in(volunteer).get(MINE)
    assert page.content.decode().count("Chạy nền") == 1
    assert said(page) == [
        ("Đinh Thùy Dương", "Sửa hồ sơ", "Vi Thị Hạnh"),
        ("Đinh Thùy Dương", "Ghi có mặt hoặc vắng", "Vi Thị Hạnh · Sửa bếp ăn bán trú điểm trường Vạn Linh"),
        ("Vi Thị Hạnh", "Đăng ký tham gia", "Vi Thị Hạnh · Sửa bếp ăn bán trú điểm trường Vạn Linh"),
    ]


def test_the_own_log_asks_the_same_number_of_questions_however_long_it_is(
    sign_in: SignIn, volunteer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(volunteer)
    record("people.updated", volunteer.person, by=volunteer, changed=["phone"])
    with django_assert_num_queries(7):
        browser.get(MINE)
    for _ in range(20):
        record("people.updated", volunteer.person, by=volunteer, changed=["phone"])
    with django_assert_num_queries(7):
        browser.get(MINE)


def test_who_is_signed_out_reads_nothing(client: Client) -> None:
    assert [client.get(address).status_code for address in (LOG, MINE)] == [302, 302]
