"""Signing in through another site: a real OpenID Connect provider on this machine."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from aoxanh.accounts.actions import drop_address, turn_on_app
from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.config.home import MissingSetting
from aoxanh.config.providers import from_json
from aoxanh.notices.models import Message
from tests import oidc
from tests.accounts.steps import ENTER, SECURITY, STRANGER, come_in, grow_old, is_signed_in, text
from tests.accounts.test_factors import SECRET, shown

pytestmark = pytest.mark.django_db
THROUGH = "/tai-khoan/vao/qua/tram-thu/"
PERSON = {"sub": "1f3a", "email": STRANGER, "email_verified": True, "name": "Vi Thị Hạnh", "picture": "https://anh.example/1.jpg"}


class Stay(urllib.request.HTTPRedirectHandler):
    """A browser that says where it would go, instead of going."""

    def redirect_request(self, *args: Any) -> None:
        return None


def location(url: str) -> str:
    """Where a page of the provider sends the browser on to."""
    try:
        urllib.request.build_opener(Stay).open(url)
    except urllib.error.HTTPError as answer:
        with answer:
            return str(answer.headers["Location"])
    raise AssertionError(f"{url} leads nowhere")


@pytest.fixture
def provider(settings: Any) -> Iterator[oidc.Provider]:
    with oidc.running() as found:
        found.person = dict(PERSON)
        settings.OIDC_PROVIDERS = from_json(json.dumps([found.settings]))
        yield found


def go(client: Client, after: str = "") -> HttpResponse:
    """There and back; where our site sends the browser in the end."""
    there = client.get(THROUGH, {"next": after} if after else {})
    return client.get(location(there.headers["Location"]))


def test_the_page_offers_the_providers_of_the_settings(client: Client, provider: oidc.Provider, settings: Any) -> None:
    page = client.get(ENTER + "?next=/x/").content.decode()
    assert f'href="{THROUGH}?next=%2Fx%2F"' in page
    assert "Tiếp tục với Trạm thử" in page
    settings.OIDC_PROVIDERS = []
    assert "Tiếp tục với" not in client.get(ENTER).content.decode()
    assert client.get(THROUGH).status_code == 404


def test_a_newcomer_comes_in_with_the_address_that_the_site_checked(client: Client, provider: oidc.Provider) -> None:
    response = go(client, "/hoat-dong/")
    assert response.headers["Location"] == "/tai-khoan/vao/xong/?next=%2Fhoat-dong%2F"
    assert client.get(response.headers["Location"]).headers["Location"] == "/toi/ho-so/?next=%2Fhoat-dong%2F"
    assert response.cookies["sessionid"]["max-age"] == 60 * 60 * 24 * 180
    user = User.objects.get()
    assert (user.email, user.is_unproven, user.has_usable_password(), is_signed_in(client)) == (STRANGER, False, False, True)
    assert SocialAccount.objects.get().extra_data == {"email": STRANGER}
    verbs = list(Line.objects.order_by("id").values_list("verb", "by"))
    assert verbs == [("accounts.link_added", user.pk), ("accounts.signed_in", user.pk)]


def test_a_checked_address_joins_the_account_that_has_it(client: Client, provider: oidc.Provider, volunteer: User) -> None:
    provider.person["email"] = volunteer.email.upper()
    go(client)
    assert client.session["_auth_user_id"] == str(volunteer.pk)
    provider.person["email"] = "doi@gmail.com"
    again = Client()
    go(again)
    assert again.session["_auth_user_id"] == str(volunteer.pk)
    assert (User.objects.filter(is_unproven=False).count(), SocialAccount.objects.count()) == (1, 1)


@pytest.mark.parametrize("said", [False, "false", None, "no"])
def test_an_address_that_nobody_checked_joins_nothing(client: Client, provider: oidc.Provider, volunteer: User, said: Any) -> None:
    provider.person |= {"email": volunteer.email, "email_verified": said}
    go(client)
    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert (user.pk != volunteer.pk, user.email, user.phone) == (True, "", "")
    again = Client()
    go(again)
    assert again.session["_auth_user_id"] == str(user.pk)


def test_who_had_an_account_hears_of_the_new_way_in(client: Client, provider: oidc.Provider, volunteer: User) -> None:
    come_in(Client(), volunteer)
    provider.person["email"] = volunteer.email
    go(client)
    told = Message.objects.filter(key__startswith="accounts.").values_list("to", "subject")
    assert list(told) == [(volunteer.email, "Tài khoản Áo Xanh: Liên kết tài khoản với trang khác")]


def test_the_second_step_is_asked_here_too(client: Client, provider: oidc.Provider, volunteer: User) -> None:
    turn_on_app(volunteer, secret=SECRET, code=shown(), by=volunteer)
    provider.person["email"] = volunteer.email
    assert (go(client).headers["Location"], is_signed_in(client)) == ("/tai-khoan/buoc-hai/", False)


def test_a_closed_account_stays_out(client: Client, provider: oidc.Provider, volunteer: User) -> None:
    User.objects.filter(pk=volunteer.pk).update(is_active=False)
    provider.person["email"] = volunteer.email
    response = go(client)
    assert (response.status_code, response.headers["X-Refusal"], is_signed_in(client)) == (409, "account_closed", False)
    assert SocialAccount.objects.count() == 0


def test_who_says_no_there_is_told_here(client: Client, provider: oidc.Provider) -> None:
    provider.refuses = True
    response = go(client)
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "provider_failed")
    assert "Đăng nhập qua Trạm thử chưa được." in text(response)


def test_an_answer_that_was_not_asked_for_is_refused(client: Client, provider: oidc.Provider) -> None:
    there = client.get(THROUGH).headers["Location"]
    back = location(there)
    assert Client().get(back).headers["X-Refusal"] == "provider_failed"
    assert client.get(back).status_code == 302
    client.post("/tai-khoan/ra/")
    assert client.get(back).headers["X-Refusal"] == "provider_failed"


def test_a_provider_that_does_not_know_us_lets_nobody_in(client: Client, provider: oidc.Provider) -> None:
    provider.secret = "another"
    response = go(client)
    assert (response.headers["X-Refusal"], User.objects.count()) == ("provider_failed", 0)


def test_a_provider_that_is_away_or_says_too_little_is_a_sentence(client: Client, provider: oidc.Provider, settings: Any) -> None:
    del provider.person["sub"]
    assert go(client).headers["X-Refusal"] == "provider_failed"
    settings.OIDC_PROVIDERS[0]["settings"]["server_url"] = "http://127.0.0.1:9"
    response = client.get(THROUGH)
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "provider_failed")


def test_a_page_elsewhere_cannot_send_people_over(client: Client, provider: oidc.Provider) -> None:
    assert client.get(THROUGH, {"next": "/x/"}, headers={"Sec-Fetch-Site": "cross-site"}).headers["Location"] == ENTER + "?next=%2Fx%2F"
    assert client.get(THROUGH, headers={"Sec-Fetch-Site": "same-origin"}).headers["Location"].startswith(provider.url)


def test_a_link_is_dropped_unless_it_is_the_only_way(client: Client, provider: oidc.Provider, volunteer: User) -> None:
    provider.person["email"] = volunteer.email
    go(client)
    link = SocialAccount.objects.get()
    assert "Trạm thử" in text(client.get(SECURITY))
    intruder = Client()
    come_in(intruder, User.objects.create_user("khac@tinhnguyen.example"))
    assert intruder.post(f"{SECURITY}lien-ket/{link.pk}/bo/").status_code == 404
    drop_address(volunteer, "email", by=volunteer)
    response = client.post(f"{SECURITY}lien-ket/{link.pk}/bo/")
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "last_way")
    User.objects.filter(pk=volunteer.pk).update(email="hanh@tinhnguyen.example")
    assert client.post(f"{SECURITY}lien-ket/{link.pk}/bo/").headers["Location"] == SECURITY
    assert (SocialAccount.objects.count(), Line.objects.filter(verb="accounts.link_removed", by=volunteer).count()) == (0, 1)


def test_who_has_no_address_confirms_over_there(client: Client, provider: oidc.Provider) -> None:
    provider.person["email_verified"] = False
    go(client)
    grow_old(client)
    page = client.get(client.get(SECURITY + "mat-khau/").headers["Location"]).content.decode()
    assert f'href="{THROUGH}?next=%2Ftai-khoan%2Fbao-mat%2Fmat-khau%2F"' in page
    go(client)
    assert client.get(SECURITY + "mat-khau/").status_code == 200


@pytest.mark.parametrize("said", ["{", "{}", "[1]", '[{"id": "a"}]', '[{"id": "A b", "name": "A", "server_url": "u", "client_id": "c"}]'])
def test_settings_that_are_unclear_end_the_start(said: str) -> None:
    with pytest.raises(MissingSetting, match="OIDC_PROVIDERS"):
        from_json(said)


def test_no_setting_is_no_provider() -> None:
    assert from_json("  ") == []
