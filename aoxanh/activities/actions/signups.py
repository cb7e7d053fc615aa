"""Taking a place, giving it back, and what became of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities import letters, letters_minors
from aoxanh.activities.candidates import Candidate
from aoxanh.activities.eligibility import check, contact, full, held, touching
from aoxanh.activities.minors import is_guarded
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.audit.actions import record
from aoxanh.kit.codes import short_code
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.people.models import Person

CODE_LENGTH = 8


def sign_up(shift: Shift, *, person: Person, request_id: UUID, by: User) -> Signup:
    """Take a place; the same request sent again gives the same sign-up. Refuses with the codes of `eligibility`, and `already_sent`.

    Whoever comes too late is refused without a lock. Never oversells: the place is taken last, by one statement that looks for it and takes
    it, so its row is locked only until the commit.
    """
    touched = touching(shift, person)
    if seen := sent_before(touched, request_id):
        return same_again(seen)
    check(Candidate(person, shift, held(touched), timezone.now()))
    try:
        return take_place(shift, person=person, request_id=request_id, by=by)
    except IntegrityError as error:
        if Signup.objects.filter(request_id=request_id).exists():
            raise already_sent() from error
        return take_place(shift, person=person, request_id=request_id, by=by)  # The drawn code was someone's already.


@transaction.atomic
def take_place(shift: Shift, *, person: Person, request_id: UUID, by: User) -> Signup:
    person = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=person.pk)
    shift = Shift.objects.select_related("activity").get(pk=shift.pk)
    touched = touching(shift, person)
    if seen := sent_before(touched, request_id):
        return same_again(seen)
    check(Candidate(person, shift, held(touched), timezone.now()))
    signup = Signup(id=uuid7(), shift=shift, person=person, request_id=request_id, code=short_code(CODE_LENGTH), by=by)
    signup.save(force_insert=True)
    letters.signed_up(signup, until=cancel_until(shift))
    if is_guarded(person, shift):
        letters_minors.signed_up(signup, by=by)
    record("activities.signed_up", signup, by=by, unit_id=shift.activity.unit_id)
    if not Shift.objects.filter(pk=shift.pk, taken__lt=F("places")).update(taken=F("taken") + 1):
        raise full(shift, held(touched))
    still_open(shift)
    bump_public_version()
    return signup


def sent_before(touched: list[Signup], request_id: UUID) -> Signup | None:
    return next((signup for signup in touched if signup.request_id == request_id), None)


def same_again(seen: Signup) -> Signup:
    """What a form sent twice made the first time; an old form of a place given back makes nothing."""
    if seen.status == Signup.Status.CONFIRMED:
        return seen
    raise already_sent()


def already_sent() -> Refused:
    return Refused("already_sent", _("This form was already used. Open the activity and sign up from there."))


def still_open(shift: Shift) -> None:
    """Cancelling holds the shifts while it runs; whoever waited for it sees here that it was faster."""
    if not Activity.objects.filter(pk=shift.activity_id, status=Activity.Status.OPEN).exists():
        raise Refused("not_open", _("This activity takes no sign-ups. Choose another activity."))


def cancel_until(shift: Shift) -> datetime:
    """Until when a place in the shift may be given back."""
    return shift.starts_at - timedelta(hours=settings.SIGNUP_CANCEL_HOURS)


@transaction.atomic
def cancel_signup(signup: Signup, *, by: User) -> Signup:
    """Give a place back, once; it is free for others at once. Refused: `too_late`."""
    signup = locked(signup)
    if signup.status == Signup.Status.CANCELLED:
        return signup
    if timezone.now() > cancel_until(signup.shift):
        raise too_late(signup.shift)
    signup.status, signup.cancelled_at = Signup.Status.CANCELLED, timezone.now()
    signup.save(update_fields=["status", "cancelled_at"])
    letters.place_given_back(signup)
    if is_guarded(signup.person, signup.shift):
        letters_minors.place_given_back(signup, by=by)
    record("activities.cancelled_signup", signup, by=by, unit_id=signup.shift.activity.unit_id)
    Shift.objects.filter(pk=signup.shift_id).update(taken=F("taken") - 1)
    bump_public_version()
    return signup


def too_late(shift: Shift) -> Refused:
    text = _("A place can be given back until %(hours)d hours before the shift. Call %(unit)s: %(contact)s.")
    unit = shift.activity.unit
    return Refused("too_late", text % {"hours": settings.SIGNUP_CANCEL_HOURS, "unit": unit.short_name, "contact": contact(shift)})


@transaction.atomic
def set_outcome(signup: Signup, *, outcome: str, by: User) -> Signup:
    """Write whether the person came; "" takes it back. Raises ValueError for an outcome that is none.

    Attendance calls it inside its own action and writes the audit line; only a change of an earlier outcome has one here.
    """
    if outcome and outcome not in Signup.Outcome.values:
        raise ValueError(outcome)
    if signup.outcome == outcome:
        return signup
    if signup.outcome:
        record("activities.changed_outcome", signup, by=by, before=signup.outcome, after=outcome)
    signup.outcome = outcome
    signup.save(update_fields=["outcome"])
    return signup


def locked(signup: Signup) -> Signup:
    held = Signup.objects.select_for_update(of=("self",)).select_related("person__user", "shift__activity__unit")
    return held.get(pk=signup.pk)
