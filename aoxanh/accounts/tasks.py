"""Daily tidying."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from aoxanh.accounts.actions import clear_unproven

KEPT = timedelta(days=1)


@app.periodic(cron="20 2 * * *")
@app.task(name="accounts.clear_unproven", queueing_lock="accounts.clear_unproven")
def clear_typed_addresses(timestamp: int) -> None:
    clear_unproven(before=timezone.now() - KEPT)
