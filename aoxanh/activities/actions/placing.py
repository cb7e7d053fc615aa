"""Writing a sign-up with everything that goes with it. The counts are `places`, the rules `eligibility`; who calls this has asked both."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities import letters
from aoxanh.activities.actions import places
from aoxanh.activities.letters import minors as letters_minors
from aoxanh.activities.minors import is_guarded
from aoxanh.activities.models import Activity, Offer, Party, Shift, ShiftRole, Signup, Waiting, WaitingStep
from aoxanh.audit.actions import record
from aoxanh.kit.codes import short_code
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

CODE_LENGTH = 8


def write(
    shift: Shift, *, person: Person, request_id: UUID, by: User | None, role: ShiftRole | None = None, party: Party | None = None
) -> Signup:
    """The sign-up with its code, the letters, the line in the audit. `shift` comes with its activity, `person` with the user."""
    signup = Signup(
        id=uuid7(), shift=shift, person=person, role=role, party=party, request_id=request_id, code=short_code(CODE_LENGTH), by=by
    )
    signup.save(force_insert=True)
    letters.signed_up(signup, until=cancel_until(shift))
    if is_guarded(person, shift):
        letters_minors.signed_up(signup, by=by)
    record("activities.signed_up", signup, by=by, unit_id=shift.activity.unit_id)
    return signup


def end_waiting(signup: Signup, *, by: User | None) -> None:
    """Who has a place waits no more, however they came to it. The shift must be held."""
    waiting = Waiting.objects.filter(shift=signup.shift_id, person=signup.person_id, status__in=Waiting.OPEN).first()
    if waiting:
        waiting.status, waiting.signup, waiting.settled_at = Waiting.Status.TAKEN, signup, timezone.now()
        waiting.save(update_fields=["status", "signup", "settled_at"])
        WaitingStep.objects.create(waiting=waiting, what=WaitingStep.What.TAKEN, by=by)


def end_offer(signup: Signup) -> bool:
    """Who took another place in the shift needs none kept for them; whether one is free again by that. The shift must be held."""
    made = Offer.objects.filter(shift=signup.shift_id, person=signup.person_id, answer="").first()
    if not made:
        return False
    made.answer, made.answered_at, made.signup = Offer.Answer.ACCEPTED, timezone.now(), signup
    made.save(update_fields=["answer", "answered_at", "signup"])
    places.let_go(signup.shift_id, [made.role_id] if made.holds else [])
    return made.holds


def cancel_until(shift: Shift) -> datetime:
    """Until when a place in the shift may be given back."""
    return shift.starts_at - timedelta(hours=settings.SIGNUP_CANCEL_HOURS)


def still_open(shift: Shift) -> None:
    """Cancelling holds the shifts while it runs; whoever waited for it sees here that it was faster."""
    if not Activity.objects.filter(pk=shift.activity_id, status=Activity.Status.OPEN).exists():
        raise Refused("not_open", _("This activity takes no sign-ups. Choose another activity."))


def hold_person(person: Person | UUID) -> Person:
    """The person's row as it is now, so that their places change one after the other."""
    pk = person.pk if isinstance(person, Person) else person
    return Person.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=pk)


def hold_shift(shift: Shift | UUID) -> Shift:
    """The shift's row as it is now, with its activity and unit. Always after the person's, before offers and waiting places."""
    pk = shift.pk if isinstance(shift, Shift) else shift
    return Shift.objects.select_for_update(of=("self",)).select_related("activity__unit").get(pk=pk)
