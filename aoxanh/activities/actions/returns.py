"""Giving a place back, in time or late, and the organiser's word that an absence had a good reason."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities import letters
from aoxanh.activities.actions import places
from aoxanh.activities.actions.placing import cancel_until, hold_person
from aoxanh.activities.actions.promotion import promote
from aoxanh.activities.eligibility import contact
from aoxanh.activities.letters import minors as letters_minors
from aoxanh.activities.minors import is_guarded
from aoxanh.activities.models import Shift, Signup, Swap
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version


@transaction.atomic
def cancel_signup(signup: Signup, *, by: User | None, why: str = "") -> Signup:
    """Give a place back, once; whoever is next in the waiting list is asked at once.

    After the deadline only with a word of why, which the organiser reads. Refused: `too_late`, `past`.
    """
    signup = locked(signup)
    if signup.status == Signup.Status.CANCELLED:
        return signup
    is_late = timezone.now() > cancel_until(signup.shift)
    if is_late:
        check_late(signup, why)
    free(signup, was_late=is_late, why=why.strip()[:200] if is_late else "")
    letters.place_given_back(signup)
    if is_guarded(signup.person, signup.shift):
        letters_minors.place_given_back(signup, by=by)
    record("activities.cancelled_signup", signup, by=by, unit_id=signup.shift.activity.unit_id, late=is_late)
    places.give_back(signup.shift_id, signup.role_id)
    promote(signup.shift_id)
    bump_public_version()
    return signup


def check_late(signup: Signup, why: str) -> None:
    if signup.shift.has_begun:
        raise Refused("past", _("The shift has already begun. Call %(contact)s.") % {"contact": contact(signup.shift)})
    if not why.strip():
        raise too_late(signup.shift)


def too_late(shift: Shift) -> Refused:
    text = _("Less than %(hours)d hours are left. Say in a word why you cannot come, or call %(unit)s: %(contact)s.")
    unit = shift.activity.unit
    return Refused("too_late", text % {"hours": settings.SIGNUP_CANCEL_HOURS, "unit": unit.short_name, "contact": contact(shift)})


def free(signup: Signup, *, was_late: bool = False, why: str = "") -> None:
    """Mark the sign-up as given back; wishes to swap it end with it."""
    signup.status, signup.cancelled_at, signup.was_late, signup.why = Signup.Status.CANCELLED, timezone.now(), was_late, why
    signup.save(update_fields=["status", "cancelled_at", "was_late", "why"])
    Swap.objects.filter(have=signup, settled_at=None).update(settled_at=timezone.now(), why="given_back")


def locked(signup: Signup) -> Signup:
    """The person's row, then the sign-up's, as they are now."""
    hold_person(signup.person_id)
    held = Signup.objects.select_for_update(of=("self",)).select_related("person__user", "shift__activity__unit")
    return held.get(pk=signup.pk)


@transaction.atomic
def explain_absence(signup: Signup, *, why: str, by: User | None) -> Signup:
    """Who did not come says why, for whoever organised it to read; said again, the later words stand.

    Refused: `not_absent`, `too_late_to_say`, `reason_missing`.
    """
    signup = locked(signup)
    if signup.outcome != Signup.Outcome.ABSENT:
        raise Refused("not_absent", _("You were seen there, so there is nothing to explain."))
    if not may_still_say(signup):
        text = _("More than %(days)d days have passed. Talk to the unit if something is wrong.")
        raise Refused("too_late_to_say", text % {"days": settings.ABSENCE_WORD_DAYS})
    if not why.strip():
        raise Refused("reason_missing", _("Say why in a sentence, so that people know what to do."))
    signup.why = why.strip()[:200]
    signup.save(update_fields=["why"])
    letters.absence_explained(signup, step=f"{timezone.now():%Y%m%d%H%M%S}")
    record("activities.explained_absence", signup, by=by, unit_id=signup.shift.activity.unit_id)
    return signup


def may_still_say(signup: Signup) -> bool:
    """Whether a word about an absence still comes in time."""
    return timezone.now() <= signup.shift.ends_at + timedelta(days=settings.ABSENCE_WORD_DAYS)


@transaction.atomic
def excuse(signup: Signup, *, by: User) -> Signup:
    """The organiser says that an absence, or a place given back late, had a good reason; again, and the word is taken back.

    Refused: `nothing_to_excuse`.
    """
    signup = locked(signup)
    if signup.outcome != Signup.Outcome.ABSENT and not signup.was_late:
        raise Refused("nothing_to_excuse", _("Only an absence, or a place given back late, can be excused."))
    is_excused = signup.excused_at is not None
    signup.excused_at, signup.excused_by = (None, None) if is_excused else (timezone.now(), by)
    signup.save(update_fields=["excused_at", "excused_by"])
    verb = "activities.unexcused" if is_excused else "activities.excused"
    record(verb, signup, by=by, unit_id=signup.shift.activity.unit_id)
    return signup
