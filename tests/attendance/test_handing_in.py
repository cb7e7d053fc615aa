"""What phones bring back: every scan answered, none lost, none counted twice."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test.utils import override_settings

from aoxanh.activities.models import Activity, ReplacedPass, Shift, Signup
from aoxanh.attendance.actions.devices import prepare_device
from aoxanh.attendance.models import CheckIn, CheckOut, Device, Doubt, Remark, Scan, ServiceHours
from aoxanh.audit.models import Line
from tests.attendance.conftest import at
from tests.attendance.phones import phone, scan, send, verdicts
from tests.cast import make_activity, make_consent, make_signup, make_user


def arrived(signup):
    return CheckIn.objects.get(signup=signup).at


def only_doubt():
    doubt = Doubt.objects.get()
    return doubt.code, doubt.scan.verdict, doubt.settled_at


def test_a_scan_that_comes_late_counts_from_when_it_was_made(signup, secretary):
    row = scan(signup, secretary)
    [answer] = send(phone(secretary), [row], secretary)
    assert (answer.id, answer.verdict, answer.at, answer.name) == (row["id"], "recorded", at("07:02"), "Vi Thị Hạnh")
    arrival = CheckIn.objects.get(signup=signup)
    assert (arrival.at, arrival.method, arrival.by, str(arrival.scan_id)) == (at("07:02"), "qr", secretary, row["id"])
    signup.refresh_from_db()
    assert signup.outcome == "came"
    line = Line.objects.get(verb="attendance.checked_in")
    assert (line.subject_id, line.by, line.details) == (arrival.pk, secretary, {"late": True, "method": "qr"})


def test_the_same_batch_again_changes_nothing_and_is_answered_the_same(signup, secretary):
    device, rows = phone(secretary), [scan(signup, secretary), scan(signup, secretary, at("07:05"))]
    first = send(device, rows, secretary)
    again = send(device, rows, secretary, at("13:00"))
    assert again == first
    assert (CheckIn.objects.count(), Scan.objects.count(), Line.objects.filter(verb__startswith="attendance").count()) == (1, 2, 1)


def test_arrival_and_leaving_in_one_batch_count_the_hours(signup, secretary):
    rows = [scan(signup, secretary, at("10:58"), kind="out"), scan(signup, secretary)]
    assert verdicts(send(phone(secretary), rows, secretary)) == ["recorded", "recorded"]
    assert ServiceHours.objects.get().minutes == 235
    assert Line.objects.filter(verb="attendance.checked_out").count() == 1


@pytest.mark.parametrize(("method", "text"), [("code", "{code}"), ("roster", ""), ("qr", None)])
def test_pass_code_and_roster_all_find_the_place(method, text, signup, secretary):
    row = scan(signup, secretary, method=method)
    if text is not None:
        row["text"] = text.format(code=signup.code.lower())
    assert verdicts(send(phone(secretary), [row], secretary)) == ["recorded"]


def test_of_two_phones_the_earlier_arrival_counts_whichever_comes_first(signup, secretary):
    late, early = scan(signup, secretary, at("07:10")), scan(signup, secretary, at("07:01"))
    assert verdicts(send(phone(secretary), [late], secretary)) == ["recorded"]
    assert verdicts(send(phone(secretary), [early], secretary)) == ["recorded"]
    assert arrived(signup) == at("07:01")
    details = Line.objects.get(verb="attendance.arrival_moved").details
    assert {name: datetime.fromisoformat(moment) for name, moment in details.items()} == {"before": at("07:10"), "after": at("07:01")}
    assert verdicts(send(phone(secretary), [late], secretary)) == ["recorded"]


def test_an_earlier_arrival_adds_hours_to_a_turn_that_was_counted(signup, secretary):
    send(phone(secretary), [scan(signup, secretary, at("08:00")), scan(signup, secretary, at("11:00"), kind="out")], secretary)
    send(phone(secretary), [scan(signup, secretary, at("07:50"))], secretary)
    assert sorted(ServiceHours.objects.values_list("source", "minutes")) == [("check_out", 180), ("correction", 10)]
    assert not Doubt.objects.exists()


def test_a_pass_shown_on_two_phones_long_apart_is_put_to_the_organiser(signup, secretary):
    first = scan(signup, secretary, at("07:00"))
    send(phone(secretary), [first], secretary)
    assert verdicts(send(phone(secretary), [scan(signup, secretary, at("07:14"))], secretary)) == ["already_in"]
    assert verdicts(send(phone(secretary), [scan(signup, secretary, at("07:16"))], secretary)) == ["seen_twice"]
    doubt = Doubt.objects.get()
    assert (doubt.code, doubt.signup, str(doubt.other_id)) == ("seen_twice", signup, first["id"])
    assert arrived(signup) == at("07:00")


def test_the_same_phone_may_see_somebody_again(signup, secretary):
    rows = [scan(signup, secretary, at("07:00")), scan(signup, secretary, at("09:00"))]
    assert verdicts(send(phone(secretary), rows, secretary)) == ["recorded", "already_in"]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("not_confirmed", lambda s: Signup.objects.update(status="cancelled")),
        ("not_running", lambda s: Activity.objects.update(status="cancelled")),
        ("too_early", lambda s: Shift.objects.update(starts_at=at("13:00"), ends_at=at("17:00"))),
        ("too_late", lambda s: Shift.objects.update(starts_at=at("01:00"), ends_at=at("04:00"))),
        ("settled", lambda s: Signup.objects.update(outcome="absent")),
    ],
)
def test_what_changed_since_the_phone_was_prepared_is_a_doubt_not_a_loss(code, change, signup, secretary):
    row = scan(signup, secretary)
    device = phone(secretary)
    change(signup)
    [answer] = send(device, [row], secretary)
    assert (answer.verdict, answer.as_json()["kind"]) == (code, "doubt")
    assert only_doubt() == (code, code, None)
    assert not CheckIn.objects.exists()


def test_a_child_without_consent_is_a_doubt(shift, pupil, mother, secretary):
    consent = make_consent(pupil.person, mother)
    signup = make_signup(shift, pupil)
    consent.withdrawn_at = consent.consented_at
    consent.save()
    send(phone(secretary), [scan(signup, secretary)], secretary)
    assert only_doubt()[0] == "guardian_consent_missing"


def test_another_shift_and_another_activity_are_named(signup, secretary, commune_union):
    activity = make_activity(commune_union, secretary, shifts=[(at("07:00"), at("11:00"), 5), (at("13:00"), at("17:00"), 5)])
    here, other = activity.shifts.order_by("starts_at")
    mine = make_signup(other, make_user("b@x.example", "Lê Quốc Bảo"))
    rows = [scan(mine, secretary, shift=str(here.pk)), scan(signup, secretary, shift=str(here.pk))]
    assert verdicts(send(phone(secretary), rows, secretary)) == ["wrong_shift", "wrong_activity"]


def test_a_replaced_pass_is_told_from_an_unknown_code(signup, secretary):
    ReplacedPass.objects.create(signup=signup, code="KM4T9QXB")
    rows = [scan(signup, secretary, method="code", text=text) for text in ("KM4T9QXB", "22222222")]
    assert verdicts(send(phone(secretary), rows, secretary)) == ["replaced_pass", "unknown_code"]
    assert sorted(Doubt.objects.values_list("code", "signup")) == [("replaced_pass", signup.pk), ("unknown_code", None)]


def test_what_is_no_pass_of_ours_is_kept_and_nothing_follows(signup, secretary):
    text = scan(signup, secretary)["text"]
    with override_settings(SECRET_KEY="of another"):
        foreign = scan(signup, secretary)["text"]
    rows = [scan(signup, secretary, text=one) for one in (text[:-1] + "2", foreign, "https://vnexpress.net")]
    assert verdicts(send(phone(secretary), rows, secretary)) == ["forged_pass", "foreign_pass", "not_a_pass"]
    assert (Scan.objects.count(), Doubt.objects.count()) == (3, 0)


def test_a_leaving_waits_for_its_arrival_and_then_counts_by_itself(signup, secretary):
    out = scan(signup, secretary, at("10:00"), kind="out")
    assert verdicts(send(phone(secretary), [out], secretary)) == ["not_in"]
    assert verdicts(send(phone(secretary), [scan(signup, secretary)], secretary)) == ["recorded"]
    assert CheckOut.objects.get().at == at("10:00")
    assert Doubt.objects.get().decision == "kept"
    assert ServiceHours.objects.get().minutes == 175


def test_a_leaving_before_the_arrival_is_a_doubt(signup, secretary):
    send(phone(secretary), [scan(signup, secretary, at("08:00"))], secretary)
    assert verdicts(send(phone(secretary), [scan(signup, secretary, at("07:30"), kind="out")], secretary)) == ["out_before_in"]
    send(phone(secretary), [scan(signup, secretary, at("07:10"))], secretary)
    assert CheckOut.objects.get().at == at("07:30")


def test_a_leaving_seen_twice_counts_once(signup, secretary):
    rows = [scan(signup, secretary), *(scan(signup, secretary, at(clock), kind="out") for clock in ("10:30", "10:40"))]
    assert verdicts(send(phone(secretary), rows, secretary)) == ["recorded", "recorded", "already_out"]


def test_a_leaving_after_settlement_is_a_doubt(signup, arrive, secretary, morning):
    arrival = arrive(signup)
    ServiceHours.objects.create(
        signup=signup, person=signup.person, unit=morning.unit, activity=morning, minutes=235, on=arrival.at.date(), source="shift_end"
    )
    rows = [scan(signup, secretary, at("10:30"), kind="out"), scan(signup, secretary, at("07:01"))]
    assert verdicts(send(phone(secretary), rows, secretary)) == ["settled", "settled"]


def test_who_hands_over_the_queue_of_another_is_put_to_the_organiser(signup, secretary, volunteer):
    device, row = phone(secretary), scan(signup, secretary)
    [answer] = send(device, [row], volunteer)
    assert (answer.verdict, answer.as_json()["kind"]) == ("handed_over", "doubt")
    kept = Scan.objects.get()
    assert (kept.by, kept.sent_by) == (secretary, volunteer)


def test_an_organiser_who_was_withdrawn_keeps_nothing_from_us(signup, secretary):
    device = phone(secretary)
    secretary.grants.all().delete()
    assert verdicts(send(device, [scan(signup, secretary)], secretary)) == ["handed_over"]


def test_a_stranger_s_phone_makes_no_work_for_anybody(signup, outsider):
    device = Device(pk=uuid4())
    assert verdicts(send(device, [scan(signup, outsider)], outsider)) == ["not_yours"]
    assert (Scan.objects.count(), Doubt.objects.count()) == (1, 0)


def test_bad_scans_do_not_spoil_the_good_one(signup, secretary):
    good = scan(signup, secretary)
    bad = [
        {},
        7,
        {"id": "x"},
        scan(signup, secretary, device_at="gestern"),
        scan(signup, secretary, kind="dance"),
        scan(signup, secretary, method="magic"),
        scan(signup, secretary, kind="note"),
        scan(signup, secretary, kind="walk_in", method="walk_in", details={"name": "\ud800\x00"}),
        scan(signup, secretary, details=[1]),
    ]
    assert verdicts(send(phone(secretary), [*bad, good], secretary)) == ["unreadable"] * len(bad) + ["recorded"]


def test_an_unknown_shift_is_kept(signup, secretary):
    row = scan(signup, secretary, shift=str(uuid4()))
    assert verdicts(send(phone(secretary), [row], secretary)) == ["unknown_shift"]
    assert Scan.objects.get().details["shift"] == row["shift"]


def test_a_scan_taken_online_whose_answer_was_lost_is_the_same_scan(signup, arrive, secretary):
    row = scan(signup, secretary)
    arrive(signup, scan_id=row["id"], at=at("07:03"))
    assert verdicts(send(phone(secretary), [row], secretary)) == ["recorded"]
    assert arrived(signup) == at("07:03")
    other = make_signup(signup.shift, make_user("b@x.example", "Lê Quốc Bảo"))
    second = scan(other, secretary)
    arrive(other, scan_id=second["id"])
    assert verdicts(send(phone(secretary), [scan(signup, secretary, id=second["id"])], secretary)) == ["reused_scan"]


def test_notes_and_heads_are_kept(signup, secretary):
    rows = [
        scan(signup, secretary, kind="note", method="", details={"words": "Đi nhầm giày"}),
        scan(None, secretary, kind="headcount", method="", shift=str(signup.shift_id), details={"heads": 43}),
    ]
    assert verdicts(send(phone(secretary), rows, secretary)) == ["recorded"] * 2
    kept = Remark.objects.order_by("heads").values_list("words", "heads", "signup")
    assert list(kept) == [("", 43, None), ("Đi nhầm giày", None, signup.pk)]


def test_the_device_tells_what_it_keeps(signup, secretary):
    device = phone(secretary)
    send(device, [scan(signup, secretary)], secretary)
    device.refresh_from_db()
    assert (device.waiting, device.called_at, device.name) == (0, at("12:00"), "Điện thoại của Hà")


def test_a_phone_that_still_keeps_scans_keeps_its_time(secretary):
    device = phone(secretary)
    again = prepare_device(device.pk, name="", version="2", at=at("09:00"), device_at=at("09:30"), waiting=3, by=secretary)
    assert (again.prepared_at, again.clock_ms, again.waiting) == (at("05:00"), None, 3)
    later = prepare_device(device.pk, name="", version="2", at=at("10:00"), device_at=at("10:30"), by=secretary)
    assert (later.prepared_at, later.clock_ms) == (at("10:00"), int(timedelta(minutes=30) / timedelta(milliseconds=1)))
