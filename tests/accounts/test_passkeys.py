"""Passkeys, with a security key in software."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.actions import drop_address, remove_passkey
from aoxanh.accounts.models import User
from aoxanh.accounts.queries import factors_of
from aoxanh.audit.models import Line
from tests.accounts.authenticator import Key
from tests.accounts.steps import CONFIRM, DESK, SECOND, SECURITY, come_in, grow_old, is_signed_in

pytestmark = pytest.mark.django_db
ENTER, NEW = "/tai-khoan/vao/khoa/", SECURITY + "khoa/"


def add(client: Client, key: Key, name: str = "Điện thoại của Hạnh") -> HttpResponse:
    return client.post(NEW, {"name": name, "credential": key.made(client.get(NEW + "tuy-chon/").json())})


def use(client: Client, key: Key, **more: str) -> HttpResponse:
    return client.post(ENTER, {"credential": key.signed(client.get(ENTER + "tuy-chon/").json()), **more})


@pytest.fixture
def key(client: Client, volunteer: User) -> Key:
    """A passkey of the volunteer, who is signed in."""
    made = Key()
    come_in(client, volunteer)
    assert add(client, made).headers["Location"] == SECURITY + "ma-du-phong/"
    return made


def test_a_passkey_signs_in_by_itself(key: Key, volunteer: User) -> None:
    elsewhere = Client()
    assert use(elsewhere, key, next="/hoat-dong/").headers["Location"] == "/hoat-dong/"
    assert elsewhere.session["_auth_user_id"] == str(volunteer.pk)
    assert elsewhere.post("/tai-khoan/ra/").headers["Location"] == "/"
    assert list(Line.objects.filter(verb="accounts.signed_in").order_by("id").values_list("details", flat=True)) == [
        {"steps": ["code"]},
        {"steps": ["mfa"]},
    ]
    assert Line.objects.filter(verb="accounts.passkey_added", by=volunteer).count() == 1


def test_the_options_name_nobody_and_are_new_each_time(client: Client) -> None:
    first, second = (client.get(ENTER + "tuy-chon/").json()["publicKey"] for _ in range(2))
    assert (first["allowCredentials"], first["userVerification"], first["rpId"]) == ([], "required", "testserver")
    assert first["challenge"] != second["challenge"]


def test_a_passkey_is_the_second_step_too(key: Key, volunteer: User) -> None:
    elsewhere = Client()
    assert come_in(elsewhere, volunteer).headers["Location"] == SECOND
    options = elsewhere.get(SECOND + "tuy-chon/").json()
    assert [one["id"] for one in options["publicKey"]["allowCredentials"]] == [json.loads(key.signed(options))["id"]]
    assert elsewhere.post(SECOND, {"credential": key.signed(options)}).headers["Location"] == DESK
    assert is_signed_in(elsewhere)


def test_a_passkey_confirms(client: Client, key: Key) -> None:
    grow_old(client)
    assert client.get(NEW).headers["Location"].startswith(CONFIRM)
    said = key.signed(client.get(SECOND + "tuy-chon/").json())
    assert client.post(CONFIRM, {"how": "factor", "credential": said, "next": NEW}).headers["Location"] == NEW
    assert client.get(NEW).status_code == 200


def test_an_answer_works_once_and_in_its_browser_only(key: Key) -> None:
    browser, elsewhere = Client(), Client()
    said = {"credential": key.signed(browser.get(ENTER + "tuy-chon/").json())}
    elsewhere.get(ENTER + "tuy-chon/")
    answers = [elsewhere.post(ENTER, said), browser.post(ENTER, said)]
    browser.post("/tai-khoan/ra/")
    answers.append(browser.post(ENTER, said))
    assert [(answer.status_code, answer.headers.get("X-Refusal")) for answer in answers] == [
        (409, "passkey_wrong"),
        (302, None),
        (409, "passkey_wrong"),
    ]


@pytest.mark.parametrize("said", ["", "{}", "[]", "no json", '{"response": 1}', '{"id": "x", "response": {"userHandle": "eA"}}'])
def test_a_made_up_answer_is_refused(client: Client, said: str) -> None:
    client.get(ENTER + "tuy-chon/")
    response = client.post(ENTER, {"credential": said})
    assert (response.status_code, response.headers["X-Refusal"], is_signed_in(client)) == (409, "passkey_wrong", False)


def test_a_foreign_key_does_not_open_an_account(key: Key, volunteer: User) -> None:
    forged = Key()
    forged.user, forged.id = key.user, key.id
    assert use(Client(), forged).headers["X-Refusal"] == "passkey_wrong"
    phished = Key(site="testserver.evil.example")
    phished.user, phished.id, phished.private = key.user, key.id, key.private
    assert use(Client(), phished).headers["X-Refusal"] == "passkey_wrong"


def test_a_device_without_a_screen_lock_makes_no_passkey(client: Client, volunteer: User) -> None:
    come_in(client, volunteer)
    response = add(client, Key(verifies=False))
    assert (response.status_code, response.headers["X-Refusal"], Authenticator.objects.count()) == (409, "passkey_wrong", 0)


def test_a_passkey_needs_a_name(client: Client, volunteer: User) -> None:
    come_in(client, volunteer)
    assert (add(client, Key(), name=" ").status_code, Authenticator.objects.count()) == (422, 0)


def test_a_closed_account_stays_out(key: Key, volunteer: User) -> None:
    User.objects.filter(pk=volunteer.pk).update(is_active=False)
    elsewhere = Client()
    response = use(elsewhere, key)
    assert (response.status_code, response.headers["X-Refusal"], is_signed_in(elsewhere)) == (409, "account_closed", False)


def test_a_removed_passkey_opens_nothing(client: Client, key: Key, volunteer: User, secretary: User) -> None:
    passkey = factors_of(volunteer).passkeys[0]
    intruder = Client()
    come_in(intruder, secretary)
    assert intruder.post(f"{NEW}{passkey.pk}/bo/").status_code == 404
    assert client.post(f"{NEW}{passkey.pk}/bo/").headers["Location"] == SECURITY
    assert use(Client(), key).headers["X-Refusal"] == "passkey_wrong"
    assert Authenticator.objects.count() == 0
    assert Line.objects.filter(verb="accounts.passkey_removed", by=volunteer).count() == 1


def test_the_only_way_in_cannot_be_removed(client: Client, key: Key, volunteer: User) -> None:
    drop_address(volunteer, "email", by=volunteer)
    response = client.post(f"{NEW}{factors_of(volunteer).passkeys[0].pk}/bo/")
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "last_way")


def test_an_eleventh_passkey_is_refused(client: Client, key: Key, volunteer: User) -> None:
    assert [add(client, Key(), f"Khóa {number}").status_code for number in range(9)] == [302] * 9
    response = add(client, Key())
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "too_many_passkeys")
    with CaptureQueriesContext(connection) as many:
        client.get(SECURITY)
    for passkey in factors_of(volunteer).passkeys[1:]:
        remove_passkey(volunteer, passkey, by=volunteer)
    with CaptureQueriesContext(connection) as one:
        client.get(SECURITY)
    assert len(many) == len(one)


def test_tries_from_a_network_are_counted(client: Client) -> None:
    statuses = [client.post(ENTER, {"credential": "{}"}).status_code for _ in range(101)]
    assert statuses == [409] * 100 + [429]
