"""The process that sends arrivals to open pages: server-sent events over plain ASGI.

It knows nothing of sessions: a ticket in the address, made by a page that its reader may see, opens one activity (`tickets`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from psycopg.conninfo import make_conninfo

from aoxanh.attendance.live.hub import FullError, Hub, Listener
from aoxanh.attendance.live.tickets import PATH, activity_of

HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 30 * 60.0
"""After this a stream ends; the page asks for a new ticket, which only who may still see it gets."""
RETRY = b"retry: 3000\n\n"
NAMES = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]


def database() -> str:
    """Where Django's database is, for psycopg itself."""
    found = settings.DATABASES["default"]
    options = {name: value for name, value in found.get("OPTIONS", {}).items() if name != "pool"}
    return make_conninfo(**{ours: str(found[theirs]) for theirs, ours in NAMES.items() if found.get(theirs)}, **options)


def origin() -> str:
    """The site whose pages may listen."""
    parts = urlsplit(settings.BASE_URL)
    return f"{parts.scheme}://{parts.netloc}"


class Live:
    """The ASGI application; its hub begins with the first listener."""

    def __init__(self) -> None:
        self.hub: Hub | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http":
            await self.answer(scope, receive, send)

    async def live(self, receive: Receive, send: Send) -> None:
        """From the start of the process to its end."""
        while True:
            kind = (await receive())["type"]
            if kind == "lifespan.shutdown" and self.hub:
                await self.hub.close()
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return

    async def answer(self, scope: Message, receive: Receive, send: Send) -> None:
        path, given = str(scope["path"]), dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        if scope["method"] != "GET" or not path.startswith(PATH):
            return await refuse(send, 404)
        if given and given != origin():
            return await refuse(send, 403)
        activity = activity_of(path.removeprefix(PATH))
        if activity is None:
            return await refuse(send, 403)
        self.hub = self.hub or Hub(database(), most=settings.LIVE_CONNECTIONS)
        try:
            listener = self.hub.enter(activity)
        except FullError:
            return await refuse(send, 503)
        gone = asyncio.create_task(watch(receive, listener))
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await stream(listener, send)
        except TimeoutError:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            self.hub.leave(listener)


def headers(kind: bytes) -> Iterable[tuple[bytes, bytes]]:
    return [
        (b"content-type", kind),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"access-control-allow-origin", origin().encode()),
        (b"vary", b"origin"),
    ]


async def refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers(b"text/plain")})
    await send({"type": "http.response.body", "body": b""})


async def stream(listener: Listener, send: Send) -> None:
    """The figures now and whenever they change; a line of nothing in between, so that a dead connection is found out."""
    await send({"type": "http.response.start", "status": 200, "headers": headers(b"text/event-stream; charset=utf-8")})
    await send({"type": "http.response.body", "body": RETRY, "more_body": True})
    while not listener.is_gone:
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await listener.news.wait()
        except TimeoutError:
            await send({"type": "http.response.body", "body": b":\n\n", "more_body": True})
            continue
        listener.news.clear()
        if text := listener.unsent:
            listener.sent = text
            await send({"type": "http.response.body", "body": f"data: {text}\n\n".encode(), "more_body": True})


async def watch(receive: Receive, listener: Listener) -> None:
    """Note that the page has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.is_gone = True
    listener.news.set()


application = Live()
