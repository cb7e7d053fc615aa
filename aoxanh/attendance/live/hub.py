"""Who listens to which activity, and what they are told.

The database says that somebody came or left (`NOTIFY attendance, '<activity>'`, from a trigger). Each activity to which anybody listens
is then looked at once, and at most once a second, however many listen and however many come.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from psycopg import AsyncConnection, OperationalError

from aoxanh.attendance.live.figures import FIGURES

CHANNEL = "attendance"
PAUSE_SECONDS = 1.0
RETRY_SECONDS = 2.0


class FullError(Exception):
    """As many listen as may."""


@dataclass(eq=False)
class Listener:
    """One open page; `news` is set when there is something to send, or when the page has gone."""

    room: "Room"
    news: asyncio.Event = field(default_factory=asyncio.Event)
    sent: str = ""
    is_gone: bool = False

    @property
    def unsent(self) -> str:
        """What the page does not know yet; only the newest counts."""
        return self.room.text if self.room.text != self.sent else ""


@dataclass(eq=False)
class Room:
    """An activity with its listeners, its figures as last seen, and whether they may have changed since."""

    activity: str
    listeners: set[Listener] = field(default_factory=set)
    stale: asyncio.Event = field(default_factory=asyncio.Event)
    text: str = ""
    follower: asyncio.Task[None] | None = None


class Hub:
    """All rooms of this process, with two connections to the database: one hears, one asks."""

    def __init__(self, database: str, *, most: int) -> None:
        self.database, self.most = database, most
        self.rooms: dict[str, Room] = {}
        self.count = 0
        self.ears: asyncio.Task[None] | None = None
        self.asking: AsyncConnection | None = None
        self.lock = asyncio.Lock()

    def enter(self, activity: str) -> Listener:
        """A new listener, who will be told the figures as they are. Raises FullError."""
        if self.count >= self.most:
            raise FullError
        if self.ears is None or self.ears.done():
            self.ears = asyncio.create_task(self.hear())
        room = self.rooms.setdefault(activity, Room(activity))
        if room.follower is None:
            room.stale.set()
            room.follower = asyncio.create_task(self.follow(room))
        listener = Listener(room)
        if room.text:
            listener.news.set()
        room.listeners.add(listener)
        self.count += 1
        return listener

    def leave(self, listener: Listener) -> None:
        """An empty room is not looked at any more."""
        room = listener.room
        if listener in room.listeners:
            room.listeners.discard(listener)
            self.count -= 1
        if not room.listeners and self.rooms.get(room.activity) is room:
            del self.rooms[room.activity]
            if room.follower:
                room.follower.cancel()

    async def close(self) -> None:
        """Let go of the database."""
        for task in (self.ears, *(room.follower for room in self.rooms.values())):
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if self.asking:
            await self.asking.close()

    async def hear(self) -> None:
        """Mark the rooms that the database names; after every new connection all of them, for what was missed."""
        while True:
            with suppress(OperationalError):
                async with await AsyncConnection.connect(self.database, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    for room in self.rooms.values():
                        room.stale.set()
                    async for notice in connection.notifies():
                        if named := self.rooms.get(notice.payload):
                            named.stale.set()
            await asyncio.sleep(RETRY_SECONDS)

    async def follow(self, room: Room) -> None:
        """Look at the activity whenever it may have changed, with a pause after each look, and tell its listeners."""
        while True:
            await room.stale.wait()
            room.stale.clear()
            try:
                text = await self.ask(room.activity)
            except OperationalError:
                room.stale.set()
                await asyncio.sleep(RETRY_SECONDS)
                continue
            if text != room.text:
                room.text = text
                for listener in room.listeners:
                    listener.news.set()
            await asyncio.sleep(PAUSE_SECONDS)

    async def ask(self, activity: str) -> str:
        async with self.lock:
            if self.asking is None or self.asking.closed:
                self.asking = await AsyncConnection.connect(self.database, autocommit=True)
            try:
                row = await (await self.asking.execute(FIGURES, {"activity": activity})).fetchone()
            except OperationalError:
                await self.asking.close()
                raise
        return str(row[0]) if row else ""
