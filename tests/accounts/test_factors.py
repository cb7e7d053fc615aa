"""The second step: an app, recovery codes; and what shuts out who guesses."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client, RequestFactory

from aoxanh.accounts.actions import renew_recovery_codes, turn_off_app, turn_on_app
from aoxanh.accounts.factor_checks import check_code
from aoxanh.accounts.models import User
from aoxanh.accounts.queries import factors_of
from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from tests.accounts.steps import CODE, CONFIRM, ENTER, SECOND, SECURITY, ask, come_in, grow_old, is_signed_in, last_code, other_than, text

pytestmark = pytest.mark.django_db
APP, RECOVERY = SECURITY + "ung-dung/", SECURITY + "ma-du-phong/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def shown(secret: str = SECRET) -> str:
    """What an app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture(autouse=True)
def no_code_used_yet() -> None:
    cache.clear()


@pytest.fixture
def with_app(volunteer: User) -> User:
    turn_on_app(volunteer, secret=SECRET, code=shown(), by=volunteer)
    return volunteer


def recovery_codes(user: User) -> list[str]:
    codes: Any = factors_of(user).recovery
    return list(codes.wrap().get_unused_codes())


def first_step(client: Client, user: User) -> None:
    assert come_in(client, user).headers["Location"] == SECOND


def test_an_app_is_set_up_by_the_code_that_it_shows(client: Client, volunteer: User) -> None:
    come_in(client, volunteer)
    page = client.get(APP)
    secret = client.session["mfa.totp.secret"]
    assert f"otpauth://totp/{volunteer.email.replace('@', '%40')}?secret={secret}" in page.content.decode()
    assert "<svg" in page.content.decode()
    response = client.post(APP, {"code": other_than(shown(secret))})
    assert (response.status_code, "Xem đồng hồ điện thoại có đúng không" in text(response)) == (422, True)
    assert client.post(APP, {"code": shown(secret)}).headers["Location"] == RECOVERY
    assert len(re.findall(r"\d{4} \d{4}", text(client.get(RECOVERY)))) >= 10
    assert sorted(factors_of(volunteer).app.data) == ["secret"]
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))
    assert Line.objects.filter(verb="accounts.app_added", by=volunteer).count() == 1


def test_signing_in_asks_for_the_code_of_the_app(client: Client, with_app: User) -> None:
    ask(client, with_app.email, next="/hoat-dong/")
    client.post(CODE, {"code": last_code(), "next": "/hoat-dong/"})
    assert not is_signed_in(client)
    assert client.get("/toi/ho-so/").status_code == 302
    response = client.post(SECOND, {"code": other_than(shown())})
    assert (response.status_code, "Cứ nửa phút ứng dụng hiện một mã mới." in text(response)) == (422, True)
    assert client.post(SECOND, {"code": shown()}).headers["Location"] == "/hoat-dong/"
    assert is_signed_in(client)
    assert Line.objects.get(verb="accounts.signed_in").details == {"steps": ["code", "mfa"]}


def test_a_code_of_the_app_opens_once(client: Client, with_app: User) -> None:
    first_step(client, with_app)
    code = shown()
    client.post(SECOND, {"code": code})
    elsewhere = Client()
    first_step(elsewhere, with_app)
    assert elsewhere.post(SECOND, {"code": code}).status_code == 422


def test_a_recovery_code_opens_once(client: Client, with_app: User) -> None:
    code = recovery_codes(with_app)[3]
    first_step(client, with_app)
    client.post(SECOND, {"code": f"{code[:4]} {code[4:]}"})
    assert (is_signed_in(client), len(recovery_codes(with_app))) == (True, 9)
    elsewhere = Client()
    first_step(elsewhere, with_app)
    assert elsewhere.post(SECOND, {"code": code}).status_code == 422


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
def test_what_is_no_code_costs_no_try(client: Client, with_app: User, typed: str) -> None:
    first_step(client, with_app)
    assert [client.post(SECOND, {"code": typed}).status_code for _ in range(6)] == [422] * 6
    client.post(SECOND, {"code": shown()})
    assert is_signed_in(client)


def test_a_sixth_try_of_the_second_step_is_refused(with_app: User) -> None:
    clients = [Client() for _ in range(2)]
    for client in clients:
        first_step(client, with_app)
    wrong = {"code": other_than(shown())}
    assert [clients[0].post(SECOND, wrong).status_code for _ in range(5)] == [422] * 5
    response = clients[1].post(SECOND, {"code": shown()})
    assert (response.status_code, response.headers["X-Refusal"], is_signed_in(clients[1])) == (429, "too_many_tries", False)


def test_the_second_step_without_the_first_leads_to_the_start(client: Client, with_app: User) -> None:
    assert client.get(SECOND).headers["Location"] == ENTER
    assert client.post(SECOND, {"code": shown()}).headers["Location"] == ENTER
    assert client.get(SECOND + "tuy-chon/").status_code == 404


def test_turning_the_app_off_takes_the_recovery_codes_along(client: Client, with_app: User) -> None:
    first_step(client, with_app)
    client.post(SECOND, {"code": shown()})
    assert client.post(APP + "tat/").headers["Location"] == SECURITY
    assert Authenticator.objects.count() == 0
    assert client.get(RECOVERY).headers["Location"] == SECURITY
    turn_off_app(with_app, by=with_app)
    assert Line.objects.filter(verb="accounts.app_removed").count() == 1
    assert come_in(Client(), with_app).headers["Location"] != SECOND


def test_new_recovery_codes_replace_the_old(client: Client, with_app: User) -> None:
    first_step(client, with_app)
    client.post(SECOND, {"code": shown()})
    before = recovery_codes(with_app)
    assert client.post(RECOVERY).headers["Location"] == RECOVERY
    assert set(before) & set(recovery_codes(with_app)) == set()
    assert Line.objects.filter(verb="accounts.recovery_codes_renewed", by=with_app).count() == 1


def test_who_signed_in_long_ago_shows_the_second_step_again(client: Client, with_app: User) -> None:
    first_step(client, with_app)
    client.post(SECOND, {"code": shown()})
    grow_old(client)
    assert client.get(RECOVERY).headers["Location"] == f"{CONFIRM}?next=%2Ftai-khoan%2Fbao-mat%2Fma-du-phong%2F"
    cache.clear()
    assert client.post(CONFIRM, {"how": "factor", "code": other_than(shown())}).status_code == 422
    assert client.post(CONFIRM, {"how": "factor", "code": shown(), "next": RECOVERY}).headers["Location"] == RECOVERY
    assert client.get(RECOVERY).status_code == 200


def test_a_weaker_way_does_not_confirm(client: Client, with_app: User) -> None:
    with_app.set_password("mat khau rat dai")
    with_app.save()
    first_step(client, with_app)
    client.post(SECOND, {"code": shown()})
    grow_old(client)
    response = client.post(CONFIRM, {"how": "password", "password": "mat khau rat dai"})
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "passkey_wrong")


def test_a_code_confirms_where_there_is_no_second_step(client: Client, volunteer: User) -> None:
    come_in(client, volunteer)
    grow_old(client)
    assert client.get(APP).headers["Location"].startswith(CONFIRM)
    assert client.post(APP + "tat/").headers["Location"] == f"{CONFIRM}?next=%2Ftai-khoan%2Fbao-mat%2F"
    client.post(CONFIRM + "ma/", {"next": APP})
    code = last_code()
    assert client.post(CONFIRM, {"how": "code", "code": other_than(code)}).status_code == 422
    assert client.post(CONFIRM, {"how": "code", "code": code, "next": APP}).headers["Location"] == APP
    assert client.get(APP).status_code == 200


def test_codes_to_confirm_are_rationed(client: Client, volunteer: User) -> None:
    come_in(client, volunteer)
    assert [client.post(CONFIRM + "ma/").status_code for _ in range(5)] == [302] * 4 + [429]


def test_confirming_without_having_asked_says_so(client: Client, volunteer: User) -> None:
    come_in(client, volunteer)
    response = client.post(CONFIRM, {"how": "code", "code": "123456"})
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "code_expired")


def test_refusals_of_apps_have_codes(with_app: User, secretary: User) -> None:
    with pytest.raises(Refused) as second:
        turn_on_app(with_app, secret=SECRET, code=shown(), by=with_app)
    with pytest.raises(Refused) as wrong:
        turn_on_app(secretary, secret=SECRET, code=other_than(shown()), by=secretary)
    with pytest.raises(Refused) as none:
        renew_recovery_codes(secretary, by=secretary)
    assert [refusal.value.code for refusal in (second, wrong, none)] == ["app_on", "code_wrong", "no_factor"]


def test_a_changed_key_shuts_out_unless_the_old_one_is_kept(client: Client, with_app: User, settings: Any) -> None:
    first_step(client, with_app)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another key"
    settings.SECRET_KEY_FALLBACKS = [before]
    client.post(SECOND, {"code": shown()})
    assert (is_signed_in(client), len(recovery_codes(with_app))) == (True, 10)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Refused):
        check_code(RequestFactory().post(SECOND), with_app, shown())
    assert factors_of(with_app).spare_codes == 0
