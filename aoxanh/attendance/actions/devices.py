"""Phones that are prepared for a day."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from aoxanh.accounts.models import User
from aoxanh.attendance.models import Device


@transaction.atomic
def prepare_device(
    pk: UUID, *, name: str, version: str, at: datetime, device_at: datetime | None = None, waiting: int = 0, by: User
) -> Device:
    """Note that the phone takes attendance from now on, for whom, and how far its clock is off. While it still keeps scans, what is known
    of their time stays."""
    device, is_new = Device.objects.select_for_update().get_or_create(pk=pk, defaults={"user": by, "name": name[:80]})
    device.user, device.called_at, device.version, device.waiting = by, at, version[:40], waiting
    device.name = name[:80] or device.name
    if is_new or not waiting or not device.prepared_at:
        device.prepared_at = at
        device.clock_ms = round((device_at - at) / timedelta(milliseconds=1)) if device_at else device.clock_ms
    device.save()
    return device
