"""Where the demo's mails and text messages go: into the database, shown at `/demo/hop-thu/`, and onto the console."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from aoxanh.notices.models import Channel, DemoMail


class EmailBackend(BaseEmailBackend):
    """Keeps mails instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        kept = [
            DemoMail(to=address, subject=str(message.subject), body=str(message.body))
            for message in email_messages
            for address in message.to
        ]
        for mail in DemoMail.objects.bulk_create(kept):
            print(f"  Mail to {mail.to}: {mail.subject}", flush=True)
        return len(email_messages)


class TextMessages:
    """Keeps text messages instead of sending them."""

    def send(self, to: str, text: str, *, key: str) -> None:
        DemoMail.objects.create(channel=Channel.SMS, to=to, subject=text, body="")
        print(f"  SMS to {to}: {text}", flush=True)
