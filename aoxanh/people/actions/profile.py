"""Noting who someone is."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import tidy
from aoxanh.people.models import Consent, Person, Skill
from aoxanh.people.queries import age
from aoxanh.places.models import Area

CONSENT_TEXT = "2026-11"
"""The version of the sentence beside the box on the profile page; a new sentence is a new version."""

FACTS = ("full_name", "birth_date", "area_id", "phone")


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

    Sent twice, the second changes the same person. Refuses with `consent_missing`, `guardian_needed`.
    """
    if not agrees:
        raise Refused("consent_missing", _("Without your consent we may not keep your profile, and you cannot sign up for activities."))
    refuse_children(birth_date)
    User.objects.select_for_update().get(pk=user.pk)
    if person := Person.objects.filter(user=user).first():
        return update_profile(person, full_name=full_name, birth_date=birth_date, area=area, phone=phone, skills=skills, by=by)
    person = Person.objects.create(user=user, email=user.email, full_name=tidy(full_name), birth_date=birth_date, area=area, phone=phone)
    person.skills.set(skills)
    Consent.objects.create(person=person, purpose=Consent.Purpose.VOLUNTEERING, version=CONSENT_TEXT, channel=channel)
    record("people.noted", person, by=by, consent=CONSENT_TEXT)
    return person


@transaction.atomic
def update_profile(
    person: Person, *, full_name: str, birth_date: date, area: Area | None, phone: str, skills: Iterable[Skill], by: User
) -> Person:
    """Change the profile. The audit line names what changed, not the values: it must outlive them. Refuses with `guardian_needed`."""
    refuse_children(birth_date)
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = [getattr(person, fact) for fact in FACTS]
    person.full_name, person.birth_date, person.area, person.phone = tidy(full_name), birth_date, area, phone
    person.save()
    person.skills.set(skills)
    changed = [fact for fact, old in zip(FACTS, before, strict=True) if getattr(person, fact) != old]
    record("people.updated", person, by=by, changed=changed)
    return person


def refuse_children(birth_date: date) -> None:
    """Under 16 a legal representative consents, not the child (Luật 91/2025/QH15)."""
    if age(birth_date, on=today()) < settings.GUARDIAN_UNDER_AGE:
        raise Refused("guardian_needed", guardian_sentence())


def guardian_sentence() -> str:
    return _("Under %(age)d, a parent or guardian has to agree. Ask your commune's Youth Union to enter you.") % {
        "age": settings.GUARDIAN_UNDER_AGE
    }
