import sys
import time
from pathlib import Path

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import server

DEADLINE_SECONDS = 60


def test_the_worker_carries_out_what_was_deferred(committed_db: str, tmp_path: Path):
    number = app.configure_task("procrastinate.builtin_tasks.remove_old_jobs").defer(max_hours=1)
    environment = server.settings(committed_db, tmp_path, server.free_port())
    with server.process(sys.executable, "-m", "aoxanh.cli", "worker", environment=environment, log=tmp_path / "worker.log") as running:
        deadline = time.monotonic() + DEADLINE_SECONDS
        while ProcrastinateJob.objects.get(pk=number).status != "succeeded":
            assert running.poll() is None, (tmp_path / "worker.log").read_text()
            assert time.monotonic() < deadline, (tmp_path / "worker.log").read_text()
            time.sleep(0.2)
    assert running.returncode == 0
