"""How allauth and sign-in speak to people: through our outbox, in our words."""

from django.template.loader import render_to_string
from uuid_utils.compat import uuid7

from aoxanh.accounts.adapters import EntranceAdapter
from aoxanh.notices.actions import tell
from aoxanh.notices.models import Channel


class AccountAdapter(EntranceAdapter):
    """Codes by mail and text message."""

    def send_code(self, to: str, code: str) -> None:
        """The code, or, with none, that the account is closed: `notices/mail/…_subject.txt` and `…_body.txt`, or `notices/sms/….txt`."""
        name, context = ("login_code" if code else "account_closed"), {"code": code}
        is_text = Channel.of(to) == Channel.SMS
        files = (f"sms/{name}.txt",) * 2 if is_text else (f"mail/{name}_subject.txt", f"mail/{name}_body.txt")
        subject, body = (render_to_string(f"notices/{file}", context) for file in files)
        tell(to=to, subject=subject, body=body, key=f"{name} {uuid7()}", is_secret=bool(code))
