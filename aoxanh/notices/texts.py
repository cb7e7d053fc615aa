"""Text messages: through the gateway that SMS_GATEWAY names."""

import json
from typing import Protocol
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.module_loading import import_string

SECONDS = 10


class Gateway(Protocol):
    """What takes text messages. `key` is the same when a message is handed over again; OSError when it was not taken."""

    def send(self, to: str, text: str, *, key: str) -> None: ...


class HttpGateway:
    """POSTs `{"to": "+84912345678", "text": "…", "from": "…", "id": "…"}` as JSON with the key as bearer token; any 2xx means taken."""

    def __init__(self, *, url: str, key: str, sender: str) -> None:
        self.url, self.key, self.sender = url, key, sender

    def send(self, to: str, text: str, *, key: str) -> None:
        body = json.dumps({"to": to, "text": text, "from": self.sender, "id": key}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}
        try:
            urlopen(Request(self.url, body, headers, method="POST"), timeout=SECONDS).close()  # noqa: S310 -- The address is the operator's.
        except HTTPError as answer:
            with answer:
                raise OSError(f"The SMS gateway answered {answer.code}.") from None


def gateway() -> Gateway:
    """Raises OSError where this site sends none: the message stays, and says why."""
    if not settings.SMS_GATEWAY:
        raise OSError("No SMS gateway is set: SMS_URL names one.")
    made: Gateway = import_string(settings.SMS_GATEWAY["BACKEND"])(**settings.SMS_GATEWAY.get("OPTIONS", {}))
    return made
