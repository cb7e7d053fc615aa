"""Two phones at one door."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

from django.db import connection

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance import actions, queries
from aoxanh.attendance.models import CheckIn, CheckOut, ServiceHours
from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from tests.attendance.conftest import at
from tests.cast import grant, make_activity, make_area, make_signup, make_unit, make_user

PHONES = 6


def at_the_door() -> tuple[Signup, User]:
    """A confirmed pass for a shift of this morning, and the officer, committed."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.77, 106.73)
    unit = make_unit(
        "commune_union", "DX-1", "Đoàn xã Vạn Linh", "ĐTN-VL", make_area("06505", "Xã Vạn Linh", "Xã", 21.64, 106.48, province)
    )
    officer = make_user("bithu@vanlinh.example", "Đinh Thùy Dương")
    grant(officer, "unit_administrator", unit)
    activity = make_activity(unit, officer, shifts=[(at("07:00"), at("11:00"), 18)])
    return make_signup(activity.shifts.get(), make_user("hanh@tinhnguyen.example", "Vi Thị Hạnh")), officer


def together(act: Callable[[UUID], object], scans: list[UUID]) -> list[object]:
    """Everybody at the same moment: what each got, or the code of the refusal."""
    gate = Barrier(len(scans))

    def one(scan: UUID) -> object:
        try:
            gate.wait(10)
            return act(scan)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(scans)) as phones:
        return list(phones.map(one, scans))


def test_of_many_phones_at_once_one_records_the_arrival(committed_db: str):
    signup, officer = at_the_door()

    def scan(scan_id: UUID) -> object:
        return actions.check_in(queries.passes().get(pk=signup.pk), at=at("07:02"), scan_id=scan_id, by=officer)

    answers = together(scan, [uuid4() for _ in range(PHONES)])
    assert sorted(str(answer) for answer in answers if isinstance(answer, str)) == ["already_in"] * (PHONES - 1)
    assert (CheckIn.objects.count(), Line.objects.filter(verb="attendance.checked_in").count()) == (1, 1)


def test_one_scan_sent_many_times_at_once_gets_one_answer(committed_db: str):
    signup, officer = at_the_door()
    scan_id = uuid4()

    def scan(_: UUID) -> object:
        return actions.check_in(queries.passes().get(pk=signup.pk), at=at("07:02"), scan_id=scan_id, by=officer)

    answers = together(scan, [scan_id] * PHONES)
    assert set(answers) == {CheckIn.objects.get()}


def test_leaving_and_settling_at_once_count_the_turn_once(committed_db: str):
    signup, officer = at_the_door()
    actions.check_in(queries.passes().get(pk=signup.pk), at=at("07:02"), scan_id=uuid4(), by=officer)
    activity = Activity.objects.get()
    Shift.objects.update(starts_at=at("07:00", -1), ends_at=at("11:00", -1))
    CheckIn.objects.update(at=at("07:02", -1))
    Activity.objects.update(starts_at=at("07:00", -1), ends_at=at("11:00", -1))
    activity.refresh_from_db()
    settling = uuid4()

    def act(scan_id: UUID) -> object:
        if scan_id == settling:
            return actions.settle(activity, by=officer)
        return actions.check_out(queries.passes().get(pk=signup.pk), at=at("10:58", -1), scan_id=scan_id, by=officer)

    together(act, [settling, uuid4(), uuid4()])
    assert ServiceHours.objects.get().minutes == 235
    assert CheckOut.objects.count() <= 1
