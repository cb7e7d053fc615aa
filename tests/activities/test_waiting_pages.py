"""Waiting, being asked, swapping and being excused, as the browser shows it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.activities.actions import cancel_signup, offers, waiting
from aoxanh.activities.keys import key_of
from aoxanh.activities.models import Offer, Shift, ShiftRole, Signup, Swap, Waiting
from aoxanh.activities.tasks.waiting import tell_misfits
from aoxanh.notices.models import Message
from aoxanh.people.models import Person, PersonSkill, Skill
from tests.cast import make_activity, make_consent, make_signup, make_user, noon


@pytest.fixture
def full(commune_union, secretary, other_volunteer) -> Shift:
    """A shift of one place in five days, which the other volunteer has."""
    shift = make_activity(commune_union, secretary, shifts=[(noon(5), noon(5) + timedelta(hours=4), 1)]).shifts.get()
    make_signup(shift, other_volunteer)
    shift.refresh_from_db()
    return shift


@pytest.fixture
def waits(full, volunteer) -> Waiting:
    return waiting.join(full, person=volunteer.person, request_id=uuid4(), by=volunteer)


@pytest.fixture
def asked(full, waits, other_volunteer) -> Offer:
    cancel_signup(Signup.objects.get(shift=full), by=other_volunteer)
    return Offer.objects.get()


def test_a_late_one_is_put_in_the_list_by_the_same_form(sign_in, volunteer, full):
    answer = sign_in(volunteer).post(f"/dang-ky/{full.pk}/", {"request_id": str(uuid4()), "cho-neu-het": "1"})
    assert answer.headers["Location"] == f"/dang-ky/cho/{Waiting.objects.get().pk}/"


def test_the_page_says_which_position_one_would_have(sign_in, volunteer, full):
    browser = sign_in(volunteer)
    assert "thứ 1" in browser.get(f"/dang-ky/{full.pk}/cho/").content.decode()
    answer = browser.post(f"/dang-ky/{full.pk}/cho/", {"request_id": str(uuid4())})
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "Bạn đứng thứ 1" in page
    assert browser.get(f"/dang-ky/{full.pk}/cho/").headers["Location"] == answer.headers["Location"]


def test_leaving_is_one_tap(sign_in, volunteer, waits):
    browser = sign_in(volunteer)
    answer = browser.post(f"/dang-ky/cho/{waits.pk}/roi/")
    assert "Bạn đã rời danh sách chờ này" in browser.get(answer.headers["Location"]).content.decode()


def test_a_refused_wait_says_why(sign_in, pupil, full):
    answer = sign_in(pupil).post(f"/dang-ky/{full.pk}/cho/", {"request_id": str(uuid4())})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "too_young")


def test_the_page_of_who_is_asked_has_two_buttons(sign_in, volunteer, asked):
    browser = sign_in(volunteer)
    page = browser.get(f"/dang-ky/loi-moi/{asked.pk}/").content.decode()
    assert "Nhận ca" in page
    assert "Không đi được" in page
    assert browser.get(f"/dang-ky/{asked.shift_id}/").headers["Location"] == f"/dang-ky/loi-moi/{asked.pk}/"
    signup = browser.post(f"/dang-ky/loi-moi/{asked.pk}/nhan/").headers["Location"]
    assert signup == f"/dang-ky/the/{Signup.objects.get(status='confirmed').pk}/"
    assert "Bạn đã nhận ca" in browser.get(f"/dang-ky/loi-moi/{asked.pk}/").content.decode()


def test_no_is_an_answer_too_and_a_second_one_is_refused(sign_in, volunteer, asked):
    browser = sign_in(volunteer)
    browser.post(f"/dang-ky/loi-moi/{asked.pk}/thoi/", {"ly-do": "Bận thi"})
    asked.refresh_from_db()
    assert (asked.answer, asked.reason) == ("declined", "Bận thi")
    assert browser.post(f"/dang-ky/loi-moi/{asked.pk}/nhan/").status_code == 409


def test_an_offer_is_nobody_elses(sign_in, other_volunteer, asked):
    assert sign_in(other_volunteer).get(f"/dang-ky/loi-moi/{asked.pk}/").status_code == 404


def test_who_has_no_account_answers_by_the_link(client, asked):
    Person.objects.filter(pk=asked.person_id).update(user=None)
    key = key_of(asked.pk)
    assert client.get(f"/dang-ky/loi-moi/{asked.pk}/?khoa={key}").status_code == 200
    answer = client.post(f"/dang-ky/loi-moi/{asked.pk}/nhan/", {"khoa": key})
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_guardian_answers_for_the_child(sign_in, full, pupil, mother, secretary, other_volunteer):
    type(full.activity).objects.update(min_age=12)
    full.activity.refresh_from_db()
    make_consent(pupil.person, mother)
    cancel_signup(Signup.objects.get(shift=full), by=other_volunteer)
    full.activity.guided = True
    full.refresh_from_db()
    made = offers.offer(full, pupil.person, source="organiser", until=noon(3), by=secretary)
    assert {letter.to for letter in Message.objects.filter(key__startswith="activities.offered")} == {pupil.email, mother.email}
    browser = sign_in(mother)
    assert pupil.person.full_name in browser.get(f"/dang-ky/loi-moi/{made.pk}/").content.decode()
    assert browser.post(f"/dang-ky/loi-moi/{made.pk}/nhan/").status_code == 302
    assert Signup.objects.get(person=pupil.person).by == mother


def test_ones_own_page_shows_what_waits(sign_in, volunteer, asked, commune_union, secretary):
    page = sign_in(volunteer).get("/ban-lam-viec/cua-toi/").content.decode()
    assert f"/dang-ky/loi-moi/{asked.pk}/" in page


def test_swapping_in_the_browser(sign_in, volunteer, full, signup):
    browser = sign_in(volunteer)
    assert browser.get(f"/dang-ky/the/{signup.pk}/doi/{full.pk}/").status_code == 200
    assert browser.post(f"/dang-ky/the/{signup.pk}/doi/{full.pk}/", {"request_id": str(uuid4())}).status_code == 409
    answer = browser.post(f"/dang-ky/the/{signup.pk}/doi/{full.pk}/", {"request_id": str(uuid4()), "nguyen-vong": "1"})
    assert answer.headers["Location"] == f"/dang-ky/the/{signup.pk}/"
    browser.post(f"/dang-ky/doi/{Swap.objects.get().pk}/bo/")
    Shift.objects.filter(pk=full.pk).update(places=2)
    answer = browser.post(f"/dang-ky/the/{signup.pk}/doi/{full.pk}/", {"request_id": str(uuid4())})
    assert answer.headers["Location"] == f"/dang-ky/the/{Signup.objects.get(shift=full, person=volunteer.person).pk}/"


def test_late_one_says_why_and_the_organiser_excuses(sign_in, volunteer, secretary, signup):
    start = timezone.now() + timedelta(hours=5)
    Shift.objects.filter(pk=signup.shift_id).update(starts_at=start, ends_at=start + timedelta(hours=2))
    browser, officer = sign_in(volunteer), sign_in(secretary)
    assert browser.post(f"/dang-ky/{signup.pk}/huy/").status_code == 409
    browser.post(f"/dang-ky/{signup.pk}/huy/", {"ly-do": "Con ốm"})
    signup.refresh_from_db()
    assert (signup.status, signup.was_late, signup.why) == ("cancelled", True, "Con ốm")
    address = f"/ban-lam-viec/hoat-dong/{signup.shift.activity_id}"
    assert "Con ốm" in officer.get(f"{address}/cho/").content.decode()
    officer.post(f"{address}/vang/{signup.pk}/")
    signup.refresh_from_db()
    assert signup.excused_by == secretary
    officer.post(f"{address}/vang/{signup.pk}/")
    signup.refresh_from_db()
    assert signup.excused_at is None


def test_an_absence_before_is_told_to_the_organiser_alone(sign_in, volunteer, secretary, inspector, signup, commune_union):
    for day in (-9, -5):
        past = make_activity(commune_union, secretary, shifts=[(noon(day), noon(day) + timedelta(hours=2), 5)]).shifts.get()
        make_signup(past, volunteer, outcome="absent", excused_at=timezone.now() if day == -9 else None)
    address = f"/ban-lam-viec/hoat-dong/{signup.shift.activity_id}/cho/"
    assert "chưa đến 2 lần, 1 có lý do" in sign_in(secretary).get(address).content.decode()
    assert "chưa đến 2 lần" not in sign_in(inspector).get(address).content.decode()


def test_a_skill_withdrawn_later_is_flagged_and_the_place_stays(sign_in, volunteer, secretary, signup):
    skill = Skill.objects.all()[0]
    role = ShiftRole.objects.create(shift=signup.shift, name="Lái xe", places=2, taken=1, skill=skill)
    Signup.objects.filter(pk=signup.pk).update(role=role)
    own = PersonSkill.objects.create(person=volunteer.person, skill=skill, degree=3)
    tell_misfits(0)
    assert not Message.objects.filter(key__startswith="activities.role_misfit").exists()
    own.delete()
    for _ in range(2):
        tell_misfits(0)
    assert {letter.to for letter in Message.objects.filter(key__startswith="activities.role_misfit")} == {volunteer.email, secretary.email}
    assert "không còn trong hồ sơ" in sign_in(volunteer).get(f"/dang-ky/the/{signup.pk}/").content.decode()
    page = sign_in(secretary).get(f"/ban-lam-viec/hoat-dong/{signup.shift.activity_id}/cho/").content.decode()
    assert "Không còn kỹ năng" in page
    signup.refresh_from_db()
    assert signup.status == "confirmed"


def test_a_long_list_costs_as_many_queries_as_a_short_one(sign_in, secretary, full, waits, van_linh, django_assert_max_num_queries):
    browser, address = sign_in(secretary), f"/ban-lam-viec/hoat-dong/{full.activity_id}/cho/"
    browser.get(address)
    with django_assert_max_num_queries(60) as one:
        browser.get(address)
    for number in range(60):
        user = make_user(f"dai{number}@tinhnguyen.example", f"Lê Thị {number}", area=van_linh)
        Waiting.objects.create(shift=full, person=user.person, number=number + 2, request_id=uuid4())
    with django_assert_max_num_queries(len(one)):
        page = browser.get(address).content.decode()
    assert page.count("<tr>") == 51
