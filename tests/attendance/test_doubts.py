"""The short list: keep, change the time, drop. Nothing is decided twice, and nothing counts before somebody says so."""

import pytest
from django.urls import reverse

from aoxanh.activities.models import Activity, ReplacedPass, Signup
from aoxanh.attendance.actions import doubts
from aoxanh.attendance.models import CheckIn, CheckOut, Doubt, Remark, ServiceHours
from aoxanh.kit.refusals import Refused
from tests.attendance.conftest import at
from tests.attendance.phones import phone, scan, send
from tests.cast import make_activity, make_consent, make_signup, make_user


@pytest.fixture
def doubt_of(secretary):
    """The doubt that a scan leads to."""

    def made(row, by=None, device=None):
        send(device or phone(secretary), [row], by or secretary)
        return Doubt.objects.get(scan=row["id"])

    return made


def refusal_of(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_place_given_up_is_given_again_to_who_was_there(signup, secretary, doubt_of):
    Signup.objects.update(status="cancelled")
    after = doubts.keep(doubt_of(scan(signup, secretary)), by=secretary)
    assert (after.decision, after.settled_by) == ("kept", secretary)
    arrival = CheckIn.objects.get()
    assert (arrival.at, arrival.signup.person, arrival.signup.status) == (at("07:02"), signup.person, "confirmed")


def test_deciding_again_changes_nothing(signup, secretary, doubt_of):
    Activity.objects.update(status="cancelled")
    doubt = doubt_of(scan(signup, secretary))
    doubts.drop(doubt, word="Không làm nữa", by=secretary)
    assert doubts.keep(doubt, by=secretary).decision == "dropped"
    assert doubts.change(doubt, at=at("08:00"), by=secretary).decision == "dropped"
    assert not CheckIn.objects.exists()


def test_a_word_is_wanted_for_dropping(signup, secretary, doubt_of):
    ReplacedPass.objects.create(signup=signup, code="KM4T9QXB")
    doubt = doubt_of(scan(signup, secretary, method="code", text="KM4T9QXB"))
    assert refusal_of(lambda: doubts.drop(doubt, word=" ", by=secretary)) == "word_missing"


def test_a_leaving_without_arrival_wants_a_time(signup, secretary, doubt_of):
    doubt = doubt_of(scan(signup, secretary, at("10:00"), kind="out"))
    assert refusal_of(lambda: doubts.keep(doubt, by=secretary)) == "time_missing"
    assert refusal_of(lambda: doubts.change(doubt, at=at("22:00"), by=secretary)) == "not_in_shift"
    assert refusal_of(lambda: doubts.change(doubt, at=at("10:30"), by=secretary)) == "out_before_in"
    doubts.change(doubt, at=at("08:00"), by=secretary)
    assert (CheckIn.objects.get().at, CheckOut.objects.get().at, ServiceHours.objects.get().minutes) == (at("08:00"), at("10:00"), 120)


def test_the_time_of_an_arrival_shown_twice_can_be_changed(signup, secretary, doubt_of):
    send(phone(secretary), [scan(signup, secretary, at("07:00"))], secretary)
    doubts.change(doubt_of(scan(signup, secretary, at("08:00"))), at=at("08:00"), word="Ảnh chụp thẻ", by=secretary)
    assert CheckIn.objects.get().at == at("08:00")


def test_who_is_meant_must_be_known(signup, secretary, doubt_of):
    doubt = doubt_of(scan(signup, secretary, method="code", text="22222222"))
    assert refusal_of(lambda: doubts.keep(doubt, by=secretary)) == "nobody_meant"


def test_published_results_stay_as_they_are(signup, secretary, doubt_of):
    doubt = doubt_of(scan(signup, secretary, at("01:00")))
    Activity.objects.update(status="recorded")
    assert refusal_of(lambda: doubts.keep(doubt, by=secretary)) == "not_running"


def test_no_organiser_lets_a_child_in_without_consent(shift, pupil, mother, secretary, doubt_of):
    consent = make_consent(pupil.person, mother)
    signup = make_signup(shift, pupil)
    consent.withdrawn_at = consent.consented_at
    consent.save()
    doubt = doubt_of(scan(signup, secretary))
    assert refusal_of(lambda: doubts.keep(doubt, by=secretary)) == "guardian_consent_missing"


def test_who_was_noted_absent_came_after_all(signup, secretary, doubt_of):
    Signup.objects.update(outcome="absent")
    doubts.keep(doubt_of(scan(signup, secretary)), by=secretary)
    signup.refresh_from_db()
    entry = ServiceHours.objects.get()
    assert (signup.outcome, entry.source, entry.minutes) == ("came", "shift_end", 235)


def test_what_was_handed_over_is_accepted_in_one_tap(signup, secretary, volunteer, shift):
    other = make_signup(shift, make_user("b@x.example", "Lê Quốc Bảo"))
    lost = make_signup(shift, make_user("c@x.example", "Nông Văn Dũng"))
    Signup.objects.filter(pk=lost.pk).update(status="cancelled")
    rows = [scan(one, secretary) for one in (signup, other, lost)]
    rows += [scan(signup, secretary, kind="note", method="", details={"words": "Mưa"}), scan(signup, secretary, at("10:00"), kind="out")]
    send(phone(secretary), rows, volunteer)
    assert set(Doubt.objects.values_list("code", flat=True)) == {"handed_over"}
    assert doubts.accept_all(shift.activity, by=secretary) == 4
    assert CheckIn.objects.count() == 2
    assert (CheckOut.objects.get().check_in.signup, Remark.objects.get().words) == (signup, "Mưa")
    assert Doubt.objects.get(settled_at=None).code == "not_confirmed"


def test_a_pass_of_another_shift_brings_a_place_in_this_one(signup, secretary, commune_union, doubt_of):
    here = make_activity(commune_union, secretary, shifts=[(at("07:00"), at("11:00"), 1)]).shifts.get()
    doubts.keep(doubt_of(scan(signup, secretary, shift=str(here.pk))), by=secretary)
    assert CheckIn.objects.get().signup.shift == here


def test_the_page_shows_both_scans_and_decides(sign_in, signup, secretary, doubt_of, morning):
    send(phone(secretary), [scan(signup, secretary, at("07:00"))], secretary)
    doubt = doubt_of(scan(signup, secretary, at("07:30")))
    client = sign_in(secretary)
    address = reverse("attendance:review", args=[morning.pk])
    page = client.get(address).content.decode()
    assert page.count("Điện thoại của Hà") == 4
    assert "07:30" in page
    assert client.post(reverse("attendance:drop_doubt", args=[doubt.pk]), {"word": ""}).status_code == 409
    assert client.post(reverse("attendance:change_doubt", args=[doubt.pk]), {"time": "x"}).status_code == 422
    answer = client.post(reverse("attendance:keep_doubt", args=[doubt.pk]))
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert Doubt.objects.get().decision == "kept"
    assert client.get(address).status_code == 200
