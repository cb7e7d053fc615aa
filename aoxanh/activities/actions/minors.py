"""What a guardian's answer does to places: a yes turns wishes into sign-ups, a no gives places back. Each holds the child's row first.

`people.actions.guardians` writes the answers; it knows no activities, so pages call these.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions import places
from aoxanh.activities.actions.offers import withdraw as withdraw_offers
from aoxanh.activities.actions.promotion import promote
from aoxanh.activities.actions.returns import free, locked
from aoxanh.activities.actions.signups import sign_up
from aoxanh.activities.actions.waiting import leave
from aoxanh.activities.candidates import candidate
from aoxanh.activities.ceilings import HOUR_RULES
from aoxanh.activities.eligibility import refusal, why_not
from aoxanh.activities.letters import minors as letters
from aoxanh.activities.minors import CONSENT_MISSING, is_guarded
from aoxanh.activities.models import Offer, Shift, Signup, Waiting, Wish
from aoxanh.activities.queries.minors import open_wishes, places_ahead
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.people.actions import guardians
from aoxanh.people.models import Guardianship, Person
from aoxanh.people.queries.guardians import consent_stands


@transaction.atomic
def wish(shift: Shift, *, person: Person, request_id: UUID, by: User) -> Wish:
    """Remember that a child wants this place once a guardian consents; it takes none. The same wish twice is one.

    Refuses with the codes of `eligibility` for all that a consent would not mend, and `nothing_missing` where the place can be taken now.
    """
    person = guardians.hold(person)
    if seen := open_wishes(person).filter(shift=shift).first():
        return seen
    reason = refusal(shift, person=person)
    if not reason:
        raise Refused("nothing_missing", _("A guardian has agreed meanwhile. Take the place now."))
    if reason.code != CONSENT_MISSING:
        raise reason
    made = Wish.objects.create(shift=shift, person=person, request_id=request_id, by=by)
    record("activities.wished", made, by=by, unit_id=shift.activity.unit_id)
    return made


@transaction.atomic
def drop_wish(made: Wish, *, by: User) -> Wish:
    """Give a wish up, once."""
    made = Wish.objects.select_for_update(of=("self",)).select_related("shift__activity").get(pk=made.pk)
    if made.settled_at is None:
        settle(made, why=Wish.GIVEN_UP)
        record("activities.dropped_wish", made, by=by, unit_id=made.shift.activity.unit_id)
    return made


@transaction.atomic
def consent(guardianship: Guardianship, *, by: User, **answer: Any) -> list[Wish]:
    """The guardian agrees, and the child's wishes become places where they still can; gives the wishes as they were settled.

    Refuses with what `people.actions.guardians.consent` refuses.
    """
    return fulfil(guardians.consent(guardianship, by=by, **answer).child, by=by)


@transaction.atomic
def agree_again(guardianship: Guardianship, *, by: User, **answer: Any) -> list[Wish]:
    """The same after a withdrawal."""
    return fulfil(guardians.agree_again(guardianship, by=by, **answer).child, by=by)


@transaction.atomic
def note_paper(child: Person, *, by: User, **answer: Any) -> list[Wish]:
    """The same where an officer saw the signed paper."""
    return fulfil(guardians.note_paper(child, by=by, **answer).child, by=by)


def fulfil(child: Person, *, by: User) -> list[Wish]:
    """Take the places that the child wished for, always in the same order, so that two guardians at once never wait for each other."""
    settled = [fulfil_one(made, by=by) for made in open_wishes(child).order_by("shift_id")]
    letters.wishes_settled(child, settled)
    return settled


def fulfil_one(made: Wish, *, by: User) -> Wish:
    try:
        with transaction.atomic():
            return settle(made, signup=sign_up(made.shift, person=made.person, request_id=made.request_id, by=by))
    except Refused as reason:
        made.refusal = reason  # type: ignore[attr-defined]
        return settle(made, why=reason.code)


def settle(made: Wish, *, signup: Signup | None = None, why: str = "") -> Wish:
    made.settled_at, made.signup, made.why = timezone.now(), signup, why
    made.save(update_fields=["settled_at", "signup", "why"])
    return made


@transaction.atomic
def withdraw(guardianship: Guardianship, *, by: User) -> list[Signup]:
    """The consent ends, and the child's places ahead are given back at any hour; gives those. A turn to which the child came stays.

    Refuses with what `people.actions.guardians.withdraw` refuses.
    """
    child = guardians.withdraw(guardianship, by=by).child
    return give_back_all(child, by=by)


@transaction.atomic
def release_unconsented(child: Person) -> list[Signup]:
    """Give back the places ahead of a child for whom no consent stands any more: its guardian's account was closed, say."""
    child = guardians.hold(child)
    return [] if consent_stands(child) else give_back_all(child, by=None)


@transaction.atomic
def give_back_misfit(signup: Signup) -> Signup | None:
    """Give the place of a minor back whose shift moved to hours that the age does not allow; None where it still fits."""
    child = guardians.hold(signup.person)
    signup = locked(signup)
    if signup.status == Signup.Status.CANCELLED or signup.outcome:
        return None
    if not (reason := why_not(candidate(signup.shift, child), rules=HOUR_RULES)):
        return None
    free(signup)
    record("activities.no_longer_fits", signup, by=None, unit_id=signup.shift.activity.unit_id, why=reason.code)
    places.give_back(signup.shift_id, signup.role_id)
    letters.no_longer_fits(signup, reason)
    promote(signup.shift_id)
    bump_public_version()
    return signup


def give_back_all(child: Person, *, by: User | None) -> list[Signup]:
    """Places for which a guardian's consent is needed. The rows are held in the order of their ids, the shifts then in that of theirs."""
    ahead = places_ahead(child).select_for_update(of=("self",)).order_by("pk")
    given_back = [signup for signup in ahead if is_guarded(child, signup.shift)]
    for signup in given_back:
        free(signup)
        record("activities.consent_withdrawn", signup, by=by, unit_id=signup.shift.activity.unit_id)
    for signup in sorted(given_back, key=lambda one: one.shift_id):
        places.give_back(signup.shift_id, signup.role_id)
        promote(signup.shift_id)
    end_questions(child, by=by)
    if given_back:
        letters.places_given_back(child, given_back)
        bump_public_version()
    return given_back


def end_questions(child: Person, *, by: User | None) -> None:
    """What was kept for the child, or what it waited for, ends with the consent."""
    kept = Offer.objects.filter(person=child, answer="").select_related("shift")
    guarded = [offer for offer in kept if is_guarded(child, offer.shift)]
    withdraw_offers(guarded, reason=_("The guardian withdrew the consent."), by=by)
    for waiting in Waiting.objects.filter(person=child, status__in=Waiting.OPEN).select_related("shift").order_by("shift_id"):
        if is_guarded(child, waiting.shift):
            leave(waiting, by=by)
