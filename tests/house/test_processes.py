"""However a start ends, nothing of it is left behind."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests import server


@contextmanager
def own_server(home: Path) -> Iterator[tuple[psutil.Popen, list[psutil.Process]]]:
    """`aoxanh serve` over a database of its own, and all processes below it."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE"}
    }
    port, log = server.free_port(), home / "serve.log"
    environment |= {"AOXANH_HOME": str(home), "PYTHONPATH": str(server.ROOT)}
    with server.process(sys.executable, "-m", "aoxanh.cli", "serve", "--port", str(port), environment=environment, log=log) as running:
        server.wait_for(f"http://127.0.0.1:{port}/static/", running, log)
        postmaster = psutil.Process(int((home / "pg" / "postmaster.pid").read_text().split()[0]))
        yield running, [postmaster, *psutil.Process(running.pid).children(recursive=True)]


def test_a_killed_start_takes_its_processes_along_the_next_finds_the_database_and_an_interrupt_ends_all(open_path: Path):
    with own_server(open_path) as (running, (postmaster, *others)):
        running.kill()
        running.wait(20)
        assert psutil.wait_procs(others, timeout=15)[1] == []
        assert postmaster.is_running()
    with own_server(open_path) as (running, (found, *others)):
        assert found == postmaster
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
    assert psutil.wait_procs([postmaster, *others], timeout=5)[1] == []
    assert not (open_path / "pg" / "postmaster.pid").exists()
