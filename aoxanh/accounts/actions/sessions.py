"""Sending devices away."""

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.devices import ref as ref_of
from aoxanh.accounts.models import Session, User
from aoxanh.accounts.signals import changed
from aoxanh.kit.refusals import Refused


@transaction.atomic
def end_device(user: User, ref: str, *, by: User) -> None:
    """Sign out one device. Refuses with `device_gone` when it is signed out already."""
    keys = [key for key in Session.objects.filter(user_id=user.pk).values_list("session_key", flat=True) if ref_of(key) == ref]
    if not keys:
        raise Refused("device_gone", _("This device is signed out already."))
    Session.objects.filter(session_key__in=keys).delete()
    changed(user, "accounts.device_signed_out")


@transaction.atomic
def end_other_devices(user: User, *, current: str | None, by: User) -> int:
    """Sign out everywhere but in the session `current`; how many devices went."""
    count = forget_sessions(user, but=current)
    if count:
        changed(user, "accounts.devices_signed_out", count=count)
    return count


def forget_sessions(user: User, *, but: str | None) -> int:
    return Session.objects.filter(user_id=user.pk).exclude(session_key=but or "").delete()[0]
