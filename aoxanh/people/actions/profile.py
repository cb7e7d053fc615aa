"""Noting who someone is: themselves, on their first visit, or an officer from a paper."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import tidy
from aoxanh.org.models import Unit
from aoxanh.people.actions.consents import give_consent
from aoxanh.people.actions.facts import change_facts
from aoxanh.people.actions.memberships import join
from aoxanh.people.birthdays import refuse_growing_up, refuse_too_young
from aoxanh.people.consents import current
from aoxanh.people.models import Consent, Person, Skill
from aoxanh.places.models import Area

CONSENT_TEXT = current(Consent.Purpose.VOLUNTEERING).version
"""The version of the sentence beside the box on the profile page; a new sentence is a new version."""


@transaction.atomic
def note_person(
    user: User,
    *,
    full_name: str,
    birth_date: date,
    area: Area | None = None,
    phone: str = "",
    skills: Iterable[Skill] = (),
    agrees: bool,
    channel: str = "web",
    by: User,
) -> Person:
    """Make the person behind an account, who agreed that their data are kept for volunteering; `phone` is E.164.

    Sent twice, the second changes the same person. Refuses with `consent_missing`, and with what `update_profile` refuses.
    """
    if not agrees:
        raise Refused("consent_missing", _("Without your consent we may not keep your profile, and you cannot sign up for activities."))
    refuse_too_young(birth_date)
    User.objects.select_for_update().get(pk=user.pk)
    if person := Person.objects.filter(user=user).first():
        return update_profile(person, full_name=full_name, birth_date=birth_date, area=area, phone=phone, by=by)
    person = Person.objects.create(user=user, email=user.email, full_name=tidy(full_name), birth_date=birth_date, area=area, phone=phone)
    person.skills.set(skills)
    Consent.objects.create(person=person, purpose=Consent.Purpose.VOLUNTEERING, version=CONSENT_TEXT, channel=channel, by=by)
    record("people.noted", person, by=by, consent=CONSENT_TEXT)
    return person


@transaction.atomic
def update_profile(
    person: Person, *, full_name: str, birth_date: date | None, birth_year: int | None = None, area: Area | None, phone: str, by: User
) -> Person:
    """Change one's own profile. Refuses with `too_young`, `birth_date_guarded` (see `birthdays`), `erased`, `merged`."""
    if birth_date:
        refuse_too_young(birth_date)
    refuse_growing_up(person, birth_date=birth_date, birth_year=birth_year, by=by)
    return change_facts(person, full_name=full_name, birth_date=birth_date, birth_year=birth_year, area=area, phone=phone, by=by)


@transaction.atomic
def enter_person(
    *, unit: Unit, kind: str, since: date, full_name: str, agreed_on_paper: bool, request_id: UUID, by: User, **facts: Any
) -> Person:
    """Write down somebody of the unit from a paper list, on which they (or the guardian of a child) agreed by hand.

    `request_id` becomes the id: sent twice, it is one person. Refuses with `consent_missing`, and with what `join` refuses.
    """
    if found := Person.objects.filter(pk=request_id).first():
        return found
    if not agreed_on_paper:
        raise Refused("consent_missing", _("Enter only who has agreed on the paper list that you keep."))
    person = Person.objects.create(pk=request_id, full_name=tidy(full_name), **facts)
    record("people.entered", person, by=by, unit_id=unit.pk)
    give_consent(person, purpose=Consent.Purpose.VOLUNTEERING, channel="paper", by=None)
    join(person, unit=unit, kind=kind, since=since, by=by)
    return person


@transaction.atomic
def keep_person(person: Person, *, by: User) -> Person:
    """The unit still knows somebody whose record was to go by itself."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.forget_on:
        person.forget_on = None
        person.save(update_fields=["forget_on"])
        record("people.kept", person, by=by)
    return person
