"""Giving back everything that somebody holds ahead, whatever the hour: they leave for good, or took back their consent."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift, Signup
from aoxanh.audit.actions import record
from aoxanh.kit.versions import bump_public_version
from aoxanh.people.models import Person


@transaction.atomic
def release_places(person: Person, *, by: User | None) -> int:
    """Give back the person's places in shifts that have not begun; how many. No letter: who leaves knows."""
    ahead = Signup.objects.select_for_update(of=("self",)).filter(
        person=person, status=Signup.Status.CONFIRMED, shift__starts_at__gt=timezone.now()
    )
    released = 0
    for signup in ahead.select_related("shift__activity").order_by("shift_id"):
        signup.status, signup.cancelled_at = Signup.Status.CANCELLED, timezone.now()
        signup.save(update_fields=["status", "cancelled_at"])
        Shift.objects.filter(pk=signup.shift_id).update(taken=F("taken") - 1)
        record("activities.cancelled_signup", signup, by=by, unit_id=signup.shift.activity.unit_id)
        released += 1
    if released:
        bump_public_version()
    return released
