"""How allauth speaks to people: through our outbox, in our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string
from uuid_utils.compat import uuid7

from aoxanh.notices.actions import tell


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail and code."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """`account/email/login_code` is `notices/mail/login_code_subject.txt` and `…_body.txt`."""
        name = template_prefix.rsplit("/", 1)[-1]
        subject, body = (render_to_string(f"notices/mail/{name}_{part}.txt", context) for part in ("subject", "body"))
        tell(to=email, subject=subject, body=body, key=f"{name} {uuid7()}", is_secret="code" in context)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Our pages speak for themselves."""
