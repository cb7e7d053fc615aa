"""When a phone saw somebody by our clock, and people who came without having signed up."""

from aoxanh.activities.models import Shift
from aoxanh.attendance.models import CheckIn, Device, Scan
from aoxanh.audit.models import Line
from aoxanh.people.models import Consent, Person
from tests.attendance.conftest import at
from tests.attendance.phones import phone, scan, send, verdicts


def arrived(signup):
    return CheckIn.objects.get(signup=signup).at


class TestClocks:
    def test_a_clock_ten_minutes_fast_is_set_right(self, signup, secretary):
        row = scan(signup, secretary, at("07:12"))
        send(phone(secretary), [row], secretary, clock=at("12:10"))
        assert arrived(signup) == at("07:02")
        assert Device.objects.get().clock_ms == 600_000

    def test_a_clock_more_than_a_day_off_is_set_right_and_noted(self, signup, secretary):
        send(phone(secretary), [scan(signup, secretary, at("07:02", -3))], secretary, clock=at("12:00", -3))
        assert arrived(signup) == at("07:02")
        assert Line.objects.get(verb="attendance.checked_in").details["clock"] == "more_than_a_day_off"

    def test_a_clock_that_the_signal_set_right_meanwhile_is_understood(self, signup, secretary):
        device = phone(secretary)
        Device.objects.update(clock_ms=-3 * 24 * 3600 * 1000)
        send(device, [scan(signup, secretary, at("07:02", -3))], secretary)
        assert arrived(signup) == at("07:02")
        assert Scan.objects.get().details == {"clock": "set_meanwhile"}

    def test_no_scan_is_in_the_future(self, signup, secretary):
        send(phone(secretary), [scan(signup, secretary, at("15:00"))], secretary, at("08:00"))
        assert (arrived(signup), Scan.objects.get().details) == (at("08:00"), {"clock": "moved"})

    def test_no_scan_is_from_long_before_the_phone_was_prepared(self, signup, secretary):
        assert verdicts(send(phone(secretary), [scan(signup, secretary, at("07:02", -9))], secretary)) == ["too_early"]
        assert Scan.objects.get().at == at("05:00", -1)


class TestWalkIns:
    def walk_in(self, shift, by, **details):
        given = {"name": "Nông Văn Dũng", "phone": "0912 345 678", "of_age": True, "agrees": True} | details
        return scan(None, by, kind="walk_in", method="walk_in", shift=str(shift.pk), details=given)

    def test_somebody_unknown_gets_a_record_and_a_place(self, shift, secretary):
        [answer] = send(phone(secretary), [self.walk_in(shift, secretary)], secretary)
        assert (answer.verdict, answer.name) == ("recorded", "Nông Văn Dũng")
        person = Person.objects.get(phone="+84912345678")
        assert CheckIn.objects.get(signup__person=person).method == "walk_in"
        assert Consent.objects.get(person=person).channel == "door"
        shift.refresh_from_db()
        assert (shift.taken, shift.extra) == (1, 0)

    def test_two_phones_meet_one_person(self, shift, secretary):
        rows = [self.walk_in(shift, secretary), self.walk_in(shift, secretary, name="NÔNG VĂN DŨNG")]
        assert sorted(verdicts(send(phone(secretary), rows, secretary))) == ["already_in", "recorded"]
        assert verdicts(send(phone(secretary), [self.walk_in(shift, secretary)], secretary)) == ["already_in"]
        assert Person.objects.filter(phone="+84912345678").count() == 1

    def test_who_signed_up_is_checked_in_on_the_place(self, signup, secretary):
        person = signup.person
        Person.objects.filter(pk=person.pk).update(phone="+84912345678")
        rows = [self.walk_in(signup.shift, secretary, name=person.full_name), scan(signup, secretary)]
        assert sorted(verdicts(send(phone(secretary), rows, secretary))) == ["already_in", "recorded"]
        assert CheckIn.objects.get().signup == signup

    def test_a_full_shift_takes_them_all_the_same(self, shift, secretary):
        Shift.objects.update(places=1, taken=1)
        rows = [self.walk_in(shift, secretary, name=f"Người {n}", phone="") for n in range(3)]
        assert verdicts(send(phone(secretary), rows, secretary)) == ["recorded"] * 3
        shift.refresh_from_db()
        assert (shift.places, shift.extra, shift.taken) == (1, 3, 4)

    def test_a_child_waits_for_a_guardian(self, shift, secretary):
        rows = [self.walk_in(shift, secretary, of_age=False)]
        assert verdicts(send(phone(secretary), rows, secretary)) == ["guardian_consent_missing"]
        assert not Person.objects.filter(full_name="Nông Văn Dũng").exists()
