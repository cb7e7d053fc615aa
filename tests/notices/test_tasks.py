"""The real worker, in a process of its own."""

import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from aoxanh.notices.actions import tell
from aoxanh.notices.models import DemoMail, Message
from aoxanh.notices.tasks import AGAIN, forget_old
from tests import server

PATIENCE_S = 60


def test_the_worker_sends_what_was_told(committed_db: str, tmp_path: Path) -> None:
    environment, log = server.settings(committed_db, tmp_path, port=8000), tmp_path / "worker.log"
    with server.process(sys.executable, "-m", "aoxanh.cli", "worker", environment=environment, log=log) as worker:
        tell(to="hanh@tinhnguyen.example", subject="Bạn có chỗ", body="07:00", key="1")
        deadline = time.monotonic() + PATIENCE_S
        while not DemoMail.objects.exists() and worker.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
    assert list(DemoMail.objects.values_list("to", "subject")) == [("hanh@tinhnguyen.example", "Bạn có chỗ")], log.read_text()


def test_a_mail_server_may_be_away_for_hours() -> None:
    waits = [4 ** (attempt + 1) for attempt in range(AGAIN.max_attempts or 0)]
    assert sum(waits) // 3600 == 6


@pytest.mark.django_db
def test_messages_are_forgotten_after_a_month() -> None:
    tell(to="hanh@tinhnguyen.example", subject="Cũ", body="", key="1")
    Message.objects.update(at=timezone.now() - timedelta(days=31))
    tell(to="hanh@tinhnguyen.example", subject="Mới", body="", key="2")
    forget_old(0)
    assert list(Message.objects.values_list("subject", flat=True)) == ["Mới"]
