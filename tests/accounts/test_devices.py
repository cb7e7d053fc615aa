"""Where an account is signed in: the list, and sending devices away."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.actions import end_device, end_other_devices
from aoxanh.accounts.devices import devices_of, in_words
from aoxanh.accounts.models import Session, User
from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from tests.accounts.steps import SECURITY, come_in, is_signed_in, text

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome trên Android"),
        (LAPTOP, "Edge trên Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) … Version/17.5 Mobile/15E148 Safari/604.1", "Safari trên iPhone"),
        ("Mozilla/5.0 (Linux; Android 13; …) Chrome/116.0 Mobile Safari/537.36 Zalo android/12", "Zalo trên Android"),
        ("Mozilla/5.0 (iPhone; …) [FBAN/FBIOS;FBAV/470.0]", "Facebook trên iPhone"),
        ("Mozilla/5.0 (Linux; Android 14; …) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36", "Samsung Internet trên Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) … Firefox/130.0", "Firefox trên macOS"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/125.0 Chrome/119.0 Safari/537.36", "Cốc Cốc trên Windows"),
        ("curl/8.0", "Thiết bị chưa rõ"),
        ("", "Thiết bị chưa rõ"),
    ],
)
def test_a_browser_is_said_in_words(agent: str, words: str) -> None:
    assert in_words(agent) == words


def sign_in_on(user: User, agent: str, place: str) -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=place)
    come_in(client, user)
    return client


@pytest.fixture
def phone(volunteer: User) -> Client:
    return sign_in_on(volunteer, PHONE, "203.0.113.7")


@pytest.fixture
def laptop(volunteer: User) -> Client:
    return sign_in_on(volunteer, LAPTOP, "2405:4800:1234:5678::1")


def test_the_list_says_device_network_and_which_is_this(phone: Client, laptop: Client, volunteer: User, secretary: User) -> None:
    come_in(Client(), secretary)
    found = devices_of(volunteer, current=phone.session.session_key)
    assert [(one.words, one.network, one.is_this, one.is_phone) for one in found] == [
        ("Chrome trên Android", "203.0.113.0/24", True, True),
        ("Edge trên Windows", "2405:4800:1234::/48", False, False),
    ]
    page = text(phone.get(SECURITY))
    assert "Bạn đang đăng nhập trên 2 thiết bị" in page
    assert "Chrome trên Android Máy này mạng 203.0.113.0/24" in page
    assert "Đăng xuất 1 thiết bị khác" in page


def test_the_page_tells_no_session_key_and_no_whole_address(phone: Client, laptop: Client) -> None:
    page = phone.get(SECURITY).content.decode()
    keys = list(Session.objects.values_list("session_key", flat=True))
    assert [word for word in [*keys, "203.0.113.7", "2405:4800:1234:5678::1"] if word in page] == []


def test_one_device_is_signed_out_from_another(phone: Client, laptop: Client, volunteer: User) -> None:
    ref = devices_of(volunteer, current=phone.session.session_key)[1].ref
    assert phone.post(f"{SECURITY}thiet-bi/{ref}/ra/").headers["Location"] == SECURITY
    assert (phone.get(SECURITY).status_code, laptop.get(SECURITY).status_code) == (200, 302)
    response = phone.post(f"{SECURITY}thiet-bi/{ref}/ra/")
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "device_gone")
    assert Line.objects.filter(verb="accounts.device_signed_out", by=volunteer).count() == 1


def test_a_device_signs_itself_out_by_leaving(phone: Client, volunteer: User) -> None:
    ref = devices_of(volunteer, current=phone.session.session_key)[0].ref
    assert phone.post(f"{SECURITY}thiet-bi/{ref}/ra/").headers["Location"] == "/"
    assert not is_signed_in(phone)


def test_nobody_signs_out_the_devices_of_others(phone: Client, volunteer: User, secretary: User) -> None:
    ref = devices_of(volunteer, current=None)[0].ref
    intruder = sign_in_on(secretary, LAPTOP, "203.0.113.8")
    assert intruder.post(f"{SECURITY}thiet-bi/{ref}/ra/").headers["X-Refusal"] == "device_gone"
    assert phone.get(SECURITY).status_code == 200
    with pytest.raises(Refused) as refusal:
        end_device(secretary, ref, by=secretary)
    assert refusal.value.code == "device_gone"


def test_all_other_devices_are_signed_out_at_once(phone: Client, laptop: Client, volunteer: User, secretary: User) -> None:
    other = sign_in_on(secretary, LAPTOP, "203.0.113.8")
    assert phone.post(f"{SECURITY}thiet-bi/khac/ra/").headers["Location"] == SECURITY
    assert [client.get(SECURITY).status_code for client in (phone, laptop, other)] == [200, 302, 200]
    assert end_other_devices(volunteer, current=phone.session.session_key, by=volunteer) == 0
    line = Line.objects.get(verb="accounts.devices_signed_out")
    assert (line.by, line.details) == (volunteer, {"count": 1})


def test_signing_out_needs_a_post_and_an_account(phone: Client, client: Client) -> None:
    assert phone.get(f"{SECURITY}thiet-bi/khac/ra/").status_code == 405
    assert client.post(f"{SECURITY}thiet-bi/khac/ra/").headers["Location"].startswith("/tai-khoan/vao/")


def test_a_device_is_seen_again_after_an_hour_and_stays_signed_in(phone: Client, volunteer: User) -> None:
    session = phone.session
    session["device"] |= {"seen": int(time.time()) - 3700, "network": ""}
    session.save()
    before = Session.objects.get(pk=session.session_key).expire_date
    answer = phone.get("/tai-khoan/ma/")
    found = devices_of(volunteer, current=session.session_key)[0]
    assert found.seen_at
    assert (found.network, time.time() - found.seen_at.timestamp() < 60) == ("203.0.113.0/24", True)
    assert Session.objects.get(pk=session.session_key).expire_date > before
    assert answer.cookies["sessionid"]["max-age"] == 60 * 60 * 24 * 180


def test_being_seen_costs_nothing_within_the_hour(phone: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        phone.get("/tai-khoan/ma/")
    assert [query["sql"].split()[0] for query in queries] == ["SELECT", "SELECT"]


def test_the_page_makes_as_many_statements_for_many_devices_as_for_one(phone: Client, volunteer: User) -> None:
    phone.get(SECURITY)
    with CaptureQueriesContext(connection) as one:
        phone.get(SECURITY)
    for number in range(4):
        sign_in_on(volunteer, LAPTOP, f"203.0.113.{number}")
    with CaptureQueriesContext(connection) as many:
        phone.get(SECURITY)
    assert len(many) == len(one)


def test_who_is_signed_out_has_no_devices_and_the_page_no_door(client: Client) -> None:
    assert client.get(SECURITY).headers["Location"] == "/tai-khoan/vao/?next=/tai-khoan/bao-mat/"
    assert client.get(f"/en{SECURITY}").headers["Location"].startswith("/en/tai-khoan/vao/")
