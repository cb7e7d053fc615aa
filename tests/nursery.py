"""A process that reads the product once and is forked for every test that wants a site or a worker: to read it takes seconds, to fork none.

Who starts it gives it the settings of all the sites to come: one address, one database that each test fills anew. On its input it takes
"serve PORT", "work" and "end PID", a line each, and answers with a line: the process, or nothing more than that it has ended.
"""

import gc
import importlib
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces

from aoxanh import cli
from aoxanh.config import processes
from tests import server

LAST_WORD = 15


class Nursery:
    """The other end of it, for tests."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.port, self.live_port = home, server.free_port(), server.free_port()
        self.log = home / "nursery.log"
        self.environment = server.settings(database, home, self.port) | {"LIVE_URL": f"http://127.0.0.1:{self.live_port}"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.nursery"],
                cwd=server.ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    @property
    def url(self) -> str:
        return self.environment["BASE_URL"]

    def ask(self, line: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        print(line, file=self.process.stdin, flush=True)
        if answer := self.process.stdout.readline().strip():
            return answer
        raise AssertionError(f"The nursery is gone:\n{self.log.read_text(errors='replace')[-4000:]}")

    @contextmanager
    def child(self, line: str) -> Iterator[None]:
        number = self.ask(line)
        try:
            yield
        finally:
            self.ask(f"end {number}")

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address of a fresh site over the database."""
        with self.child(f"serve {self.port}"):
            server.wait_for(f"{self.url}/static/", self.process, self.log)
            yield self.url

    @contextmanager
    def live(self) -> Iterator[None]:
        """The live figures, which no site needs to run."""
        log, command = self.home / "live.log", processes.live("127.0.0.1", self.live_port)
        with server.process(sys.executable, *command.arguments, environment=self.environment, log=log) as running:
            server.wait_for(f"http://127.0.0.1:{self.live_port}/", running, log)
            yield

    def close(self) -> None:
        self.process.communicate(timeout=LAST_WORD)


def serve(port: int) -> None:
    """The product's server, over the application that is here already."""
    options: Mapping[str, Any] = {"websockets": False, "blocking_threads": processes.BLOCKING_THREADS, "log_enabled": False}
    Granian("aoxanh.config.wsgi:application", port=port, interface=Interfaces.WSGI, **options).serve()


def work() -> None:
    cli.main(["worker"])


def fork(act: Callable[[], None]) -> int:
    if number := os.fork():
        return number
    os.setsid()
    for sent in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sent, signal.SIG_DFL)
    sys.stdin.close()
    os.dup2(2, 1)  # What it prints is no answer.
    try:
        act()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def end(number: int) -> None:
    os.killpg(number, signal.SIGKILL)
    os.waitpid(number, 0)


def main() -> None:
    importlib.import_module("aoxanh.config.wsgi")
    assert get_resolver().url_patterns
    gc.freeze()
    for line in sys.stdin:
        match line.split():
            case ["serve", port]:
                answer = str(fork(lambda port=port: serve(int(port))))  # type: ignore[misc]
            case ["work"]:
                answer = str(fork(work))
            case ["end", number]:
                end(int(number))
                answer = "ended"
        print(answer, flush=True)


if __name__ == "__main__":
    main()
