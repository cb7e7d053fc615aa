"""How much memory a piece of work takes: this process and the database's processes for it, sampled while it runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil
from django.db import connection

EVERY_SECONDS = 0.05
MEGABYTE = 2**20


class Peak:
    """The most seen so far, in MB: this process, and what the backend of its connection holds for itself."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self._backend = psutil.Process(cursor.fetchone()[0])
        self._own = psutil.Process()
        self.mb = 0.0
        self.look()

    def look(self) -> None:
        """The database shares its buffers among all backends: counted is what only this one holds."""
        with suppress(psutil.Error):
            backend = self._backend.memory_full_info()
            self.mb = max(self.mb, (self._own.memory_info().rss + backend.uss) / MEGABYTE)


@contextmanager
def peak() -> Iterator[Peak]:
    """Sample until the block ends."""
    seen, done = Peak(), threading.Event()

    def sample() -> None:
        while not done.wait(EVERY_SECONDS):
            seen.look()

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()
