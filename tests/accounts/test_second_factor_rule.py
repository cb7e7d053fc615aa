"""Roles that decide for others or read what is sensitive work only after a second step, where the setting says so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aoxanh.access.roles import TABLE
from aoxanh.accounts.actions import turn_on_app
from aoxanh.accounts.models import User
from aoxanh.config.home import MissingSetting
from aoxanh.config.second_factor import SecondFactor
from aoxanh.config.settings import SENSITIVE_PERMISSIONS
from tests.accounts.steps import CONFIRM, DESK, SECOND, SECURITY, come_in
from tests.accounts.test_factors import SECRET, shown

pytestmark = pytest.mark.django_db
NEEDED = "/tai-khoan/buoc-hai/can/"


@pytest.fixture(autouse=True)
def strict(settings: Any) -> Any:
    cache.clear()
    settings.SECOND_FACTOR_PERMISSIONS = ("activities.approve",)
    return settings


def test_the_default_names_permissions_that_exist() -> None:
    assert [name for name in SENSITIVE_PERMISSIONS if name not in TABLE] == []


def test_a_permission_that_nobody_has_ends_the_start(strict: Any) -> None:
    strict.SECOND_FACTOR_PERMISSIONS = ("activities.aprove",)
    with pytest.raises(MissingSetting, match=r"activities\.aprove"):
        SecondFactor(lambda request: HttpResponse())


def test_an_approver_without_a_second_step_is_led_to_set_one_up(client: Client, coordinator: User) -> None:
    come_in(client, coordinator)
    answer = client.get(DESK + "?x=1")
    assert answer.headers["Location"] == f"{NEEDED}?next=%2Fban-lam-viec%2F%3Fx%3D1"
    page = client.get(answer.headers["Location"]).content.decode()
    assert f'href="{SECURITY}ung-dung/?next=%2Fban-lam-viec%2F%3Fx%3D1"' in page
    client.get(SECURITY + "ung-dung/")
    client.post(SECURITY + "ung-dung/", {"code": shown(client.session["mfa.totp.secret"])})
    assert client.get(DESK).status_code == 200
    assert client.get(NEEDED).headers["Location"] == SECURITY


def test_a_session_from_before_the_second_step_shows_it_once(client: Client, coordinator: User) -> None:
    come_in(client, coordinator)
    turn_on_app(coordinator, secret=SECRET, code=shown(), by=coordinator)
    page = client.get(client.get(DESK).headers["Location"]).content.decode()
    assert f'href="{CONFIRM}?next=%2Fban-lam-viec%2F"' in page
    assert client.post(CONFIRM, {"how": "factor", "code": shown(), "next": DESK}).headers["Location"] == DESK
    assert client.get(DESK).status_code == 200


def test_who_passes_it_at_the_door_is_asked_nothing_more(client: Client, coordinator: User, strict: Any) -> None:
    turn_on_app(coordinator, secret=SECRET, code=shown(), by=coordinator)
    come_in(client, coordinator)
    assert client.post(SECOND, {"code": shown()}).headers["Location"] == DESK
    with CaptureQueriesContext(connection) as asked:
        assert client.get(DESK).status_code == 200
    strict.SECOND_FACTOR_PERMISSIONS = ()
    with CaptureQueriesContext(connection) as lax:
        client.get(DESK)
    assert len(asked) == len(lax)


def test_other_roles_public_pages_and_the_account_stay_open(client: Client, coordinator: User, focal_point: User) -> None:
    come_in(client, coordinator)
    assert [client.get(page).status_code for page in ("/", SECURITY, "/toi/goc/")] == [200, 200, 200]
    other = Client()
    come_in(other, focal_point)
    assert other.get(DESK).status_code == 200


def test_a_form_and_an_htmx_part_are_stopped_too(client: Client, coordinator: User, sign_in: Callable[[User], Client]) -> None:
    signed_in = sign_in(coordinator)
    assert signed_in.post(DESK).headers["Location"] == NEEDED
    answer = signed_in.get(DESK, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"{NEEDED}?next=%2Fban-lam-viec%2F")
