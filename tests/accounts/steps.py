"""What people do to sign in, as browsers send it."""

import re

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from aoxanh.accounts.models import User
from aoxanh.notices.models import DemoMail
from tests.work import run_jobs

ENTER, CODE, NEW_CODE, LEAVE = "/tai-khoan/vao/", "/tai-khoan/ma/", "/tai-khoan/ma/moi/", "/tai-khoan/ra/"
BY_PASSWORD, SECOND, SECURITY, CONFIRM = "/tai-khoan/vao/mat-khau/", "/tai-khoan/buoc-hai/", "/tai-khoan/bao-mat/", "/tai-khoan/xac-nhan/"
DESK = "/ban-lam-viec/"
STRANGER, PHONE = "moi@tinhnguyen.example", "+84912345678"
PASSWORD = "ca phe sua da"


def last_code() -> str:
    """The code of the newest mail."""
    run_jobs()
    return digits(mail.outbox[-1].subject)


def last_text() -> DemoMail:
    """The newest text message."""
    run_jobs()
    return DemoMail.objects.filter(channel="sms").latest("id")


def digits(text: str) -> str:
    found = re.search(r"\d{6}", text)
    assert found
    return found[0]


def other_than(code: str) -> str:
    return "111111" if code != "111111" else "222222"


def ask(client: Client, address: str = STRANGER, **more: str) -> HttpResponse:
    return client.post(ENTER, {"address": address, **more})


def come_in(client: Client, user: User) -> HttpResponse:
    """Sign in by a mailed code; the answer to it."""
    ask(client, user.email)
    return client.post(CODE, {"code": last_code()})


def text(response: HttpResponse) -> str:
    """What a person reads, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def bare(response: HttpResponse, *personal: str) -> str:
    """A page without what differs from one visit to the next."""
    page = re.sub(r'value="[^"]{64}"', "", response.content.decode())
    for word in personal:
        page = page.replace(word, "·")
    return page


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def grow_old(client: Client, seconds: int = 16 * 60) -> None:
    """Let the time pass after which somebody has to show again that it is them."""
    session = client.session
    session["confirmed_at"] -= seconds
    session.save()
