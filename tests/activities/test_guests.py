"""Signing up by phone and code, without an account."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from aoxanh.accounts.models import User
from aoxanh.activities.actions import guests
from aoxanh.activities.models import Shift, Signup, Waiting
from aoxanh.notices.models import Message
from aoxanh.people.actions.claims import claim
from aoxanh.people.models import Consent, Person
from tests.cast import make_signup

PHONE, BORN = "+84912345678", date(2001, 2, 3)
ASKED = {"full_name": "Nông Thị Mơ", "birth_date_0": "3", "birth_date_1": "2", "birth_date_2": "2001"}


def sign_up(shift, **facts):
    given = {"phone": PHONE, "full_name": "Nông Thị Mơ", "birth_date": BORN, "agrees": True, "request_id": uuid4()}
    return guests.sign_up_guest(shift, **given | facts)


def test_a_name_a_birth_date_and_a_phone_are_enough(shift):
    signup = sign_up(shift)
    person = signup.person
    assert (person.full_name, person.phone, person.user, signup.by) == ("Nông Thị Mơ", PHONE, None, None)
    assert Consent.objects.get(person=person).channel == "sms"
    told = Message.objects.get()
    assert (told.channel, told.to) == ("sms", PHONE)
    assert f"/dang-ky/the/{signup.pk}/?khoa=" in told.subject


def test_the_same_person_again_is_the_same_record(shift, activity):
    other = Shift.objects.create(activity=activity, starts_at=shift.ends_at, ends_at=shift.ends_at + timedelta(hours=1), places=3)
    assert sign_up(shift).person == sign_up(other).person


def test_a_record_from_a_list_is_used_where_name_and_birth_date_fit(shift):
    known = Person.objects.create(full_name="Nông Thị Mơ", birth_date=BORN, phone=PHONE)
    assert sign_up(shift).person == known


def test_a_phone_that_a_family_shares_gives_nobody_the_record_of_another(shift, activity):
    sister = Person.objects.create(full_name="Nông Thị Mận", birth_date=BORN, phone=PHONE)
    mother = Person.objects.create(full_name="Nông Thị Mơ", birth_date=date(1975, 1, 1), phone=PHONE)
    assert sign_up(shift).person not in (sister, mother)


def test_who_has_an_account_signs_in(shift, volunteer, refused):
    User.objects.filter(pk=volunteer.pk).update(phone=PHONE)
    assert refused(sign_up, shift, birth_date=volunteer.person.birth_date) == "has_account"
    assert sign_up(shift).person != volunteer.person


def test_without_consent_nothing_is_kept(shift, refused):
    assert refused(sign_up, shift, agrees=False) == "consent_missing"
    assert not Person.objects.filter(phone=PHONE).exists()


def test_a_refusal_keeps_nothing(shift, refused):
    assert refused(sign_up, shift, birth_date=date.today() - timedelta(days=12 * 365)) == "too_young"
    assert not Person.objects.filter(phone=PHONE).exists()


def test_where_it_is_full_a_guest_waits(shift, volunteer):
    Shift.objects.update(places=1)
    make_signup(shift, volunteer)
    shift.refresh_from_db()
    made = sign_up(shift, waits=True)
    assert isinstance(made, Waiting)
    assert f"/dang-ky/cho/{made.pk}/?khoa=" in Message.objects.get(to=PHONE).subject


def test_the_record_can_be_claimed_later(shift):
    signup = sign_up(shift)
    user = User.objects.create_user(phone=PHONE)
    claim(signup.person, address=PHONE, agrees=True, by=user)
    signup.refresh_from_db()
    assert signup.person.user == user


def link_in(message):
    return re.search(r"https?://[^/]+(/\S+)", message)[1]


@pytest.fixture
def signed_up(client, shift):
    """The whole way in the browser; gives the address of the pass in the text message."""
    page = client.get(f"/dang-ky/{shift.pk}/khach/")
    assert page.status_code == 200
    fields = {"full_name": "Nông Thị Mơ", "birth_date": "03/02/2001", "phone": "0912 345 678", "agrees": "on"}
    assert client.post(f"/dang-ky/{shift.pk}/khach/", fields).headers["Location"] == f"/dang-ky/{shift.pk}/khach/ma/"
    code = re.search(r"\b\d{6}\b", Message.objects.get(to=PHONE).subject)[0]
    assert client.post(f"/dang-ky/{shift.pk}/khach/ma/", {"code": "000000" if code != "000000" else "111111"}).status_code == 422
    answer = client.post(f"/dang-ky/{shift.pk}/khach/ma/", {"code": code})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_the_whole_way_in_the_browser(client, shift, signed_up):
    signup = Signup.objects.get(shift=shift)
    assert link_in(Message.objects.get(key__startswith="activities.signed_up").subject) == signed_up
    page = client.get(signed_up).content.decode()
    assert signup.code[:4] in page
    key = signed_up.partition("khoa=")[2]
    assert client.get(f"/dang-ky/{signup.pk}/lich.ics?khoa={key}").status_code == 200
    assert client.post(f"/dang-ky/{signup.pk}/huy/", {"khoa": key}).headers["Location"] == signed_up
    signup.refresh_from_db()
    assert signup.status == "cancelled"


def test_a_wrong_key_opens_nothing(client, shift, signed_up, volunteer):
    signup, other = Signup.objects.get(shift=shift), make_signup(shift, volunteer)
    key = signed_up.partition("khoa=")[2]
    assert client.get(f"/dang-ky/the/{signup.pk}/?khoa={'0' * 20}").status_code == 404
    assert client.get(f"/dang-ky/the/{other.pk}/?khoa={key}").status_code == 404
    assert client.get(f"/dang-ky/the/{signup.pk}/").status_code == 302


def test_the_key_is_dead_once_there_is_an_account(client, shift, signed_up):
    Person.objects.filter(phone=PHONE).update(user=User.objects.create_user(phone=PHONE))
    assert client.get(signed_up).status_code == 404


def test_the_code_page_without_a_form_before_leads_back(client, shift):
    assert client.get(f"/dang-ky/{shift.pk}/khach/ma/").headers["Location"] == f"/dang-ky/{shift.pk}/khach/"
