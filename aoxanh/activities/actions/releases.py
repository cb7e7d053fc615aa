"""Giving back everything that somebody holds ahead, whatever the hour: they leave for good, or took back their consent."""

from django.db import transaction
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.actions import places
from aoxanh.activities.actions.offers import release_offers
from aoxanh.activities.actions.promotion import promote
from aoxanh.activities.actions.waiting import leave_all
from aoxanh.activities.models import Offer, Signup, Swap
from aoxanh.audit.actions import record
from aoxanh.kit.versions import bump_public_version
from aoxanh.people.models import Person


@transaction.atomic
def release_places(person: Person, *, by: User | None) -> int:
    """Give back the person's places in shifts that have not begun, and all that they wait for or are asked; how many. What they wrote as
    reasons goes. No letter: who leaves knows."""
    ahead = Signup.objects.select_for_update(of=("self",)).filter(
        person=person, status=Signup.Status.CONFIRMED, shift__starts_at__gt=timezone.now()
    )
    released = 0
    for signup in ahead.select_related("shift__activity").order_by("shift_id"):
        signup.status, signup.cancelled_at = Signup.Status.CANCELLED, timezone.now()
        signup.save(update_fields=["status", "cancelled_at"])
        places.give_back(signup.shift_id, signup.role_id)
        promote(signup.shift_id)
        record("activities.cancelled_signup", signup, by=by, unit_id=signup.shift.activity.unit_id)
        released += 1
    Swap.objects.filter(person=person, settled_at=None).update(settled_at=timezone.now(), why=Swap.GIVEN_UP)
    Signup.objects.filter(person=person).exclude(why="").update(why="")
    Offer.objects.filter(person=person).exclude(reason="").update(reason="")
    released += release_offers(person, by=by) + leave_all(person, by=by)
    if released:
        bump_public_version()
    return released
