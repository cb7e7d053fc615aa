"""Where the demo's mails go: into the database, shown at `/demo/hop-thu/`, and onto the console."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from aoxanh.notices.models import DemoMail


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
