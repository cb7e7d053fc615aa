from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance import actions, queries
from aoxanh.attendance.models import CheckIn, CheckOut, ServiceHours
from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from tests.attendance.conftest import at
from tests.cast import make_activity, make_signup

pytestmark = pytest.mark.django_db

type Act = Callable[..., object]


def refused(act: Act, *args: object, **facts: object) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*args, **facts)
    return caught.value


def test_an_arrival_is_recorded_with_outcome_and_audit_line(signup: Signup, arrive: Act, secretary: User):
    arrival = arrive(signup, device_at=at("07:12"))
    signup.refresh_from_db()
    assert signup.outcome == "came"
    assert CheckIn.objects.get() == arrival
    assert (arrival.at, arrival.device_at) == (at("07:02"), at("07:12"))
    line = Line.objects.get(verb="attendance.checked_in")
    assert (line.subject_id, line.by, line.unit_id) == (arrival.pk, secretary, signup.shift.activity.unit_id)
    assert line.details == {"method": "qr", "offset_seconds": 600}


def test_a_resent_scan_is_recorded_once(signup: Signup, arrive: Act):
    scan = uuid4()
    first = arrive(signup, scan_id=scan)
    again = arrive(signup, scan_id=scan, at=at("07:40"))
    assert again == first
    assert again.at == at("07:02")
    assert (CheckIn.objects.count(), Line.objects.filter(verb="attendance.checked_in").count()) == (1, 1)


def test_a_second_scan_changes_nothing_and_says_when_and_by_whom(signup: Signup, arrive: Act):
    arrive(signup)
    refusal = refused(arrive, signup, at=at("08:00"))
    assert refusal.code == "already_in"
    assert "07:02" in str(refusal)
    assert "Đinh Thùy Dương" in str(refusal)
    assert CheckIn.objects.count() == 1


def test_a_pass_of_another_activity_is_named(signup: Signup, arrive: Act, neighbour_union, outsider: User):
    other = make_activity(neighbour_union, outsider, title="Dọn đất sạt ở Mẫu Sơn")
    refusal = refused(arrive, signup, here=other.shifts.get().pk)
    assert refusal.code == "wrong_activity"
    assert "Sửa bếp ăn bán trú điểm trường Vạn Linh" in str(refusal)
    assert not CheckIn.objects.exists()


def test_a_pass_of_another_shift_is_named(signup: Signup, arrive: Act, morning: Activity):
    afternoon = Shift.objects.create(activity=morning, name="Ca chiều", starts_at=at("13:00"), ends_at=at("16:00"), places=5)
    refusal = refused(arrive, signup, here=afternoon.pk)
    assert refusal.code == "wrong_shift"
    assert "Ca sáng 07:00–11:00" in str(refusal)


def test_a_place_given_up_is_refused(signup: Signup, arrive: Act):
    Signup.objects.filter(pk=signup.pk).update(status="cancelled")
    assert refused(arrive, signup).code == "not_confirmed"


def test_a_place_given_up_while_the_officer_scans_is_refused(signup: Signup, secretary: User):
    loaded = queries.passes().get(pk=signup.pk)
    Signup.objects.filter(pk=signup.pk).update(status="cancelled")
    refusal = refused(actions.check_in, loaded, at=at("07:02"), scan_id=uuid4(), by=secretary)
    assert refusal.code == "not_confirmed"
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("status", ["cancelled", "recorded"])
def test_an_activity_that_does_not_run_takes_no_check_ins(signup: Signup, arrive: Act, status: str):
    Activity.objects.update(status=status)
    assert refused(arrive, signup).code == "not_running"


@pytest.mark.parametrize(("time", "code"), [("04:59", "too_early"), ("13:01", "too_late")])
def test_check_in_has_its_hours(signup: Signup, arrive: Act, time: str, code: str):
    assert refused(arrive, signup, at=at(time)).code == code


@pytest.mark.parametrize("time", ["05:00", "13:00"])
def test_check_in_is_open_from_two_hours_before_to_two_hours_after(signup: Signup, arrive: Act, time: str):
    assert arrive(signup, at=at(time)).at == at(time)


def test_a_scan_of_one_person_cannot_serve_for_another(signup: Signup, shift: Shift, other_volunteer: User, arrive: Act):
    scan = uuid4()
    arrive(signup, scan_id=scan)
    other = make_signup(shift, other_volunteer)
    assert refused(arrive, other, scan_id=scan).code == "reused_scan"
    other.refresh_from_db()
    assert other.outcome == ""


def test_leaving_counts_the_hours(signup: Signup, arrive: Act, leave: Act):
    arrive(signup)
    leaving = leave(signup)
    entry = ServiceHours.objects.get()
    assert (entry.signup, entry.minutes, entry.source, entry.on) == (signup, 235, "check_out", at("07:00").date())
    assert Line.objects.get(verb="attendance.checked_out").subject_id == leaving.pk


def test_a_resent_leaving_is_recorded_once(signup: Signup, arrive: Act, leave: Act):
    arrive(signup)
    scan = uuid4()
    assert leave(signup, scan_id=scan) == leave(signup, scan_id=scan, at=at("11:20"))
    assert (CheckOut.objects.count(), ServiceHours.objects.count()) == (1, 1)


def test_a_leaving_without_an_arrival_is_refused(signup: Signup, leave: Act):
    assert refused(leave, signup).code == "not_in"


def test_a_second_leaving_changes_nothing_and_says_so(signup: Signup, arrive: Act, leave: Act):
    arrive(signup)
    leave(signup)
    refusal = refused(leave, signup, at=at("11:20"))
    assert refusal.code == "already_out"
    assert "10:58" in str(refusal)
    assert ServiceHours.objects.get().minutes == 235


def test_a_leaving_before_the_arrival_is_refused(signup: Signup, arrive: Act, leave: Act):
    arrive(signup, at=at("08:00"))
    assert refused(leave, signup, at=at("07:30")).code == "out_before_in"


def test_a_leaving_before_the_arrival_by_the_phones_clock_alone_is_noted(signup: Signup, arrive: Act, leave: Act):
    arrive(signup, device_at=at("07:02"))
    leave(signup, device_at=at("06:30"))
    assert Line.objects.get(verb="attendance.checked_out").details["clock"] == "left_before_arriving"
    assert ServiceHours.objects.get().minutes == 235


@pytest.mark.parametrize("off", [timedelta(minutes=10), timedelta(minutes=-10), timedelta(days=1, minutes=1), timedelta(days=-400)])
def test_a_phone_with_a_wrong_clock_still_checks_in(signup: Signup, arrive: Act, off: timedelta):
    assert arrive(signup, device_at=at("07:02") + off).at == at("07:02")
    details = Line.objects.get(verb="attendance.checked_in").details
    assert details["offset_seconds"] == off.total_seconds()
    assert ("clock" in details) == (abs(off) > timedelta(days=1))


def end(activity: Activity, days: int = 1) -> Activity:
    """The same activity, some days later."""
    for shift in activity.shifts.all():
        move = {name: getattr(shift, name) - timedelta(days=days) for name in ("starts_at", "ends_at")}
        Shift.objects.filter(pk=shift.pk).update(**move)
    CheckIn.objects.update(at=at("07:02", -days))
    Activity.objects.filter(pk=activity.pk).update(
        starts_at=activity.starts_at - timedelta(days=days), ends_at=activity.ends_at - timedelta(days=days)
    )
    activity.refresh_from_db()
    return activity


def test_settling_counts_to_the_end_of_the_shift_and_notes_who_was_absent(
    signup: Signup, shift: Shift, morning: Activity, other_volunteer: User, secretary: User, arrive: Act
):
    absent = make_signup(shift, other_volunteer)
    arrive(signup)
    counted = actions.settle(end(morning), by=secretary)
    entry = ServiceHours.objects.get()
    absent.refresh_from_db()
    assert (entry.minutes, entry.source) == (235, "shift_end")
    assert absent.outcome == "absent"
    assert counted == queries.Totals(people=1, turns=1, minutes=235)


def test_settling_again_changes_nothing(signup: Signup, morning: Activity, secretary: User, arrive: Act):
    arrive(signup)
    actions.settle(end(morning), by=secretary)
    actions.settle(morning, by=secretary)
    assert ServiceHours.objects.count() == 1
    assert Line.objects.filter(verb="attendance.settled").count() == 1


def test_attendance_is_not_settled_before_the_end(activity: Activity, secretary: User):
    assert refused(actions.settle, activity, by=secretary).code == "not_ended"


def test_who_was_noted_absent_is_no_longer_let_in(signup: Signup, arrive: Act):
    Signup.objects.update(outcome="absent")
    assert refused(arrive, signup).code == "settled"
    assert not CheckIn.objects.exists()


def test_settling_while_the_officer_scans_stays_true(signup: Signup, secretary: User):
    loaded = queries.passes().get(pk=signup.pk)
    Signup.objects.update(outcome="absent")
    assert refused(actions.check_in, loaded, at=at("07:02"), scan_id=uuid4(), by=secretary).code == "settled"
    assert not CheckIn.objects.exists()


def test_a_settled_turn_takes_no_leaving(signup: Signup, morning: Activity, secretary: User, arrive: Act, leave: Act):
    arrive(signup)
    actions.settle(end(morning), by=secretary)
    assert refused(leave, signup).code == "settled"
