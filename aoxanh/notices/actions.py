"""Writing to the outbox, and sending from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from procrastinate.contrib.django import app

from aoxanh.accounts.models import User
from aoxanh.notices.models import Channel, Message
from aoxanh.notices.texts import gateway

SEND = "notices.send"
SECRETS_LIVE = timedelta(minutes=15)
ERROR_CHARACTERS = 500
BATCH = 1000


@transaction.atomic
def tell(*, to: str, subject: object, body: object, key: str, user: User | None = None, is_secret: bool = False) -> Message:
    """Note a message in the caller's transaction; it leaves within a second of the commit, or never if that fails.

    To an e-mail address goes a mail, to a phone number a text message: the subject alone. Lazy texts are said in the language of `user`,
    else in the present one. A second message with the same `key` is not written.
    """
    with override(user.language if user else get_language()):
        texts = {"subject": one_line(str(subject)), "body": str(body).strip() + "\n"}
    message, is_new = Message.objects.get_or_create(
        key=key, defaults={"to": to, "channel": Channel.of(to), "user": user, "is_secret": is_secret, **texts}
    )
    if is_new:
        enqueue(message)
    return message


@dataclass(frozen=True)
class Letter:
    """One of many messages, its texts already in the language of who gets it. Answers go to `reply_to`."""

    to: str
    subject: str
    body: str
    key: str
    user_id: UUID | None = None
    reply_to: str = ""

    def message(self) -> Message:
        texts = {"subject": one_line(self.subject), "body": self.body.strip() + "\n"}
        about = {"to": self.to, "channel": Channel.of(self.to), "user_id": self.user_id, "key": self.key, "reply_to": self.reply_to}
        return Message(**about, **texts)


@transaction.atomic
def tell_many(letters: Iterable[Letter]) -> int:
    """The same for thousands: a few statements for each thousand. Those whose `key` was told before are left out; how many are new."""
    written = 0
    for some in batched(letters, BATCH):
        known = set(Message.objects.filter(key__in=[letter.key for letter in some]).values_list("key", flat=True))
        new = [letter.message() for letter in {letter.key: letter for letter in some}.values() if letter.key not in known]
        Message.objects.bulk_create(new)
        if new:
            jobs: list[Any] = [{"message_id": str(message.pk)} for message in new]
            app.configure_task(SEND).batch_defer(*jobs)
        written += len(new)
    return written


def one_line(text: str) -> str:
    """A subject: no line breaks, which would start a header of their own."""
    subject = " ".join(text.split())
    return subject if len(subject) <= 200 else subject[:199] + "…"


def enqueue(message: Message) -> None:
    """The job is a row of the same transaction; the worker hears of it at the commit."""
    app.configure_task(SEND, queueing_lock=f"{SEND} {message.pk}").defer(message_id=str(message.pk))


def send(message_id: UUID) -> bool:
    """Send a message that has not left yet; whether it left now. A failure is noted and raised, so that the job is tried again."""
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.sent_at or is_too_late(message):
            return False
        message.tries += 1
        failure: OSError | None = None
        try:
            hand_over(message)
        except OSError as error:
            failure = error
            message.error = str(error)[:ERROR_CHARACTERS]
        else:
            message.sent_at, message.error = timezone.now(), ""
            message.subject, message.body = ("", "") if message.is_secret else (message.subject, message.body)
        message.save()
    if failure:
        raise failure
    return True


def hand_over(message: Message) -> None:
    if message.channel == Channel.SMS:
        gateway().send(message.to, message.subject, key=str(message.pk))
    else:
        EmailMessage(message.subject, message.body, to=[message.to], reply_to=[message.reply_to] if message.reply_to else None).send()


def is_too_late(message: Message) -> bool:
    return message.is_secret and message.at < timezone.now() - SECRETS_LIVE
