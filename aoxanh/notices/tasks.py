"""Sending in the background, at once and again when it failed."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from aoxanh.notices import actions
from aoxanh.notices.models import Message

# After 4, 16, 64 seconds … 4.5 hours: about six hours in all.
AGAIN = RetryStrategy(max_attempts=7, exponential_wait=4, retry_exceptions={OSError})
FORGOTTEN_AFTER = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(days=1)


@app.task(name=actions.SEND, retry=AGAIN)
def send(message_id: str) -> None:
    actions.send(UUID(message_id))


@app.periodic(cron="*/10 * * * *")
@app.task(name="notices.find_forgotten", queueing_lock="notices.find_forgotten")
def find_forgotten(timestamp: int) -> None:
    """Messages whose job died with its worker get another one."""
    now = timezone.now()
    for message in Message.objects.filter(sent_at=None, at__range=(now - GIVEN_UP_AFTER, now - FORGOTTEN_AFTER)):
        try:
            with transaction.atomic():
                actions.enqueue(message)
        except AlreadyEnqueued:
            continue
