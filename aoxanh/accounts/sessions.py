"""SESSION_ENGINE: Django's sessions in the database, each with its account."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from aoxanh.accounts.models import Session


class SessionStore(DatabaseStore):
    """A device that signs in stays so while it is used: each look at it after an hour begins its time anew (`accounts.devices`)."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row
