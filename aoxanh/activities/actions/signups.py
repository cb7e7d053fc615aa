"""Taking a place, and what became of it."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions import places
from aoxanh.activities.actions.placing import cancel_until, end_offer, end_waiting, hold_person, still_open, write
from aoxanh.activities.actions.promotion import promote
from aoxanh.activities.eligibility import around, asking, check, full
from aoxanh.activities.fitting import choose
from aoxanh.activities.models import Shift, ShiftRole, Signup
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.people.models import Person

__all__ = ["cancel_until", "set_outcome", "sign_up"]


def sign_up(
    shift: Shift, *, person: Person, request_id: UUID, by: User | None, role: ShiftRole | None = None, plain: bool = False
) -> Signup:
    """Take a place; the same request sent again gives the same sign-up. Refuses with the codes of `eligibility`, and `already_sent`.

    In a shift with roles the place is the wanted role's, else the first one's that fits, else (`plain`: in any case) without a role.
    Whoever comes too late is refused without a lock. Never oversells: the place is taken last, by one statement that looks for it and takes
    it, so its row is locked only until the commit.
    """
    near = around(shift, person)
    if seen := sent_before(near, request_id):
        return same_again(seen)
    check(asking(shift, person, near))
    wanted = {"role": role, "plain": plain}
    try:
        return take_place(shift, person=person, request_id=request_id, by=by, **wanted)  # type: ignore[arg-type]
    except IntegrityError as error:
        if Signup.objects.filter(request_id=request_id).exists():
            raise already_sent() from error
        return take_place(shift, person=person, request_id=request_id, by=by, **wanted)  # type: ignore[arg-type]  # The drawn code was taken.


@transaction.atomic
def take_place(
    shift: Shift, *, person: Person, request_id: UUID, by: User | None, role: ShiftRole | None = None, plain: bool = False
) -> Signup:
    person = hold_person(person)
    shift = Shift.objects.select_related("activity").get(pk=shift.pk)
    near = around(shift, person)
    if seen := sent_before(near, request_id):
        return same_again(seen)
    candidate = asking(shift, person, near)
    check(candidate)
    role = choose(candidate, wanted=role, plain=plain)
    signup = write(shift, person=person, role=role, request_id=request_id, by=by)
    if not places.take(shift.pk, role.pk if role else None, has_roles=bool(candidate.roles)):
        raise full(candidate)
    end_waiting(signup, by=by)
    if end_offer(signup):
        promote(shift)
    still_open(shift)
    bump_public_version()
    return signup


def sent_before(near: list[Signup], request_id: UUID) -> Signup | None:
    return next((signup for signup in near if signup.request_id == request_id), None)


def same_again(seen: Signup) -> Signup:
    """What a form sent twice made the first time; an old form of a place given back makes nothing."""
    if seen.status == Signup.Status.CONFIRMED:
        return seen
    raise already_sent()


def already_sent() -> Refused:
    return Refused("already_sent", _("This form was already used. Open the activity and sign up from there."))


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
