"""A child names a guardian: the page with the link, sending it again, and where people land who sign in."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.notices.models import Message
from aoxanh.people.arrival import where_to
from aoxanh.people.invitations import link_of, token_of
from aoxanh.people.models import Guardianship, Person
from tests.cast import make_consent

PAGE = "/toi/nguoi-giam-ho/"
type SignIn = Callable[[User], Client]


def typed(**changed: Any) -> dict[str, Any]:
    return {"full_name": "lý thị mẩy", "relation": "mother", "email": "may@giamho.example", "phone": ""} | changed


def text(response: HttpResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_a_child_names_a_guardian_and_can_hand_over_the_link(pupil: User, sign_in: SignIn) -> None:
    browser = sign_in(pupil)
    answer = browser.post(PAGE, typed(next="/dang-ky/1/"))
    assert answer.headers["Location"] == f"{PAGE}?next=%2Fdang-ky%2F1%2F"
    asked = Guardianship.objects.get()
    assert (asked.full_name, asked.child, asked.invited_by) == ("Lý Thị Mẩy", pupil.person, pupil)
    page = browser.get(PAGE)
    assert (link_of(asked) in page.content.decode(), "Đang chờ Lý Thị Mẩy" in text(page)) == (True, True)
    assert [message.to for message in Message.objects.all()] == ["may@giamho.example"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"full_name": ""}, "Nhập họ và tên người giám hộ."),
        ({"full_name": "Mẩy 1986"}, "Họ tên chỉ gồm chữ cái và khoảng trắng."),
        ({"relation": ""}, "Chọn quan hệ với em."),
        ({"email": ""}, "Cho e-mail hoặc số điện thoại của người giám hộ."),
        ({"email": "may"}, "ten@gmail.com"),
        ({"email": "", "phone": "0912 3456"}, "Thiếu 2 chữ số."),
    ],
)
def test_each_mistake_has_its_sentence(pupil: User, sign_in: SignIn, changed: dict[str, Any], sentence: str) -> None:
    answer = sign_in(pupil).post(PAGE, typed(**changed))
    assert (answer.status_code, sentence in text(answer), Guardianship.objects.count()) == (422, True, 0)


@override_settings(SMS_GATEWAY={})
def test_where_no_messages_are_sent_only_an_address_is_asked_for(pupil: User, sign_in: SignIn) -> None:
    browser = sign_in(pupil)
    assert 'name="phone"' not in browser.get(PAGE).content.decode()
    assert browser.post(PAGE, typed(email="")).status_code == 422
    assert browser.post(PAGE, typed()).status_code == 302


def test_a_refusal_keeps_what_was_typed(pupil: User, sign_in: SignIn) -> None:
    answer = sign_in(pupil).post(PAGE, typed(email=pupil.email))
    assert (answer.status_code, answer["X-Refusal"], 'value="lý thị mẩy"' in answer.content.decode()) == (409, "own_address", True)


def test_the_link_is_sent_again_and_the_old_one_is_gone(pupil: User, sign_in: SignIn) -> None:
    browser = sign_in(pupil)
    browser.post(PAGE, typed())
    asked = Guardianship.objects.get()
    old = token_of(asked)
    assert browser.post(f"{PAGE}{asked.pk}/gui-lai/").headers["Location"] == PAGE
    assert token_of(Guardianship.objects.get()) != old
    assert browser.get(f"/giam-ho/{old}/").status_code == 404


def test_nobody_sends_the_link_of_another_child(pupil: User, volunteer: User, mother: User, sign_in: SignIn) -> None:
    asked = make_consent(pupil.person, mother)
    assert sign_in(volunteer).post(f"{PAGE}{asked.pk}/gui-lai/").status_code == 404


def test_an_answered_question_is_not_sent_again(pupil: User, mother: User, sign_in: SignIn) -> None:
    asked = make_consent(pupil.person, mother)
    answer = sign_in(pupil).post(f"{PAGE}{asked.pk}/gui-lai/")
    assert (answer.status_code, answer["X-Refusal"]) == (409, "answered")


def test_who_is_grown_up_is_told_so(volunteer: User, sign_in: SignIn) -> None:
    assert "Bạn không cần người giám hộ" in text(sign_in(volunteer).get(PAGE))


def test_the_profile_of_a_child_leads_there_and_that_of_others_does_not(pupil: User, volunteer: User, sign_in: SignIn) -> None:
    assert f'href="{PAGE}"' in sign_in(pupil).get("/toi/ho-so/").content.decode()
    assert f'href="{PAGE}"' not in sign_in(volunteer).get("/toi/ho-so/").content.decode()


def test_a_child_makes_a_profile_of_its_own(db: None, sign_in: SignIn) -> None:
    newcomer = User.objects.create_user("em@tinhnguyen.example")
    born = (today() - timedelta(days=13 * 365)).isoformat()
    browser = sign_in(newcomer)
    browser.post("/toi/ho-so/", {"full_name": "Lý Thị An", "birth_date": born, "agrees": "on", "q": "", "phone": ""})
    assert Person.objects.get(user=newcomer).full_name == "Lý Thị An"
    assert "Cần cha mẹ hoặc người giám hộ đồng ý trước" in text(browser.get("/ban-lam-viec/cua-toi/"))


def test_who_comes_to_answer_needs_no_profile(mother: User, pupil: User, sign_in: SignIn) -> None:
    assert where_to(mother, "/giam-ho/abc/") == "/giam-ho/abc/"
    assert where_to(mother, "/don-vi/") == "/toi/ho-so/?next=%2Fdon-vi%2F"
    assert where_to(mother, "/no-such-page/") == "/toi/ho-so/?next=%2Fno-such-page%2F"
    sign_in(pupil).post(PAGE, typed())
    assert where_to(mother, "") == "/toi/con-em/"
    assert sign_in(mother).get("/ban-lam-viec/cua-toi/").headers["Location"] == "/toi/con-em/"
