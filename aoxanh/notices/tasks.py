"""Sending in the background, at once and again when it failed."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy, builtin_tasks
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from aoxanh.notices import actions
from aoxanh.notices.models import Message

# After 4, 16, 64 seconds … 4.5 hours: about six hours in all.
AGAIN = RetryStrategy(max_attempts=7, exponential_wait=4, retry_exceptions={OSError})
KEPT = timedelta(days=30)
JOBS_KEPT_HOURS = 72
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


@app.periodic(cron="40 2 * * *")
@app.task(name="notices.forget_old", queueing_lock="notices.forget_old")
def forget_old(timestamp: int) -> None:
    """What was told a month ago is of no use to anyone."""
    Message.objects.filter(at__lt=timezone.now() - KEPT).delete()


@app.periodic(cron="50 2 * * *")
@app.task(name="notices.remove_old_jobs", queueing_lock="notices.remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    await builtin_tasks.remove_old_jobs(context, max_hours=JOBS_KEPT_HOURS, remove_failed=True, remove_cancelled=True, remove_aborted=True)
