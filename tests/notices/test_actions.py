from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from aoxanh.accounts.models import User
from aoxanh.notices.actions import send, tell
from aoxanh.notices.models import Message
from aoxanh.notices.tasks import find_forgotten
from tests.work import run_jobs, waiting_jobs

pytestmark = pytest.mark.django_db
TO = "hanh@tinhnguyen.example"


class Unplugged(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, email_messages: Any) -> int:
        raise SMTPServerDisconnected("Connection unexpectedly closed")


def note(**changed: Any) -> Message:
    return tell(**{"to": TO, "subject": "Bạn có chỗ", "body": "07:00, cổng trường", "key": "signup 1"} | changed)


def test_a_message_leaves_once_the_worker_comes() -> None:
    message = note()
    assert len(mail.outbox) == 0
    assert run_jobs() == ["notices.send"]
    assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [([TO], "Bạn có chỗ", "07:00, cổng trường\n")]
    message.refresh_from_db()
    assert (message.sent_at is not None, message.tries, message.error) == (True, 1, "")


def test_a_message_told_twice_is_sent_once() -> None:
    assert note() == note(subject="Another")
    assert run_jobs() == ["notices.send"]
    assert len(mail.outbox) == 1


def test_a_sent_message_is_not_sent_again() -> None:
    message = note()
    assert [send(message.pk), send(message.pk)] == [True, False]
    assert len(mail.outbox) == 1


def test_what_is_rolled_back_is_never_told() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note()
        raise ZeroDivisionError
    assert (Message.objects.count(), waiting_jobs()) == (0, [])


def test_a_message_speaks_the_language_of_its_reader(volunteer: User) -> None:
    volunteer.language = "en"
    volunteer.save()
    text = gettext_lazy("Your account on Áo Xanh is closed")
    with override("vi"):
        english = note(subject=text, user=volunteer)
        vietnamese = note(subject=text, key="2")
    assert [english.subject, vietnamese.subject] == ["Your account on Áo Xanh is closed", "Tài khoản của bạn trên Áo Xanh đã đóng"]


def test_a_subject_stays_one_line_of_bearable_length() -> None:
    message = note(subject="Bạn có chỗ\r\nBcc: khac@tinhnguyen.example " + "x" * 300)
    assert "\n" not in message.subject
    assert len(message.subject) == 200


def test_a_failure_is_noted_and_tried_again(settings: Any) -> None:
    message = note()
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Unplugged"}}
    with pytest.raises(SMTPServerDisconnected):
        send(message.pk)
    message.refresh_from_db()
    assert (message.sent_at, message.tries, message.error) == (None, 1, "Connection unexpectedly closed")


def test_a_secret_is_forgotten_once_sent() -> None:
    message = note(subject="123456", body="123456", is_secret=True)
    run_jobs()
    message.refresh_from_db()
    assert (mail.outbox[0].subject, message.subject, message.body) == ("123456", "", "")


def test_a_secret_is_not_sent_late() -> None:
    message = note(is_secret=True)
    Message.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert (send(message.pk), mail.outbox) == (False, [])


def test_a_message_whose_worker_died_is_found_again() -> None:
    note()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    find_forgotten(0)
    assert waiting_jobs() == []
    Message.objects.update(at=timezone.now() - timedelta(minutes=11))
    find_forgotten(0)
    find_forgotten(0)
    assert run_jobs() == ["notices.send"]
    assert len(mail.outbox) == 1
