"""A guardian is asked, answers once, and may withdraw on any day. Every act holds the child's row first."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.limits import limit
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import tidy
from aoxanh.people import guardian_letters as letters
from aoxanh.people.consents import BY_GUARDIAN, GUARDIAN, GUARDIAN_ASKED, GUARDIAN_PAPER
from aoxanh.people.guardian_rules import (
    may_answer,
    no_way,
    refuse_answered,
    refuse_asked,
    refuse_grown_up,
    refuse_no_identity,
    refuse_other,
    refuse_own_address,
)
from aoxanh.people.invitations import digest, token_of, unused
from aoxanh.people.models import Consent, Guardianship, Person
from aoxanh.people.queries import guardians as queries

GUARDIAN_TEXT = GUARDIAN_ASKED[Consent.Purpose.VOLUNTEERING].version
"""The version of what the guardian's page says; a new wording is a new version."""

DAY = 24 * 60 * 60
ASKED_A_DAY = 6
TO_ONE_ADDRESS_A_DAY = 3


@transaction.atomic
def invite(child: Person, *, full_name: str, relation: str, phone: str = "", email: str = "", by: User) -> Guardianship:
    """Ask a guardian: a link goes to the address. `phone` is E.164.

    Refuses with `guardian_not_needed`, `no_way_to_reach`, `own_address`, `asked_already`, `too_many_tries`.
    """
    child, email = hold(child), email.strip().lower()
    refuse_grown_up(child)
    if not (email or letters.takes_codes(phone)):
        raise Refused("no_way_to_reach", no_way(phone))
    refuse_own_address(child, phone, email, by)
    refuse_asked(child, phone, email)
    limit_sending(child, phone, email)
    guardianship = Guardianship(
        child=child, full_name=tidy(full_name), relation=relation, phone=phone, email=email, invited_by=by, **fresh_until()
    )
    guardianship.invitation = digest(token_of(guardianship))
    guardianship.save(force_insert=True)
    letters.invited(guardianship)
    note("people.guardian_invited", guardianship, by=by)
    return guardianship


@transaction.atomic
def resend(guardianship: Guardianship, *, by: User) -> Guardianship:
    """A new link for the same question; the old one leads nowhere. Refuses with `answered`, `guardian_not_needed`, `too_many_tries`."""
    guardianship = hold_row(guardianship)
    refuse_answered(guardianship)
    refuse_grown_up(guardianship.child)
    limit_sending(guardianship.child, guardianship.phone, guardianship.email)
    guardianship.invited_until = fresh_until()["invited_until"]
    guardianship.invitation = digest(token_of(guardianship))
    guardianship.save(update_fields=["invited_until", "invitation"])
    letters.invited(guardianship)
    note("people.guardian_invited_again", guardianship, by=by)
    return guardianship


@transaction.atomic
def consent(
    guardianship: Guardianship,
    *,
    full_name: str,
    relation: str,
    identity: str,
    phone: str = "",
    pictures: bool = False,
    agrees: bool,
    by: User,
) -> Guardianship:
    """The guardian agrees, signed in as `by` with the address that was asked. `identity` says how they showed who they are; `phone` (E.164)
    is called when something is up with the child.

    Refuses with `consent_missing`, `identity_missing`, and what `may_answer` refuses.
    """
    guardianship = hold_row(guardianship)
    may_answer(guardianship, by)
    if not agrees:
        raise Refused("consent_missing", _("Tick the box if you agree. Without it nothing takes place."))
    refuse_no_identity(identity)
    guardianship.full_name, guardianship.relation, guardianship.identity_note = tidy(full_name), relation, tidy(identity)
    guardianship.phone = phone or guardianship.phone
    guardianship.user, guardianship.consented_at, guardianship.version = by, timezone.now(), GUARDIAN_TEXT
    guardianship.save()
    note_purposes(guardianship, pictures=pictures, channel=GUARDIAN, by=by)
    tell_answer(guardianship)
    note("people.guardian_consented", guardianship, by=by, version=GUARDIAN_TEXT, pictures=pictures)
    return guardianship


@transaction.atomic
def decline(guardianship: Guardianship, *, by: User) -> Guardianship:
    """The guardian says no. Refuses with what `may_answer` refuses."""
    guardianship = hold_row(guardianship)
    may_answer(guardianship, by)
    guardianship.user, guardianship.declined_at = by, timezone.now()
    guardianship.save(update_fields=["user", "declined_at"])
    tell_answer(guardianship)
    note("people.guardian_declined", guardianship, by=by)
    return guardianship


@transaction.atomic
def agree_again(guardianship: Guardianship, *, pictures: bool = False, by: User) -> Guardianship:
    """After a withdrawal, by oneself or by the other guardian, the same guardian agrees anew: a new row, the old one stays.

    Refuses with `not_yours`, `still_stands`, `guardian_not_needed`.
    """
    before = hold_row(guardianship)
    refuse_other(before, by)
    refuse_grown_up(before.child)
    if queries.standing().filter(child=before.child, user=by).exists():
        raise Refused("still_stands", _("Your consent stands. There is nothing to do."))
    same = {name: getattr(before, name) for name in ("child", "full_name", "relation", "phone", "email", "identity_note")}
    now = timezone.now()
    answer: dict[str, Any] = {"user": by, "consented_at": now, "invited_until": now, "version": GUARDIAN_TEXT}
    again = Guardianship.objects.create(**same, **answer, invitation=unused(), invited_by=before.invited_by)
    note_purposes(again, pictures=pictures, channel=GUARDIAN, by=by)
    tell_answer(again)
    note("people.guardian_consented", again, by=by, version=GUARDIAN_TEXT, pictures=pictures)
    return again


@transaction.atomic
def note_paper(
    child: Person, *, full_name: str, relation: str, phone: str = "", email: str = "", identity: str, pictures: bool = False, by: User
) -> Guardianship:
    """An officer saw the signed paper and who signed it.

    Refuses with `guardian_not_needed`, `no_way_to_reach`, `own_address`, `identity_missing`.
    """
    child, email = hold(child), email.strip().lower()
    refuse_grown_up(child)
    if not (phone or email):
        raise Refused("no_way_to_reach", no_way(phone))
    refuse_own_address(child, phone, email, by)
    refuse_no_identity(identity)
    now = timezone.now()
    guardianship = Guardianship.objects.create(
        child=child,
        full_name=tidy(full_name),
        relation=relation,
        phone=phone,
        email=email,
        invitation=unused(),
        invited_until=now,
        invited_by=by,
        seen_by=by,
        identity_note=tidy(identity),
        version=GUARDIAN_TEXT,
        consented_at=now,
    )
    note_purposes(guardianship, pictures=pictures, channel=GUARDIAN_PAPER, by=None)
    tell_answer(guardianship)
    note("people.guardian_paper_seen", guardianship, by=by, version=GUARDIAN_TEXT, pictures=pictures)
    return guardianship


@transaction.atomic
def withdraw(guardianship: Guardianship, *, by: User) -> Guardianship:
    """The consent ends, and with it that of the child's other guardians: see `queries.guardians.standing`. Twice is once.

    `by` is the guardian, or an officer whom the guardian told. Places ahead are given back by `activities.actions.minors.withdraw`, which
    calls this one. Refuses with `not_consented`.
    """
    guardianship = hold_row(guardianship)
    if guardianship.withdrawn_at:
        return guardianship
    if not guardianship.consented_at:
        raise Refused("not_consented", _("No consent was given here, so there is none to withdraw."))
    others = [other for other in queries.guardians_to_tell(guardianship.child) if other.pk != guardianship.pk]
    guardianship.withdrawn_at = timezone.now()
    guardianship.save(update_fields=["withdrawn_at"])
    end_purposes(guardianship)
    bump_public_version()
    letters.withdrawn(guardianship, officers=officers_of(guardianship))
    letters.withdrawn_to_others(guardianship, others)
    note("people.guardian_withdrew", guardianship, by=by)
    return guardianship


@transaction.atomic
def allow_pictures(guardianship: Guardianship, *, allowed: bool, by: User) -> Guardianship:
    """The guardian changes their mind about pictures alone. Refuses with `not_yours`, `not_consented`."""
    guardianship = change_mind(guardianship, Consent.Purpose.PICTURES, allowed=allowed, by=by)
    note("people.guardian_pictures", guardianship, by=by, allowed=allowed)
    return guardianship


@transaction.atomic
def allow(guardianship: Guardianship, *, purpose: str, allowed: bool, by: User) -> Guardianship:
    """The guardian agrees to one more use, or no longer: boards of honour, sharing. Refuses with `not_yours`, `not_consented`."""
    guardianship = change_mind(guardianship, purpose, allowed=allowed, by=by)
    note("people.guardian_allowed", guardianship, by=by, purpose=purpose, allowed=allowed)
    return guardianship


def change_mind(guardianship: Guardianship, purpose: str, *, allowed: bool, by: User) -> Guardianship:
    guardianship = hold_row(guardianship)
    refuse_other(guardianship, by)
    if not guardianship.consented_at or guardianship.withdrawn_at:
        raise Refused("not_consented", _("First agree that the child takes part."))
    if allowed:
        note_purpose(guardianship, purpose, channel=GUARDIAN, by=by)
    else:
        end_purposes(guardianship, purpose)
    bump_public_version()
    return guardianship


def hold(child: Person) -> Person:
    """The child's row, kept until the end of the transaction: taking a place holds the same one."""
    return Person.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=child.pk)


def hold_row(guardianship: Guardianship) -> Guardianship:
    """The row as it is now, with the child's held before it."""
    child = hold(Person(pk=guardianship.child_id))
    row = Guardianship.objects.select_for_update(of=("self",)).select_related("user").get(pk=guardianship.pk)
    row.child = child
    return row


def fresh_until() -> dict[str, Any]:
    return {"invited_until": timezone.now() + timedelta(days=settings.GUARDIAN_INVITATION_DAYS)}


def limit_sending(child: Person, phone: str, email: str) -> None:
    """A child asks a few times a day, and nobody's address is written to over and over."""
    limit(f"guardian-child {child.pk}", times=ASKED_A_DAY, seconds=DAY)
    for address in filter(None, (phone, email)):
        limit(f"guardian-address {digest(address)}", times=TO_ONE_ADDRESS_A_DAY, seconds=DAY)


def note_purposes(guardianship: Guardianship, *, pictures: bool, channel: str, by: User | None) -> None:
    """The guardian's consents, a row for each purpose; one that stands already is left alone."""
    for purpose in (Consent.Purpose.VOLUNTEERING, *([Consent.Purpose.PICTURES] if pictures else [])):
        note_purpose(guardianship, purpose, channel=channel, by=by)


def note_purpose(guardianship: Guardianship, purpose: str, *, channel: str, by: User | None) -> None:
    facts = {"person": guardianship.child, "purpose": purpose, "version": GUARDIAN_ASKED[purpose].version, "by": by, "withdrawn_at": None}
    Consent.objects.get_or_create(**facts, defaults={"channel": channel})


def end_purposes(guardianship: Guardianship, *purposes: str) -> None:
    """Consents that this guardian gave, by the page or on paper."""
    given = Consent.objects.filter(person=guardianship.child_id, by=guardianship.user_id, withdrawn_at=None)
    given = given.filter(channel__in=BY_GUARDIAN)
    (given.filter(purpose__in=purposes) if purposes else given).update(withdrawn_at=timezone.now())
    bump_public_version()


def tell_answer(guardianship: Guardianship) -> None:
    letters.answered(guardianship, officers=officers_of(guardianship))


def officers_of(guardianship: Guardianship) -> list[User]:
    units = queries.home_units(guardianship.child).values("pk")
    return list(queries.officers_for_guardians(units))


def note(verb: str, guardianship: Guardianship, *, by: User, **details: Any) -> None:
    unit = queries.home_units(guardianship.child).first()
    record(verb, guardianship, by=by, unit_id=unit.pk if unit else None, **details)
