"""Signing in by phone, and the addresses to which codes go."""

import re
from typing import Any

import pytest
from django.test import Client

from aoxanh.accounts.actions import drop_address, take_address
from aoxanh.accounts.addresses import NotAnAddressError, normal, shown
from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from tests.accounts.steps import (
    CODE,
    NEW_CODE,
    PHONE,
    SECURITY,
    STRANGER,
    ask,
    come_in,
    digits,
    is_signed_in,
    last_code,
    last_text,
    other_than,
    text,
)
from tests.work import run_jobs

pytestmark = pytest.mark.django_db
NEW_EMAIL, NEW_PHONE, PROOF = SECURITY + "dia-chi/e-mail/", SECURITY + "dia-chi/dien-thoai/", SECURITY + "dia-chi/ma/"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Hanh@Gmail.com ", "hanh@gmail.com"),
        ("0912 345.678", PHONE),
        ("+84 912 345 678", PHONE),
        ("84912345678", PHONE),
        ("+tag@gmail.com", "+tag@gmail.com"),
    ],
)
def test_an_address_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert normal(typed) == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("hanh", "Đây chưa phải e-mail hay số điện thoại. Hãy nhập dạng ten@gmail.com hoặc 0912 345 678."),
        ("hanh@", "Địa chỉ e-mail chưa đúng. Địa chỉ có dạng ten@gmail.com."),
        ("x" * 250 + "@gmail.com", "Địa chỉ e-mail chưa đúng. Địa chỉ có dạng ten@gmail.com."),
        ("091234567", "Thiếu 1 chữ số. Số di động có 10 số, bắt đầu bằng 0."),
        ("+1 202 555 0100", "Chỉ nhắn tin được tới số Việt Nam. Ở nước ngoài, dùng e-mail."),
    ],
)
def test_what_no_code_can_reach_is_said(typed: str, sentence: str) -> None:
    with pytest.raises(NotAnAddressError, match=f"^{re.escape(sentence)}$"):
        normal(typed)


def test_without_a_gateway_phones_are_not_offered(client: Client, settings: Any) -> None:
    settings.SMS_GATEWAY = {}
    assert "Nhập e-mail, nhận mã 6 số" in text(client.get("/tai-khoan/vao/"))
    response = ask(client, "0912345678")
    assert (response.status_code, "Trang này chưa gửi được tin nhắn SMS." in text(response)) == (422, True)


def test_a_newcomer_signs_in_by_a_text_message(client: Client) -> None:
    assert ask(client, "0912 345 678", next="/hoat-dong/").headers["Location"] == "/tai-khoan/ma/?next=%2Fhoat-dong%2F"
    assert "Nhập mã vừa nhắn cho bạn Mã đã gửi tới 0912 345 678" in text(client.get(CODE))
    message = last_text()
    assert (message.to, message.subject) == (PHONE, f"{message.code} là mã Áo Xanh của bạn. Không đưa mã này cho ai.")
    assert client.post(CODE, {"code": message.code, "next": "/hoat-dong/"}).headers["Location"] == "/toi/ho-so/?next=%2Fhoat-dong%2F"
    user = User.objects.get(phone=PHONE)
    assert (is_signed_in(client), user.email, user.is_unproven, str(user)) == (True, "", False, "0912 345 678")
    message = Message.objects.get()
    assert (message.channel, message.subject, message.sent_at is not None) == ("sms", "", True)


def test_the_same_phone_typed_otherwise_is_the_same_account(client: Client) -> None:
    user = User.objects.create_user(phone=PHONE)
    ask(client, "+84 912.345.678")
    client.post(CODE, {"code": last_text().code})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_text_messages_are_rationed_like_mails(client: Client) -> None:
    assert [ask(client, "0912345678").status_code for _ in range(5)] == [302] * 5
    assert ask(client, "0912 345 678").status_code == 429
    assert client.post(NEW_CODE).status_code == 429


def test_a_closed_account_is_told_by_text_and_gets_no_code(client: Client) -> None:
    User.objects.create_user(phone=PHONE, is_active=False)
    ask(client, "0912345678")
    assert last_text().subject == "Áo Xanh: tài khoản của bạn đã đóng nên không có mã."


def test_many_accounts_may_lack_an_address_and_none_shares_one() -> None:
    accounts = [User.objects.create_user(phone=f"+8491234567{number}") for number in range(3)]
    assert [user.email for user in accounts] == ["", "", ""]
    assert str(User.objects.create_user()) == "Tài khoản chưa có địa chỉ"
    assert shown("+84912345678") == "0912 345 678"


def test_a_phone_is_added_once_its_code_came_back(client: Client, volunteer: User) -> None:
    come_in(client, volunteer)
    assert client.post(NEW_PHONE, {"address": "0912 345 678"}).headers["Location"] == PROOF
    code = last_text().code
    assert "Mã chưa đúng. Còn 4 lần thử." in text(client.post(PROOF, {"code": other_than(code)}))
    assert User.objects.get(pk=volunteer.pk).phone == ""
    assert client.post(PROOF, {"code": code}).headers["Location"] == SECURITY
    assert User.objects.get(pk=volunteer.pk).phone == PHONE
    assert Line.objects.filter(verb="accounts.phone_set", by=volunteer, subject_id=volunteer.pk).count() == 1
    assert "0912 345 678" in text(client.get(SECURITY))


def test_who_loses_an_address_hears_of_it_there(client: Client, volunteer: User) -> None:
    before = volunteer.email
    come_in(client, volunteer)
    client.post(NEW_EMAIL, {"address": "khac@gmail.com"})
    client.post(PROOF, {"code": last_code()})
    run_jobs()
    told = Message.objects.filter(key__startswith="accounts.email_set").values_list("to", flat=True)
    assert sorted(told) == sorted([before, "khac@gmail.com"])


def test_an_address_of_another_account_is_refused_after_its_proof_only(client: Client, volunteer: User, secretary: User) -> None:
    come_in(client, volunteer)
    assert client.post(NEW_EMAIL, {"address": secretary.email}).headers["Location"] == PROOF
    response = client.post(PROOF, {"code": last_code()})
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "address_taken")
    assert f"{secretary.email} đã có tài khoản riêng." in text(response)


def test_an_address_that_nobody_proved_is_taken_over(volunteer: User) -> None:
    User.objects.create_user(STRANGER, is_unproven=True)
    take_address(volunteer, STRANGER, by=volunteer)
    assert [user.pk for user in User.objects.filter(email=STRANGER)] == [volunteer.pk]


def test_the_last_way_in_cannot_be_dropped(client: Client, volunteer: User) -> None:
    come_in(client, volunteer)
    response = client.post(NEW_EMAIL + "bo/")
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "last_way")
    take_address(volunteer, PHONE, by=volunteer)
    assert client.post(NEW_EMAIL + "bo/").headers["Location"] == SECURITY
    volunteer.refresh_from_db()
    assert (volunteer.email, volunteer.phone) == ("", PHONE)


def test_dropping_what_is_not_there_changes_nothing(volunteer: User) -> None:
    drop_address(volunteer, "phone", by=volunteer)
    assert Line.objects.filter(verb="accounts.phone_removed").count() == 0


def test_a_code_for_an_address_needs_a_recent_sign_in_and_an_account(client: Client, volunteer: User) -> None:
    assert client.get(NEW_EMAIL).headers["Location"].startswith("/tai-khoan/vao/")
    come_in(client, volunteer)
    assert (client.get(NEW_EMAIL).status_code, client.get(SECURITY + "dia-chi/fax/").status_code) == (200, 404)
    assert client.get(PROOF).headers["Location"] == SECURITY
    response = client.post(NEW_EMAIL, {"address": "hanh"})
    assert (response.status_code, 'value="hanh"' in response.content.decode()) == (422, True)


def test_a_new_code_for_an_address_replaces_the_one_before(client: Client, volunteer: User) -> None:
    come_in(client, volunteer)
    client.post(NEW_PHONE, {"address": "0912345678"})
    first = last_text()
    assert client.post(PROOF + "moi/").headers["Location"] == PROOF
    assert last_text() != first
    client.post(PROOF, {"code": digits(last_text().subject)})
    assert User.objects.get(pk=volunteer.pk).phone == PHONE


def test_refusals_of_addresses_have_codes(volunteer: User, secretary: User) -> None:
    with pytest.raises(Refused) as taken:
        take_address(volunteer, secretary.email, by=volunteer)
    with pytest.raises(Refused) as last:
        drop_address(volunteer, "email", by=volunteer)
    assert [taken.value.code, last.value.code] == ["address_taken", "last_way"]
