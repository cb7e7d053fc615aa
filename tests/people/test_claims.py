"""Records that their owners take up."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from aoxanh.access.models import Grant, Scope
from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Post, Unit
from aoxanh.people.actions.claims import TRIES, claim, find_by_birth
from aoxanh.people.arrival import where_to
from aoxanh.people.models import Appointment, Claim, Membership, Merge, Person
from aoxanh.people.queries.claims import at_address, may_be_noted, waiting
from tests.accounts.steps import last_code, last_text, text

PAGE, CODE = "/toi/nhan-ho-so/", "/toi/nhan-ho-so/ma/"
PHONE, MAIL = "+84912345678", "anh@tinhnguyen.example"
BORN = date(2004, 5, 19)
pytestmark = pytest.mark.django_db
type SignIn = Callable[[User], Client]


def noted(name: str = "Nông Thị Ánh", unit: Unit | None = None, **facts: Any) -> Person:
    person = Person.objects.create(full_name=name, **{"phone": PHONE, "birth_date": BORN} | facts)
    if unit:
        Membership.objects.create(person=person, unit=unit, during=during(date(2024, 1, 1)))
    return person


def officer(person: Person, unit: Unit, role: str = "focal_point") -> Appointment:
    post = Post.objects.create(unit=unit, title="Đầu mối", role=role, role_scope=Scope.UNIT, during=during(date(2020, 1, 1)))
    return Appointment.objects.create(person=person, post=post, during=during(date(2024, 1, 1)))


@pytest.fixture
def newcomer(db: None) -> User:
    return User.objects.create_user(MAIL, phone=PHONE)


@pytest.fixture
def device(newcomer: User, sign_in: SignIn) -> Client:
    return sign_in(newcomer)


def test_a_claimed_record_is_the_accounts(newcomer: User, commune_union: Unit) -> None:
    kept = claim(noted(unit=commune_union), address=PHONE, agrees=True, by=newcomer)
    assert (kept.user, kept.email, kept.consents.get().by) == (newcomer, MAIL, newcomer)
    assert (Claim.objects.get().channel, Line.objects.get(verb="people.claimed").by) == ("phone", newcomer)


def test_what_current_posts_carry_opens_for_the_account(newcomer: User, commune_union: Unit) -> None:
    person = noted()
    held = officer(person, commune_union)
    over = officer(person, commune_union, "organiser")
    Appointment.objects.filter(pk=over.pk).update(during=during(date(2020, 1, 1), date(2021, 1, 1)))
    claim(person, address=PHONE, agrees=True, by=newcomer)
    grant = Grant.objects.get(user=newcomer)
    assert (grant.role, grant.unit, grant.source, grant.given_by) == ("focal_point", commune_union, held.pk, None)


def test_who_has_a_record_has_one_after_the_claim(volunteer: User, commune_union: Unit) -> None:
    User.objects.filter(pk=volunteer.pk).update(phone=PHONE)
    gone = noted("Vi Thị Hạnh", commune_union)
    kept = claim(gone, address=PHONE, agrees=True, by=User.objects.get(pk=volunteer.pk))
    gone.refresh_from_db()
    assert (kept, gone.merged_into, kept.memberships.get().unit) == (volunteer.person, kept, commune_union)
    assert (Claim.objects.get().person, Merge.objects.get().by) == (kept, volunteer)


def test_without_consent_nothing_is_claimed(newcomer: User) -> None:
    with pytest.raises(Refused) as refused:
        claim(noted(), address=PHONE, agrees=False, by=newcomer)
    assert (refused.value.code, Claim.objects.count()) == ("consent_missing", 0)


def test_a_record_is_claimed_once(newcomer: User, volunteer: User) -> None:
    with pytest.raises(Refused) as refused:
        claim(volunteer.person, address=volunteer.email, agrees=True, by=newcomer)
    assert refused.value.code == "already_claimed"


def test_a_record_with_another_address_is_not_claimed(newcomer: User) -> None:
    with pytest.raises(Refused) as refused:
        claim(noted(phone="+84387114902"), address=PHONE, agrees=True, by=newcomer)
    assert refused.value.code == "not_at_address"


def test_an_erased_a_merged_and_a_restricted_record_wait_for_nobody(db: None) -> None:
    now = "2026-11-22T00:00:00Z"
    noted(erased_at=now)
    noted(restricted_at=now)
    noted(merged_into=noted(phone="+84387114902"))
    assert list(at_address(PHONE)) == []


def test_nothing_waits_at_no_address(db: None) -> None:
    noted(phone="", email="")
    assert waiting([""]) == []


def test_of_a_family_the_birth_date_chooses(newcomer: User) -> None:
    noted("Nông Văn Tú", birth_date=date(1979, 1, 2))
    mine = noted()
    assert waiting([PHONE])[0].asks_birth
    assert find_by_birth(PHONE, birth_date=BORN, by=newcomer) == mine


def test_where_only_the_year_is_known_the_year_chooses(newcomer: User) -> None:
    mine = noted(birth_date=None, birth_year=2004)
    noted("Nông Văn Tú", birth_date=date(1979, 1, 2))
    assert find_by_birth(PHONE, birth_date=BORN, by=newcomer) == mine


@pytest.mark.parametrize("day", [date(2000, 1, 1), BORN])
def test_a_wrong_date_and_an_ambiguous_one_sound_alike(newcomer: User, day: date) -> None:
    noted()
    noted("Nông Thị Oanh")
    with pytest.raises(Refused) as refused:
        find_by_birth(PHONE, birth_date=day, by=newcomer)
    assert (refused.value.code, "Nông" in str(refused.value)) == ("birth_wrong", False)


def test_dates_are_not_guessed(newcomer: User) -> None:
    noted()
    for number in range(TRIES):
        with pytest.raises(Refused):
            find_by_birth(PHONE, birth_date=date(1990, 1, number + 1), by=newcomer)
    with pytest.raises(Refused) as refused:
        find_by_birth(PHONE, birth_date=BORN, by=newcomer)
    assert refused.value.code == "too_many_tries"


def test_a_record_that_opens_a_role_asks_for_the_birth_date_and_shows_nothing(device: Client, commune_union: Unit) -> None:
    officer(noted(unit=commune_union), commune_union)
    page = text(device.get(PAGE))
    assert ("Ánh" in page, commune_union.name in page, waiting([PHONE])[0].asks_birth) == (False, False, True)


def test_who_comes_for_the_first_time_is_asked_whether_it_is_them(newcomer: User) -> None:
    noted()
    assert where_to(newcomer, "/hoat-dong/") == f"{PAGE}?next=%2Fhoat-dong%2F"


def test_who_is_known_is_not_asked(volunteer: User) -> None:
    noted(email=volunteer.email)
    assert where_to(volunteer, "/hoat-dong/") == "/hoat-dong/"


def test_an_address_that_is_not_proven_brings_nothing(newcomer: User) -> None:
    noted()
    User.objects.filter(pk=newcomer.pk).update(is_unproven=True)
    assert PAGE not in where_to(User.objects.get(pk=newcomer.pk), "")


def test_the_record_is_shown_and_taken_up(device: Client, newcomer: User, commune_union: Unit) -> None:
    person = noted(unit=commune_union)
    page = text(device.get(PAGE))
    assert ("Nông Thị Ánh" in page, commune_union.name in page, "19/05/2004" in page) == (True, True, False)
    response = device.post(f"{PAGE}{person.pk}/", {"agrees": "on"})
    assert (response.status_code, Person.objects.get(user=newcomer)) == (302, person)


def test_without_the_box_the_page_asks_again(device: Client, newcomer: User) -> None:
    response = device.post(f"{PAGE}{noted().pk}/", {})
    assert (response.status_code, Person.objects.filter(user=newcomer).exists()) == (422, False)


def test_a_record_of_somebody_else_cannot_be_named(device: Client) -> None:
    assert device.post(f"{PAGE}{noted(phone='+84387114902').pk}/", {"agrees": "on"}).status_code == 404


def test_a_guarded_record_cannot_be_taken_by_its_name(device: Client, commune_union: Unit) -> None:
    person = noted()
    officer(person, commune_union)
    assert device.post(f"{PAGE}{person.pk}/", {"agrees": "on"}).status_code == 404


def test_the_birth_date_takes_up_one_of_a_family(device: Client, newcomer: User) -> None:
    noted("Nông Văn Tú", birth_date=date(1979, 1, 2))
    mine = noted()
    device.post(f"{PAGE}ngay-sinh/", {"at": PHONE, "birth_date": "19/05/2004", "agrees": "on"})
    assert Person.objects.get(user=newcomer) == mine


def test_a_wrong_birth_date_is_refused_on_the_page(device: Client) -> None:
    noted("Nông Văn Tú", birth_date=date(1979, 1, 2))
    noted()
    response = device.post(f"{PAGE}ngay-sinh/", {"at": PHONE, "birth_date": "01/01/2000", "agrees": "on"})
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "birth_wrong")


def test_an_address_that_is_not_ones_own_cannot_be_asked_by_birth(device: Client) -> None:
    noted(phone="+84387114902")
    assert device.post(f"{PAGE}ngay-sinh/", {"at": "+84387114902", "birth_date": "19/05/2004", "agrees": "on"}).status_code == 404


def test_a_code_to_the_address_on_the_record_shows_whose_it_is(sign_in: SignIn, commune_union: Unit) -> None:
    user = User.objects.create_user("khac@tinhnguyen.example")
    person, client = noted(unit=commune_union, phone="", email="cu@tinhnguyen.example"), sign_in(user)
    assert "Nông Thị Ánh" not in text(client.get(PAGE))
    client.post(PAGE, {"address": "cu@tinhnguyen.example"})
    client.post(CODE, {"code": last_code()})
    assert "Nông Thị Ánh" in text(client.get(PAGE))
    client.post(f"{PAGE}{person.pk}/", {"agrees": "on"})
    assert Person.objects.get(user=user) == person


def test_a_code_comes_by_text_message_too(sign_in: SignIn) -> None:
    user = User.objects.create_user("khac@tinhnguyen.example")
    noted()
    client = sign_in(user)
    client.post(PAGE, {"address": "0912 345 678"})
    client.post(CODE, {"code": last_text().code})
    assert "Nông Thị Ánh" in text(client.get(PAGE))


def test_the_page_before_the_code_is_the_same_whether_a_record_is_there(sign_in: SignIn) -> None:
    client = sign_in(User.objects.create_user("khac@tinhnguyen.example"))
    noted(email="cu@tinhnguyen.example")
    answers = [client.post(PAGE, {"address": address}) for address in ("cu@tinhnguyen.example", "ai@tinhnguyen.example")]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, CODE)] * 2


def test_a_wrong_code_proves_nothing(sign_in: SignIn) -> None:
    client = sign_in(User.objects.create_user("khac@tinhnguyen.example"))
    noted(phone="", email="cu@tinhnguyen.example")
    client.post(PAGE, {"address": "cu@tinhnguyen.example"})
    code = last_code()
    response = client.post(CODE, {"code": "111111" if code != "111111" else "222222"})
    assert (response.status_code, "Nông Thị Ánh" in text(client.get(PAGE))) == (422, False)


def test_who_would_be_entered_twice_is_told_so_without_a_fact(newcomer: User, device: Client) -> None:
    noted(phone="+84387114902", email="")
    facts = {"full_name": "Nong Thi Anh", "birth_date": "19/05/2004", "agrees": "on"}
    response = device.post("/toi/ho-so/", facts)
    assert (response.status_code, "114 902" in text(response), Person.objects.filter(user=newcomer).exists()) == (422, False, False)
    device.post("/toi/ho-so/", facts | {"is_new": "1"})
    assert Person.objects.get(user=newcomer).full_name == "Nong Thi Anh"


def test_nobody_is_sounded_out_by_new_profiles(newcomer: User) -> None:
    noted(phone="", email="")
    told = [may_be_noted(newcomer, full_name="Nông Thị Ánh", birth_date=BORN) for _ in range(5)]
    assert told == [True, True, True, False, False]


def test_a_claimed_record_is_told_to_nobody(newcomer: User, volunteer: User) -> None:
    person = volunteer.person
    assert not may_be_noted(newcomer, full_name=person.full_name, birth_date=person.birth_date)
