"""The mailbox of the demo."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path

from aoxanh.config.urls import urlpatterns as site
from aoxanh.notices.actions import tell
from aoxanh.notices.models import DemoMail
from tests.work import run_jobs

pytestmark = pytest.mark.django_db
MAILBOX = "/demo/hop-thu/"
PART = {"HX-Request": "true"}

urlpatterns = [path("demo/hop-thu/", include("aoxanh.notices.urls")), *site]


@pytest.fixture
def demo(settings: Any) -> Any:
    settings.ROOT_URLCONF = __name__
    settings.MAILERS = {"default": {"BACKEND": "aoxanh.notices.mailbox.EmailBackend"}}
    return settings


def receive(to: str, subject: str) -> DemoMail:
    tell(to=to, subject=subject, body="Xem <b>thẻ</b> tại http://127.0.0.1:8000/dang-ky/the/1/", key=f"{to} {subject}")
    run_jobs()
    return DemoMail.objects.latest("id")


def test_there_is_no_mailbox_outside_the_demo(client: Client) -> None:
    assert client.get(MAILBOX).status_code == 404


def test_a_code_is_shown_large_and_can_be_copied(client: Client, demo: Any, capsys: pytest.CaptureFixture[str]) -> None:
    receive("hanh@tinhnguyen.example", "482913 là mã đăng nhập Áo Xanh của bạn")
    page = client.get(MAILBOX).content.decode()
    assert re.findall(r"data-code>(\d+)<", page) == ["482913"]
    assert 'data-text="482913"' in page
    assert "Đây là bản thử: thư không gửi ra ngoài." in page
    assert capsys.readouterr().out == "  Mail to hanh@tinhnguyen.example: 482913 là mã đăng nhập Áo Xanh của bạn\n"


def test_mails_can_be_read_and_hold_no_markup(client: Client, demo: Any) -> None:
    receive("hanh@tinhnguyen.example", "Bạn có chỗ")
    page = client.get(MAILBOX).content.decode()
    assert "Xem &lt;b&gt;thẻ&lt;/b&gt;" in page
    assert 'href="http://127.0.0.1:8000/dang-ky/the/1/"' in page


def test_mails_are_found_by_address(client: Client, demo: Any) -> None:
    for name in ("hanh", "bao"):
        receive(f"{name}@tinhnguyen.example", "Bạn có chỗ")
    page = client.get(MAILBOX, {"den": " BAO"}, headers=PART).content.decode()
    assert ("bao@tinhnguyen.example" in page, "hanh@tinhnguyen.example" in page) == (True, False)


def test_asking_again_answers_only_when_something_came(client: Client, demo: Any) -> None:
    newest = receive("hanh@tinhnguyen.example", "Bạn có chỗ")
    assert client.get(MAILBOX, {"moi": str(newest.pk)}, headers=PART).status_code == 204
    receive("hanh@tinhnguyen.example", "Đã hủy")
    assert "Đã hủy" in client.get(MAILBOX, {"moi": str(newest.pk)}, headers=PART).content.decode()
