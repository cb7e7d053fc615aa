"""Passwords, for who wants one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from tests.accounts.steps import (
    BY_PASSWORD,
    CODE,
    CONFIRM,
    DESK,
    PASSWORD,
    PHONE,
    SECURITY,
    STRANGER,
    ask,
    bare,
    come_in,
    grow_old,
    is_signed_in,
    text,
)

pytestmark = pytest.mark.django_db
SET = SECURITY + "mat-khau/"


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is made unreadable: that is what takes time."""

    algorithm = "counting"
    used = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.used += 1
        return super().encode(password, salt)


@pytest.fixture
def owner(volunteer: User) -> User:
    """The volunteer with a password and a phone."""
    volunteer.set_password(PASSWORD)
    volunteer.phone = PHONE
    volunteer.save()
    return volunteer


def enter(client: Client, address: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(BY_PASSWORD, {"address": address, "password": password, **more})


@pytest.mark.parametrize("typed", ["hanh", "0912 345 678"])
def test_a_password_opens_the_account_of_either_address(client: Client, owner: User, typed: str) -> None:
    response = enter(client, owner.email if typed == "hanh" else typed, next="/hoat-dong/")
    assert (response.headers["Location"], is_signed_in(client)) == ("/hoat-dong/", True)
    assert Line.objects.get(verb="accounts.signed_in").details == {"steps": ["password"]}


def test_the_code_page_offers_the_password_with_the_address_typed(client: Client, owner: User) -> None:
    ask(client, owner.email, next="/x/")
    assert f'href="{BY_PASSWORD}?next=%2Fx%2F"' in client.get(CODE + "?next=/x/").content.decode()
    page = client.get(BY_PASSWORD).content.decode()
    assert (f'value="{owner.email}"' in page, PASSWORD in page) == (True, False)


def answers(address: str, shown: str) -> list[Any]:
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = enter(client, address, "khong phai mat khau")
    return [response.status_code, bare(response, address, shown), [query["sql"].split()[0] for query in queries]]


def test_nothing_tells_whether_an_account_or_a_password_exists(owner: User, secretary: User) -> None:
    known = answers(owner.email, owner.email)
    assert answers(STRANGER, STRANGER) == known
    assert answers(secretary.email, secretary.email) == known
    phone = answers("0912345678", "0912 345 678")
    assert answers("0912345679", "0912 345 679") == phone
    assert (known[0], phone[2]) == (422, known[2])


@pytest.mark.parametrize("name", ["hanh@tinhnguyen.example", "bao@tinhnguyen.example", STRANGER])
def test_any_address_takes_the_hasher_once(owner: User, other_volunteer: User, settings: Any, name: str) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    User.objects.filter(pk=owner.pk).update(password=make_password(PASSWORD))
    CountingHasher.used = 0
    enter(Client(), name, "khong phai mat khau")
    assert CountingHasher.used == 1


def test_an_account_is_slowed_down_but_not_locked(owner: User) -> None:
    here, elsewhere = Client(), Client(REMOTE_ADDR="203.0.113.9")
    assert [enter(here, owner.email, "sai").status_code for _ in range(5)] == [422] * 5
    response = enter(here, owner.email)
    assert (response.status_code, response.headers["X-Refusal"]) == (429, "too_many_tries")
    assert enter(elsewhere, owner.email).headers["Location"] == DESK
    assert come_in(here, owner).status_code == 302


def test_an_account_takes_30_tries_an_hour_from_everywhere(owner: User) -> None:
    statuses = [enter(Client(REMOTE_ADDR=f"203.0.113.{number}"), owner.email, "sai").status_code for number in range(31)]
    assert statuses == [422] * 30 + [429]


def test_a_network_takes_100_tries(client: Client) -> None:
    statuses = [enter(client, f"ai{number}@tinhnguyen.example", "sai").status_code for number in range(101)]
    assert statuses == [422] * 100 + [429]


def test_a_closed_account_stays_out(client: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    response = enter(client, owner.email)
    assert (response.status_code, response.headers["X-Refusal"], is_signed_in(client)) == (409, "account_closed", False)


@pytest.mark.parametrize(("address", "password"), [("", PASSWORD), ("hanh", PASSWORD), (STRANGER, "")])
def test_a_form_with_holes_is_refused(client: Client, address: str, password: str) -> None:
    assert enter(client, address, password).status_code == 422


def test_who_is_signed_in_is_not_asked_again(volunteer: User, sign_in: Callable[[User], Client]) -> None:
    assert sign_in(volunteer).get(BY_PASSWORD + "?next=/x/").headers["Location"] == "/x/"


def test_setting_a_password_signs_out_other_devices_and_not_this_one(client: Client, volunteer: User) -> None:
    elsewhere = Client()
    come_in(elsewhere, volunteer)
    come_in(client, volunteer)
    assert client.post(SET, {"password": PASSWORD}).headers["Location"] == SECURITY
    assert (client.get(SECURITY).status_code, elsewhere.get(SECURITY).status_code) == (200, 302)
    assert User.objects.get(pk=volunteer.pk).check_password(PASSWORD)
    client.post(SET, {"password": PASSWORD + " 2"})
    assert client.post(SET + "bo/").headers["Location"] == SECURITY
    client.post(SET + "bo/")
    assert (client.get(SECURITY).status_code, User.objects.get(pk=volunteer.pk).has_usable_password()) == (200, False)
    verbs = list(Line.objects.filter(verb__startswith="accounts.password", by=volunteer).order_by("id").values_list("verb", flat=True))
    assert verbs == ["accounts.password_set", "accounts.password_changed", "accounts.password_removed"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nhập mật khẩu."),
        ("ngan", "Dùng ít nhất 10 ký tự."),
        ("9271650384", "Chỉ có số thì dễ bị đoán."),
        ("basketball", "Mật khẩu này nhiều người dùng"),
        ("hanh@tinhnguyen.example", "Mật khẩu này quá giống địa chỉ của bạn."),
    ],
)
def test_a_weak_password_is_refused_with_a_reason(client: Client, volunteer: User, typed: str, sentence: str) -> None:
    User.objects.filter(pk=volunteer.pk).update(email="hanh@tinhnguyen.example")
    come_in(client, User.objects.get(pk=volunteer.pk))
    response = client.post(SET, {"password": typed})
    assert (response.status_code, sentence in text(response)) == (422, True)


def test_a_password_confirms(client: Client, owner: User) -> None:
    come_in(client, owner)
    grow_old(client)
    assert client.get(SET).headers["Location"].startswith(CONFIRM)
    response = client.post(CONFIRM, {"how": "password", "password": "sai"})
    assert (response.status_code, "Mật khẩu chưa đúng." in text(response)) == (422, True)
    assert client.post(CONFIRM, {"how": "password", "password": PASSWORD, "next": SET}).headers["Location"] == SET
    assert client.get(SET).status_code == 200
