"""Issuing in the background."""

from uuid import UUID

from django.db import OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from aoxanh.recognition import work

AGAIN = RetryStrategy(max_attempts=4, exponential_wait=4, retry_exceptions={OSError, OperationalError})


@app.task(name=work.WORK, retry=AGAIN)
def issue(issue_id: str) -> None:
    work.carry(UUID(issue_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="recognition.find_lost", queueing_lock="recognition.find_lost")
def find_lost(timestamp: int) -> None:
    """Issues that nobody works at go on."""
    work.find_lost()
