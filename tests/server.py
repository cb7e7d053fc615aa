"""The product's own server in processes of its own, over a database that the caller names: for journeys, for the wheel, for benchmarks."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from aoxanh.config import processes

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(*arguments: str | Path, environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is asked to end, and its output in a file."""
    with log.open("ab") as output:
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        command = [str(part) for part in arguments]
        running = subprocess.Popen(command, env=environment, cwd=log.parent, start_new_session=True, **streams)
        try:
            yield running
        finally:
            running.terminate()
            try:
                running.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()


def wait_for(url: str, running: subprocess.Popen[bytes], log: Path, seconds: float = START_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and running.poll() is None:
        try:
            urlopen(url, timeout=START_SECONDS).close()
            return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"The server at {url} did not start:\n{log.read_text(errors='replace')[-4000:]}")


def settings(database: str, home: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database,
        "SECRET_KEY": "a key for tests only",
        "DJANGO_SETTINGS_MODULE": "aoxanh.config.settings",
        "RISKY_KINDS": "",
        "PYTHONPATH": str(ROOT),
        "AOXANH_HOME": str(home),
        "AOXANH_DEMO": "1",
        "BASE_URL": f"http://127.0.0.1:{port}",
    }


@contextmanager
def started(database: str, home: Path, *, workers: int = 1, **more: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a running site over this database, which is migrated, and the process that watches over it."""
    port, log = free_port(), home / "server.log"
    environment = settings(database, home, port) | more
    command = [sys.executable, *processes.web("127.0.0.1", port, workers).arguments]
    with process(*command, environment=environment, log=log) as running:
        wait_for(f"http://127.0.0.1:{port}/static/", running, log)
        yield environment["BASE_URL"], running


@contextmanager
def serving(database: str, home: Path, *, worker: bool = False, **more: str) -> Iterator[str]:
    """The address of a running site over this database, with a background worker where one is asked for."""
    with started(database, home, **more) as (url, _), ExitStack() as also:
        if worker:
            environment = settings(database, home, int(url.rsplit(":", 1)[1])) | more
            also.enter_context(process(sys.executable, "-m", "aoxanh.cli", "worker", environment=environment, log=home / "worker.log"))
        yield url
