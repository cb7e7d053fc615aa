"""The processes of one start: the server, the live figures and the worker, which end together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

GRACE_SECONDS = 10
READY_SECONDS = 60
BLOCKING_THREADS = 4
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Command:
    name: str
    arguments: list[str]
    url: str = ""
    environment: dict[str, str] = field(default_factory=dict)


def web(host: str, port: int, workers: int) -> Command:
    server = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    tuning = ["--blocking-threads", str(BLOCKING_THREADS), "--no-ws", "--http", "1", "--respawn-failed-workers", "--log-level", "warning"]
    shown = host if host != "0.0.0.0" else "127.0.0.1"  # noqa: S104 # Compared, not bound.
    return Command("server", [*server, *tuning, "aoxanh.config.wsgi:application"], f"http://{shown}:{port}/")


def live(host: str, port: int) -> Command:
    """One process with one loop: every open page of the day is a connection that mostly waits."""
    server = ["-m", "granian", "--interface", "asgi", "--host", host, "--port", str(port), "--workers", "1"]
    tuning = ["--no-ws", "--http", "1", "--respawn-failed-workers", "--log-level", "warning"]
    return Command("live figures", [*server, *tuning, "aoxanh.attendance.live.app:application"])


def live_port(host: str, port: int) -> int:
    """LIVE_PORT, else the port after the site's, else, where that is taken, any free one."""
    if given := os.environ.get("LIVE_PORT"):
        refuse_a_taken_port(host, int(given))
        return int(given)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (port + 1, 0):
        with socket.socket(family) as probe, suppress(OSError, OverflowError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, wanted))
            return int(probe.getsockname()[1])
    raise SystemExit(f"{host} has no free port for the live figures. Name one with LIVE_PORT.")


def worker() -> Command:
    return Command("worker", ["-m", "aoxanh.cli", "worker"])


def refuse_a_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SystemExit(
                f"{host}:{port} cannot be used ({error.strerror}). Name another port with --port, or make run PORT=8080."
            ) from None


def end_with_parent() -> None:
    """On Linux a killed supervisor takes its children along."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command: Command) -> subprocess.Popen[bytes]:
    """In a session of its own, so that the terminal's Ctrl-C reaches the supervisor alone, which ends all in order."""
    arguments = [sys.executable, *command.arguments]
    environment = os.environ | command.environment
    return subprocess.Popen(arguments, env=environment, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=end_with_parent)  # noqa: PLW1509


def supervise(commands: list[Command], ready: Callable[[float], None]) -> int:
    """Run all until one ends or a signal asks for the end; then end the others. 0 when it was asked for.

    `ready` is called once the site answers, with the seconds that it took.
    """
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    running: dict[str, subprocess.Popen[bytes]] = {}
    waiting = [command.url for command in commands if command.url]
    start = time.monotonic()
    try:
        for command in commands:
            running[command.name] = spawn(command)
        while not asked:
            for name, process in running.items():
                if process.poll() is not None:
                    print(f"The {name} ended by itself (code {process.returncode}); stopping.", file=sys.stderr)
                    return 1
            if waiting and (answers(waiting[0]) or time.monotonic() > start + READY_SECONDS):
                waiting.pop()
                ready(time.monotonic() - start)
            time.sleep(0.2)
        return 0
    finally:
        end(running)


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=READY_SECONDS):  # noqa: S310 # Our own address.
            return True
    except HTTPError:
        return True
    except (URLError, OSError):
        return False


def end(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every process to finish what it is doing, and kill what has not within the grace."""
    for process in running.values():
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def progress(label: str, *, talks: bool = False) -> Iterator[None]:
    """A line that says what is being done, then how long it took; a step that `talks` has lines of its own between the two."""
    begin(label, talks=talks)
    start = time.monotonic()
    yield
    took(time.monotonic() - start, talks=talks)


def begin(label: str, *, talks: bool) -> None:
    print(f"      {label:<42}", end="\n" if talks else "", flush=True)


def took(seconds: float, *, talks: bool) -> None:
    print(f"{'':48}" * talks + f"{seconds:7.1f} s", flush=True)
