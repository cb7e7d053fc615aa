"""Signing in, as browsers see it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aoxanh.accounts.actions import clear_unproven
from aoxanh.accounts.models import Session, User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from tests.accounts.steps import CODE, ENTER, LEAVE, NEW_CODE, STRANGER, ask, bare, is_signed_in, last_code, other_than, text
from tests.work import run_jobs

pytestmark = pytest.mark.django_db


def test_a_newcomer_signs_in_with_the_mailed_code_and_is_asked_who_they_are(client: Client) -> None:
    assert ask(client, next="/hoat-dong/").headers["Location"] == "/tai-khoan/ma/?next=%2Fhoat-dong%2F"
    response = client.post(CODE, {"code": last_code(), "next": "/hoat-dong/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/toi/ho-so/?next=%2Fhoat-dong%2F")
    user = User.objects.get(email=STRANGER)
    assert (is_signed_in(client), user.is_unproven, user.has_usable_password(), user.language) == (True, False, False, "vi")
    assert [message.to for message in mail.outbox] == [[STRANGER]]
    assert Line.objects.filter(verb="accounts.signed_in", by=user, subject_id=user.pk).count() == 1


def test_who_is_known_goes_on_to_where_they_were_going(client: Client, volunteer: User) -> None:
    ask(client, volunteer.email.upper(), next="/hoat-dong/sua-bep/?ca=1")
    response = client.post(CODE, {"code": last_code(), "next": "/hoat-dong/sua-bep/?ca=1"})
    assert response.headers["Location"] == "/hoat-dong/sua-bep/?ca=1"


def test_an_officer_without_a_profile_goes_to_the_desk(client: Client, secretary: User) -> None:
    secretary.person.delete()
    ask(client, secretary.email)
    assert client.post(CODE, {"code": last_code()}).headers["Location"] == "/ban-lam-viec/"


def test_the_code_may_be_pasted_with_spaces(client: Client, volunteer: User) -> None:
    ask(client, volunteer.email)
    code = last_code()
    client.post(CODE, {"code": f" {code[:3]} {code[3:]}\n"})
    assert is_signed_in(client)


def test_who_signs_in_in_english_gets_english_mails(client: Client) -> None:
    client.post(f"/en{ENTER}", {"address": STRANGER})
    code = last_code()
    client.post(f"/en{CODE}", {"code": code})
    assert User.objects.get(email=STRANGER).language == "en"
    assert mail.outbox[0].subject == f"{code} is your sign-in code for Áo Xanh"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "/a" * 400])
def test_next_never_leads_off_the_site(client: Client, volunteer: User, address: str) -> None:
    assert ask(client, volunteer.email, next=address).headers["Location"] == CODE
    assert client.post(CODE, {"code": last_code(), "next": address}).headers["Location"] == "/ban-lam-viec/"


def answers(client: Client, address: str, shown: str = "") -> list[Any]:
    """Everything that asking for a code shows: statuses, addresses, pages without tokens, kinds of statements."""
    with CaptureQueriesContext(connection) as queries:
        asked = ask(client, address)
    page = client.get(CODE)
    tried = client.post(CODE, {"code": "000000"})
    pages = [bare(answer, address, shown or address) for answer in (asked, page, tried)]
    statements = [query["sql"].split()[0] for query in queries]
    return [asked.status_code, asked.headers["Location"], page.status_code, tried.status_code, pages, statements]


def test_nothing_tells_whether_an_account_exists(volunteer: User) -> None:
    volunteer_answers = answers(Client(), volunteer.email)
    closed = User.objects.create_user("dong@tinhnguyen.example", is_active=False)
    assert answers(Client(), STRANGER) == volunteer_answers
    assert answers(Client(), closed.email) == volunteer_answers


def test_nothing_tells_whether_a_phone_has_an_account() -> None:
    User.objects.create_user(phone="+84912345678")
    User.objects.create_user(phone="+84912345679", is_active=False)
    known = answers(Client(), "0912345678", "0912 345 678")
    assert answers(Client(), "0912345670", "0912 345 670") == known
    assert answers(Client(), "0912345679", "0912 345 679") == known


def test_a_closed_account_is_told_by_mail_and_gets_no_code(client: Client) -> None:
    User.objects.create_user(STRANGER, is_active=False)
    ask(client)
    run_jobs()
    assert mail.outbox[0].subject == "Tài khoản của bạn trên Áo Xanh đã đóng"
    assert re.search(r"\d{6}", mail.outbox[0].subject + mail.outbox[0].body) is None
    assert client.post(CODE, {"code": "000000"}).status_code == 422
    assert not is_signed_in(client)


def test_a_wrong_code_says_how_many_tries_are_left(client: Client) -> None:
    ask(client)
    wrong = other_than(last_code())
    response = client.post(CODE, {"code": wrong})
    assert response.status_code == 422
    assert "Mã chưa đúng. Còn 4 lần thử." in text(response)
    assert f'value="{wrong}"' in response.content.decode()
    assert "Mã chưa đúng. Còn 3 lần thử." in text(client.post(CODE, {"code": wrong}))


def test_a_code_tried_20_times_is_dead_after_5(client: Client) -> None:
    ask(client)
    right = last_code()
    statuses = [client.post(CODE, {"code": other_than(right)}).status_code for _ in range(20)]
    assert statuses == [422] * 4 + [409] * 16
    response = client.post(CODE, {"code": right})
    assert (response.status_code, response.headers["X-Refusal"], is_signed_in(client)) == (409, "code_spent", False)
    assert "Mã đã bị nhập sai 5 lần" in text(response)
    assert "Gửi mã mới" in text(client.get(CODE))


def test_guesses_sent_side_by_side_all_count(client: Client) -> None:
    ask(client)
    right, key = last_code(), client.session.session_key
    before = Session.objects.get(pk=key).session_data
    for _ in range(5):
        client.post(CODE, {"code": other_than(right)})
        Session.objects.filter(pk=key).update(session_data=before)
    assert client.post(CODE, {"code": right}).headers["X-Refusal"] == "code_spent"


def test_a_new_code_replaces_a_dead_one(client: Client) -> None:
    ask(client)
    first = last_code()
    for _ in range(5):
        client.post(CODE, {"code": other_than(first)})
    assert client.post(NEW_CODE).headers["Location"] == CODE
    second = last_code()
    client.post(CODE, {"code": second})
    assert is_signed_in(client)


def test_the_code_before_is_void(client: Client) -> None:
    ask(client)
    first = last_code()
    client.post(NEW_CODE)
    if last_code() != first:
        assert client.post(CODE, {"code": first}).status_code == 422


def test_a_code_expires_after_10_minutes_and_says_so(client: Client) -> None:
    ask(client)
    code, session = last_code(), client.session
    session["code_enter"]["at"] -= 601
    session.save()
    response = client.post(CODE, {"code": code})
    assert (response.status_code, response.headers["X-Refusal"], is_signed_in(client)) == (409, "code_expired", False)
    assert "Mã đã hết hạn: mã chỉ dùng được trong 10 phút." in text(client.get(CODE))
    client.post(NEW_CODE)
    client.post(CODE, {"code": last_code()})
    assert is_signed_in(client)


def test_a_code_works_only_in_the_browser_that_asked(client: Client) -> None:
    ask(client)
    code, elsewhere = last_code(), Client()
    assert elsewhere.post(CODE, {"code": code}).headers["Location"] == ENTER
    ask(elsewhere, "khac@tinhnguyen.example")
    assert elsewhere.post(CODE, {"code": code}).status_code == 422


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "<script>", "１２３４５６"])
def test_what_is_no_code_costs_no_try(client: Client, typed: str) -> None:
    ask(client)
    code = last_code()
    statuses = [client.post(CODE, {"code": typed}).status_code for _ in range(6)]
    assert statuses == [422] * 6
    client.post(CODE, {"code": code})
    assert is_signed_in(client)


@pytest.mark.parametrize("typed", ["", "hanh", "hanh@", "a b@c.vn", "x" * 250 + "@gmail.com", "a@b.vn\nBcc: c@d.vn"])
def test_what_is_no_address_is_refused_and_kept(client: Client, typed: str) -> None:
    response = ask(client, typed)
    assert response.status_code == 422
    assert run_jobs() == []


def test_a_sixth_code_for_one_address_is_refused(client: Client) -> None:
    assert [ask(client).status_code for _ in range(6)] == [302] * 5 + [429]
    response = ask(client)
    assert "Bạn đã thử quá nhiều lần" in text(response)
    assert STRANGER in response.content.decode()
    assert ask(client, "khac@tinhnguyen.example").status_code == 302


def test_someone_elsewhere_cannot_use_up_my_codes(client: Client) -> None:
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert [ask(elsewhere).status_code for _ in range(6)][-1] == 429
    assert ask(client).status_code == 302


def test_a_16th_code_an_hour_for_one_address_is_refused_everywhere() -> None:
    statuses = [ask(Client(REMOTE_ADDR=f"203.0.113.{number}")).status_code for number in range(16)]
    assert statuses == [302] * 15 + [429]


def test_a_network_that_asks_for_everyone_is_refused(client: Client) -> None:
    statuses = [ask(client, f"ai{number}@tinhnguyen.example").status_code for number in range(151)]
    assert statuses == [302] * 150 + [429]


def test_resending_counts_too(client: Client) -> None:
    ask(client)
    assert [client.post(NEW_CODE).status_code for _ in range(4)] == [302] * 4
    refused = client.post(NEW_CODE)
    assert (refused.status_code, f'action="{CODE}"' in refused.content.decode()) == (429, True)
    assert client.get(NEW_CODE).headers["Location"] == CODE


def test_the_network_is_the_one_that_our_proxy_saw(client: Client, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    statuses = [
        client.post(ENTER, {"address": STRANGER}, headers={"X-Forwarded-For": f"{number}.1.1.1, 203.0.113.9"}).status_code
        for number in range(6)
    ]
    assert statuses == [302] * 5 + [429]


def test_a_code_page_without_a_code_leads_to_the_start(client: Client) -> None:
    assert client.get(CODE + "?next=/hoat-dong/").headers["Location"] == "/tai-khoan/vao/?next=%2Fhoat-dong%2F"
    assert client.post(NEW_CODE).headers["Location"] == ENTER


def test_who_is_signed_in_is_not_asked_again(volunteer: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(volunteer)
    assert client.get(ENTER + "?next=/hoat-dong/").headers["Location"] == "/hoat-dong/"
    assert client.get(CODE).headers["Location"] == "/ban-lam-viec/"


def test_signing_out_needs_a_post(volunteer: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(volunteer)
    client.get(LEAVE)
    assert is_signed_in(client)
    assert client.post(LEAVE).headers["Location"] == "/"
    assert not is_signed_in(client)


def test_signing_in_lasts_on_the_device(client: Client) -> None:
    ask(client)
    response = client.post(CODE, {"code": last_code()})
    assert response.cookies["sessionid"]["max-age"] == 60 * 60 * 24 * 180


def test_who_only_asks_for_a_code_is_forgotten_after_a_day(client: Client) -> None:
    assert ask(client).cookies["sessionid"]["max-age"] == 60 * 60 * 24


def test_the_pages_are_not_stored(client: Client) -> None:
    ask(client)
    assert ["no-store" in client.get(page).headers["Cache-Control"] for page in (ENTER, CODE)] == [True, True]


def test_a_form_without_its_token_is_refused() -> None:
    assert ask(Client(enforce_csrf_checks=True)).status_code == 403


def test_knowing_who_asks_costs_two_statements(volunteer: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(volunteer)
    with CaptureQueriesContext(connection) as queries:
        client.get(ENTER + "?next=/x/")
    assert len(queries) == 2


def test_addresses_that_nobody_proved_are_forgotten_after_a_day(client: Client, volunteer: User) -> None:
    ask(client)
    ask(client, "that@tinhnguyen.example")
    client.post(CODE, {"code": last_code()})
    User.objects.create_user("can-bo@langson.example")
    User.objects.update(date_joined=timezone.now() - timedelta(days=2))
    ask(Client(), "vua-go@tinhnguyen.example")
    assert clear_unproven(before=timezone.now() - timedelta(days=1)) == 1
    assert not User.objects.filter(email=STRANGER).exists()
    assert User.objects.filter(email__in=["that@tinhnguyen.example", "can-bo@langson.example", "vua-go@tinhnguyen.example"]).count() == 3


def test_an_unproven_account_that_someone_refers_to_stays(commune_union: Any, client: Client) -> None:
    ask(client)
    user = User.objects.get(email=STRANGER)
    user.grants.create(unit=commune_union, role="inspector", scope="unit", during=(today(), None))
    assert clear_unproven(before=timezone.now() + timedelta(days=1)) == 0
    assert User.objects.filter(email=STRANGER).exists()
