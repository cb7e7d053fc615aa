"""Daily tidying: what is kept about people who did not stay."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from aoxanh.accounts.actions import clear_unproven
from aoxanh.accounts.sessions import SessionStore
from aoxanh.kit.limits import forget

KEPT = timedelta(days=1)


@app.periodic(cron="20 2 * * *")
@app.task(name="accounts.tidy", queueing_lock="accounts.tidy")
def tidy(timestamp: int) -> None:
    """Addresses that were typed and never proven, sessions that ended, counts of tries."""
    clear_unproven(before=timezone.now() - KEPT)
    SessionStore.clear_expired()
    forget(older_than=round(KEPT.total_seconds()))
