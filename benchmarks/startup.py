"""`make run` from a fresh clone with the package caches warm, and again; and the memory of a warm web process."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from benchmarks.ground import Site
from benchmarks.load import Request, load
from tests import server

ROOT = Path(__file__).resolve().parent.parent
FIRST_SECONDS = 900
WARM_REQUESTS = 400
FOREIGN = re.compile(r"DATABASE_URL|SECRET_KEY|AOXANH_.*|DJANGO_.*|TEST_SERVER|MAKE.*|MFLAGS|PYTHONPATH")


@contextmanager
def make_run(clone: Path, port: int) -> Iterator[tuple[Site, float]]:
    """The site that `make run` starts in this clone, and how long it took until the home page answered."""
    environment = {name: value for name, value in os.environ.items() if not FOREIGN.fullmatch(name)}
    log = clone.parent / "run.log"
    start = time.monotonic()
    with log.open("w") as output:
        running = subprocess.Popen(
            ["make", "run", f"PORT={port}"], cwd=clone, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            server.wait_for(f"http://127.0.0.1:{port}/", running, log, FIRST_SECONDS)
            yield Site(f"http://127.0.0.1:{port}", running.pid), time.monotonic() - start
        finally:
            os.killpg(running.pid, signal.SIGINT)
            running.wait(30)


def run() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        clone, port = Path(folder) / "clone", server.free_port()
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        with make_run(clone, port) as (_, first):
            yield Figure("first_seconds", first, "s", "≤ 240")
        with make_run(clone, port) as (site, second):
            yield Figure("second_seconds", second, "s", "≤ 10")
            load(site, repeat(Request("/"), WARM_REQUESTS), clients=4)
            yield Figure("worker_mb", site.worker_mb(), "MB", "≤ 150")
