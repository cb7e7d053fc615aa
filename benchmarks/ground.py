"""What benchmarks stand on: a database with the safety of production, the real server, people who are signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connections
from django.test import Client

from tests import bench, server

SAFE = ("max_connections=200",)


@contextmanager
def scratch_database(label: str = "bench") -> Iterator[str]:
    """A migrated database of our own server, dropped at the end; Django's connection goes to it. Gives its address."""
    bench.start_server("bench-pg", SAFE)
    with bench.copy(bench.template(), label) as name, bench.using(name):
        yield bench.url_of(name)


@dataclass(frozen=True)
class Site:
    url: str
    pid: int

    def processes(self) -> list[psutil.Process]:
        """The processes of the server, without the one that watches over them."""
        return psutil.Process(self.pid).children(recursive=True)

    def cpu_seconds(self) -> float:
        """What the web processes have used since they started, in user and kernel mode."""
        return sum(times.user + times.system for times in (process.cpu_times() for process in self.processes()))

    def worker_mb(self) -> float:
        """The memory of the largest web process, as the kernel counts it (shared pages in part)."""
        return max(process.memory_full_info().pss for process in self.processes()) / 2**20


@contextmanager
def serving(database: str, *, workers: int = 2, **more: str) -> Iterator[Site]:
    """The site over this database, as `aoxanh serve` starts it. Write the data before, and close connections that are not needed."""
    connections.close_all()
    with TemporaryDirectory() as folder, server.started(database, Path(folder), workers=workers, **more) as (url, running):
        yield Site(url, running.pid)


def signed_in(user: AbstractBaseUser) -> dict[str, str]:
    """The headers of a browser in which this user is signed in, and whose forms the site accepts."""
    client = Client()
    client.force_login(user)
    token = "a" * 32  # The site asks only that cookie and header agree.
    return {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}; {settings.CSRF_COOKIE_NAME}={token}",
        "X-CSRFToken": token,
    }
