"""Text messages: through a gateway that speaks HTTP, and in the demo's mailbox."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client

from aoxanh.accounts.actions import set_password
from aoxanh.accounts.models import User
from aoxanh.notices.actions import send, tell
from aoxanh.notices.models import DemoMail, Message
from tests.notices.test_pages import MAILBOX, demo  # noqa: F401
from tests.work import run_jobs

pytestmark = pytest.mark.django_db
TO = "+84912345678"


class Handler(BaseHTTPRequestHandler):
    """A gateway that keeps what it took, or takes nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((self.path, self.headers["Authorization"], body))  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """In silence."""


@contextmanager
def gateway(settings: Any, status: int = 202) -> Iterator[list[Any]]:
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.taken, server.status = [], status  # type: ignore[attr-defined]
        url = f"http://127.0.0.1:{server.server_port}/tin-nhan"
        options = {"url": url, "key": "khoa", "sender": "AoXanh"}
        settings.SMS_GATEWAY = {"BACKEND": "aoxanh.notices.texts.HttpGateway", "OPTIONS": options}
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.taken  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join()


def note(**changed: Any) -> Message:
    return tell(**{"to": TO, "subject": "482913 là mã Áo Xanh của bạn.", "body": "x", "key": "code 1"} | changed)


def test_a_text_message_goes_to_the_gateway_with_its_key(settings: Any) -> None:
    with gateway(settings) as taken:
        message = note()
        assert run_jobs() == ["notices.send"]
    body = {"to": TO, "text": "482913 là mã Áo Xanh của bạn.", "from": "AoXanh", "id": str(message.pk)}
    assert taken == [("/tin-nhan", "Bearer khoa", body)]
    message.refresh_from_db()
    assert (message.channel, message.sent_at is not None) == ("sms", True)


def test_what_the_gateway_refuses_is_noted_and_tried_again(settings: Any) -> None:
    with gateway(settings, status=503) as taken:
        message = note()
        with pytest.raises(OSError, match="503"):
            send(message.pk)
    assert len(taken) == 1
    message.refresh_from_db()
    assert (message.sent_at, message.tries, message.error) == (None, 1, "The SMS gateway answered 503.")


def test_without_a_gateway_a_text_message_says_what_to_set(settings: Any) -> None:
    settings.SMS_GATEWAY = {}
    message = note()
    with pytest.raises(OSError, match="SMS_URL"):
        send(message.pk)


def test_the_mailbox_shows_text_messages_beside_mails(client: Client, demo: Any) -> None:  # noqa: F811
    note()
    tell(to="hanh@tinhnguyen.example", subject="Bạn có chỗ", body="07:00", key="mail 1")
    run_jobs()
    page = client.get(MAILBOX).content.decode()
    assert ("Tin nhắn tới" in page, "0912 345 678" in page, "hanh@tinhnguyen.example" in page) == (True, True, True)
    for typed in ("0912 345 678", "0912345678", "+84912"):
        shown = client.get(MAILBOX, {"den": typed}).content.decode()
        assert ("482913" in shown, "Bạn có chỗ" in shown) == (True, False)
    assert DemoMail.objects.get(channel="sms").code == "482913"


def test_the_holder_hears_how_the_account_is_opened_from_now_on(volunteer: User) -> None:
    set_password(volunteer, "ca phe sua da", current=None, by=volunteer)
    message = Message.objects.get()
    assert (message.to, message.subject) == (volunteer.email, "Tài khoản Áo Xanh: Đặt mật khẩu")
    assert "http://127.0.0.1:8000/tai-khoan/bao-mat/" in message.body


def test_who_has_no_mail_hears_nothing_by_text() -> None:
    user = User.objects.create_user(phone=TO)
    set_password(user, "ca phe sua da", current=None, by=user)
    assert Message.objects.count() == 0
