"""The paper list: typed in, filled at once, brought as Excel, taken back."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.actions.paper import Times, note_list, note_times
from aoxanh.attendance.clock_times import moment_in, read_clock
from aoxanh.attendance.models import CheckIn, CheckOut, Method, Remark, ServiceHours
from aoxanh.attendance.queries import passes
from aoxanh.imports import actions as imports
from aoxanh.imports.models import Import, Verdict
from aoxanh.kit.refusals import Refused
from aoxanh.kit.sheets.cells import CellFault
from aoxanh.people.models import Person
from tests.attendance.conftest import at
from tests.cast import make_activity, make_signup, make_user

HEAD = ["Mã", "Họ và tên", "Điện thoại", "Đến", "Về", "Đủ 16 tuổi", "Đồng ý lưu tên và số", "Ghi chú"]


@pytest.fixture
def yesterday(commune_union, secretary: User) -> Activity:
    """One shift of yesterday, 07:00–11:00."""
    return make_activity(commune_union, secretary, shifts=[(at("07:00", -1), at("11:00", -1), 18)])


@pytest.fixture
def shift(yesterday: Activity) -> Shift:
    return yesterday.shifts.get()


@pytest.fixture
def signup(shift: Shift, volunteer: User) -> Signup:
    return make_signup(shift, volunteer)


def grid(shift: Shift) -> str:
    return reverse("paper:grid", args=[shift.pk])


def minutes(signup: Signup) -> int:
    return signup.hours.aggregate(all=Sum("minutes"))["all"] or 0


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("07:00", time(7)),
        ("7h", time(7)),
        ("7h05", time(7, 5)),
        ("0705", time(7, 5)),
        ("07:00:30", time(7)),
        ("0.2916666667", time(7)),
        ("22/11/2026 07:15", time(7, 15)),
        ("7g30", time(7, 30)),
    ],
)
def test_a_clock_time_is_read_as_people_write_it(text: str, clock: time) -> None:
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["sáng", "25:00", "07:61", "7", "12345", ":", "07:00 - 09:00"])
def test_what_is_no_time_says_so(text: str) -> None:
    with pytest.raises(CellFault) as caught:
        read_clock(text)
    assert caught.value.code == "not_a_time"


def test_after_midnight_belongs_to_a_shift_of_the_night(commune_union, secretary: User) -> None:
    night = make_activity(commune_union, secretary, shifts=[(at("20:00", -2), at("02:00", -1), 9)]).shifts.get()
    assert moment_in(night, time(20, 5)) == at("20:05", -2)
    assert moment_in(night, time(1, 30)) == at("01:30", -1)


class TestTyped:
    def test_both_times_become_arrival_leaving_and_hours(
        self, shift: Shift, signup: Signup, secretary: User, sign_in: Callable[[User], Client]
    ) -> None:
        browser = sign_in(secretary)
        sent = {"request_id": uuid4(), f"den-{signup.pk}": "7h05", f"ve-{signup.pk}": "10:32"}
        assert [browser.post(grid(shift), sent).status_code for _ in range(2)] == [302, 302]
        arrival = CheckIn.objects.get()
        assert (arrival.at, arrival.method, arrival.by) == (at("07:05", -1), Method.PAPER, secretary)
        assert (arrival.check_out.at, arrival.check_out.method) == (at("10:32", -1), Method.PAPER)
        assert minutes(signup) == 205

    def test_one_press_fills_the_empty_rows(self, shift: Shift, signup: Signup, secretary: User, sign_in: Callable[[User], Client]) -> None:
        page = sign_in(secretary).get(grid(shift), {"den": "7h", "ve": "11:00"}).content.decode()
        assert f'name="den-{signup.pk}" value="07:00"' in page
        assert f'name="ve-{signup.pk}" value="11:00"' in page

    def test_what_cannot_be_read_stays_typed_and_nothing_is_written(
        self, shift: Shift, signup: Signup, secretary: User, sign_in: Callable[[User], Client]
    ) -> None:
        answer = sign_in(secretary).post(grid(shift), {"request_id": uuid4(), f"den-{signup.pk}": "sáng sớm"})
        assert answer.status_code == 422
        assert 'value="sáng sớm"' in answer.content.decode()
        assert not CheckIn.objects.exists()

    def test_a_row_that_is_refused_says_why_and_the_others_are_written(
        self, shift: Shift, signup: Signup, secretary: User, sign_in: Callable[[User], Client]
    ) -> None:
        other = make_signup(shift, secretary)
        sent = {"request_id": uuid4(), f"den-{signup.pk}": "16:00", f"den-{other.pk}": "07:00"}
        answer = sign_in(secretary).post(grid(shift), sent)
        assert (answer.status_code, answer["X-Refusal"]) == (409, "some_refused")
        assert [arrival.signup for arrival in CheckIn.objects.all()] == [other]
        assert 'value="16:00"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("came", "left", "code"),
        [
            ("04:00", None, "times_outside"),
            ("07:00", "14:00", "times_outside"),
            ("09:00", "08:00", "out_before_in"),
            (None, "10:00", "not_in"),
        ],
    )
    def test_odd_times_are_refused_and_nothing_is_written(
        self, signup: Signup, secretary: User, came: str | None, left: str | None, code: str
    ) -> None:
        times = Times(at(came, -1) if came else None, at(left, -1) if left else None)
        with pytest.raises(Refused) as caught:
            note_times(passes().get(pk=signup.pk), times, request_id=uuid4(), by=secretary)
        assert caught.value.code == code
        assert not CheckIn.objects.exists()

    def test_what_is_still_to_come_is_not_written_down(self, commune_union, secretary: User, volunteer: User) -> None:
        tomorrow = make_activity(commune_union, secretary, shifts=[(at("07:00", 1), at("11:00", 1), 18)]).shifts.get()
        signup = make_signup(tomorrow, volunteer)
        [outcome] = note_list(tomorrow, {signup.pk: Times(at("07:00", 1), None)}, request_id=uuid4(), by=secretary)
        assert outcome.refusal is not None
        assert outcome.refusal.code == "times_to_come"

    def test_a_leaving_can_be_added_to_an_arrival_of_the_door(
        self, shift: Shift, signup: Signup, secretary: User, arrive: Callable[..., CheckIn]
    ) -> None:
        arrive(signup, at=at("07:02", -1))
        [outcome] = note_list(shift, {signup.pk: Times(None, at("11:00", -1))}, request_id=uuid4(), by=secretary)
        assert (outcome.refusal, outcome.check_out and outcome.check_out.method) == (None, Method.PAPER)

    def test_the_page_asks_as_much_for_one_as_for_many(
        self,
        shift: Shift,
        signup: Signup,
        secretary: User,
        sign_in: Callable[[User], Client],
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        browser = sign_in(secretary)
        browser.get(grid(shift))
        with django_assert_num_queries(6) as seen:
            browser.get(grid(shift))
        for number in range(8):
            make_signup(shift, make_user(f"nguoi{number}@x.example", "Nông Văn Sáu"))
        with django_assert_num_queries(len(seen)):
            browser.get(grid(shift))


def workbook(*rows: list[Any], head: list[str] = HEAD) -> bytes:
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "default_date_format": "hh:mm"})
    sheet = book.add_worksheet()
    for number, row in enumerate((head, *rows)):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


class TestExcel:
    @pytest.fixture
    def bring(self, shift: Shift, secretary: User, sign_in: Callable[[User], Client]) -> Callable[..., Import]:
        def brought(*rows: list[Any]) -> Import:
            file = SimpleUploadedFile("danh-sach.xlsx", workbook(*rows))
            answer = sign_in(secretary).post(reverse("paper:bring", args=[shift.pk]), {"file": file, "request_id": uuid4()})
            assert answer.status_code == 302, answer.content.decode()[:2000]
            return Import.objects.latest("at")

        return brought

    def test_what_goes_out_comes_in_again(
        self, shift: Shift, signup: Signup, secretary: User, sign_in: Callable[[User], Client], bring: Callable[..., Import]
    ) -> None:
        answer = sign_in(secretary).get(reverse("paper:sheet", args=[shift.pk]))
        head, row = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()[:2]
        assert head == HEAD
        assert row[0] == signup.code
        batch = bring([*row[:3], time(7, 0), "11h", "", "", "Mang theo cuốc"])
        assert batch.counts == {Verdict.NEW: 1}
        batch = imports.commit(batch, by=secretary)
        assert batch.state == Import.State.WRITTEN
        assert (minutes(signup), CheckIn.objects.get().method) == (240, Method.PAPER)
        assert Remark.objects.get().words == "Mang theo cuốc"
        assert bring([*row[:3], "07:00", "11:00", "", "", ""]).counts == {Verdict.SAME: 1}

    def test_who_is_not_on_the_roster_comes_in_as_a_new_person(self, shift: Shift, secretary: User, bring: Callable[..., Import]) -> None:
        batch = imports.commit(bring(["", "Hà Văn Mười", "912 000 444", "07:10", "11:00", "x", "x", ""]), by=secretary)
        assert batch.written == 1
        made = Signup.objects.get(shift=shift)
        assert (made.person.full_name, made.person.phone, minutes(made)) == ("Hà Văn Mười", "+84912000444", 230)
        shift.refresh_from_db()
        assert shift.taken == 1

    def test_a_name_with_its_number_finds_the_person_on_the_roster(
        self, signup: Signup, volunteer: User, bring: Callable[..., Import]
    ) -> None:
        Person.objects.filter(pk=volunteer.person.pk).update(phone="+84912000555")
        batch = bring(["", volunteer.person.full_name.upper(), "0912000555", "7:00", "", "", "", ""])
        assert batch.rows.get().target == signup.pk

    @pytest.mark.parametrize(
        ("row", "column", "code"),
        [
            (["", "Hà Văn Mười", "0912000444", "sáng", "", "x", "", ""], "came", "not_a_time"),
            (["", "Hà Văn Mười", "0912000444", "15:00", "", "x", "", ""], "came", "times_outside"),
            (["", "Hà Văn Mười", "0912000444", "09:00", "08:00", "x", "", ""], "came", "out_before_in"),
            (["", "Hà Văn Mười", "0912000444", "", "11:00", "x", "", ""], "came", "came_missing"),
            (["", "Hà Văn Mười", "0912000444", "07:00", "", "", "", ""], "of_age", "of_age_missing"),
            (["", "Hà Văn Mười", "09", "07:00", "", "x", "", ""], "phone", "not_a_phone"),
            (["ZZZZ9999", "Hà Văn Mười", "", "07:00", "", "x", "", ""], "code", "unknown_code"),
        ],
    )
    def test_what_is_wrong_is_said_with_its_row(self, bring: Callable[..., Import], row: list[Any], column: str, code: str) -> None:
        staged = bring(row).rows.get()
        assert (staged.number, staged.verdict, staged.faults[column]["code"]) == (2, Verdict.WRONG, code)

    def test_two_rows_of_one_person_are_asked_about(self, signup: Signup, bring: Callable[..., Import]) -> None:
        row = [signup.code, "", "", "07:00", "", "", "", ""]
        assert bring(row, row).counts == {Verdict.NEW: 1, Verdict.DUPLICATE: 1}

    def test_another_time_than_the_door_saw_is_not_written_over_it(
        self, signup: Signup, arrive: Callable[..., CheckIn], bring: Callable[..., Import]
    ) -> None:
        arrive(signup, at=at("07:02", -1))
        staged = bring([signup.code, "", "", "08:00", "", "", "", ""]).rows.get()
        assert staged.faults["came"]["code"] == "noted_otherwise"

    def test_taken_back_nothing_counts_and_brought_again_it_counts_once(
        self, signup: Signup, secretary: User, bring: Callable[..., Import]
    ) -> None:
        row = [signup.code, "", "", "07:00", "11:00", "", "", "Đến đúng giờ"]
        batch = imports.commit(bring(row), by=secretary)
        assert imports.undo(batch, by=secretary).state == Import.State.UNDONE
        assert not CheckIn.objects.exists()
        assert not CheckOut.objects.exists()
        assert not Remark.objects.exists()
        assert minutes(signup) == 0
        assert Signup.objects.get(pk=signup.pk).outcome == ""
        imports.commit(bring([*row[:4], "10:00", *row[5:]]), by=secretary)
        assert minutes(signup) == 180
        assert ServiceHours.objects.filter(signup=signup).count() == 3

    def test_somebody_who_was_checked_out_since_stays(
        self, signup: Signup, secretary: User, bring: Callable[..., Import], leave: Callable[..., CheckOut]
    ) -> None:
        batch = imports.commit(bring([signup.code, "", "", "07:00", "", "", "", ""]), by=secretary)
        leave(signup, at=at("10:58", -1))
        imports.undo(batch, by=secretary)
        assert batch.rows.get().stays
        assert CheckIn.objects.filter(signup=signup).exists()

    def test_a_file_without_times_is_no_such_list(self, shift: Shift, secretary: User, sign_in: Callable[[User], Client]) -> None:
        file = SimpleUploadedFile("a.xlsx", workbook(["X", "Y"], head=["Mã", "Họ và tên"]))
        answer = sign_in(secretary).post(reverse("paper:bring", args=[shift.pk]), {"file": file, "request_id": uuid4()})
        assert (answer.status_code, answer["X-Refusal"]) == (409, "heading_missing")

    def test_the_general_page_for_lists_does_not_offer_it(self, secretary: User, sign_in: Callable[[User], Client]) -> None:
        assert "Đến và về" not in sign_in(secretary).get(reverse("desk:import_new")).content.decode()


def test_the_moment_of_a_clock_time_is_of_the_shifts_day(shift: Shift) -> None:
    assert moment_in(shift, time(7, 5)) == at("07:05", -1)
    assert isinstance(moment_in(shift, time(23)), datetime)
    assert moment_in(shift, time(5)) - shift.starts_at == timedelta(hours=-2)
