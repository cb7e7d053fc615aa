"""Long lists in the background."""

from datetime import timedelta
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from aoxanh.imports import actions, queue
from aoxanh.imports.models import UNDO_DAYS, Import, Row, Source

AGAIN = RetryStrategy(max_attempts=4, exponential_wait=4, retry_exceptions={OSError, OperationalError})
FORGOTTEN_AFTER = timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(hours=1)
ROWS_KEPT = timedelta(days=30)


@app.task(name=queue.READ, retry=AGAIN)
def read(import_id: str) -> None:
    actions.read(UUID(import_id))


@app.task(name=queue.WRITE, retry=AGAIN)
def write(import_id: str) -> None:
    actions.write(UUID(import_id))


@app.task(name=queue.UNDO, retry=AGAIN)
def undo(import_id: str) -> None:
    actions.carry_undo(UUID(import_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="imports.find_forgotten", queueing_lock="imports.find_forgotten")
def find_forgotten(timestamp: int) -> None:
    """Imports whose job died with its worker go on where they stopped; a list that cannot be read within an hour never will."""
    for batch in Import.objects.filter(state=Import.State.READING, at__lt=timezone.now() - GIVEN_UP_AFTER):
        actions.give_up(batch)
    for batch in Import.objects.filter(state__in=queue.JOB_OF, touched_at__lt=timezone.now() - FORGOTTEN_AFTER):
        try:
            with transaction.atomic():
                queue.enqueue(queue.JOB_OF[Import.State(batch.state)], batch)
        except AlreadyEnqueued:
            continue


@app.periodic(cron="20 3 * * *")
@app.task(name="imports.forget_old", queueing_lock="imports.forget_old")
def forget_old(timestamp: int) -> None:
    """Rows of lists are personal data: they go a month after the last day on which they serve; the import and its counts stay."""
    old = Import.objects.filter(at__lt=timezone.now() - ROWS_KEPT - timedelta(days=UNDO_DAYS)).values("pk")
    Row.objects.filter(batch__in=old).delete()
    Source.objects.filter(batch__in=old).delete()
    Import.objects.filter(pk__in=old, state=Import.State.READY).update(state=Import.State.DROPPED)
