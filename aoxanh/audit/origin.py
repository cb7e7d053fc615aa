"""From where an act comes: the request that is being answered, or a job."""

from collections.abc import Callable
from contextvars import ContextVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from aoxanh.kit.addresses import network, visitor_ip

JOB, WEB = "job", "web"
ACTING_FOR = "acting_for"
"""The key of the session under which `access` keeps the unit that was chosen."""

_answered: ContextVar[HttpRequest | None] = ContextVar("answered", default=None)


class Origin:
    """Middleware: lets `record` know which request it serves. It looks at nothing by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _answered.set(request)
        try:
            return self.get_response(request)
        finally:
            _answered.reset(token)


def origin() -> str:
    """The channel and the visitor's network, or "job" where nobody asked by the web."""
    request = _answered.get()
    return f"{WEB} {network(visitor_ip(request))}".strip() if request else JOB


def acting_for() -> UUID | None:
    """The unit for which the reader chose to work; asks the database nothing that the request has not asked already."""
    request = _answered.get()
    session = getattr(request, "session", None)
    chosen = session.get(ACTING_FOR) if session else None
    return UUID(chosen) if chosen else None
