"""Agreeing and taking it back, purpose by purpose; and the facts that stand on a consent of their own."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import tidy
from aoxanh.people import dossier
from aoxanh.people.consents import BY_GUARDIAN, current
from aoxanh.people.models import Consent, Person, SensitiveFact
from aoxanh.people.portrait_files import forget_portrait
from aoxanh.people.queries.consents import took_back
from aoxanh.people.refusals import refuse_erased

Purpose = Consent.Purpose
PUBLIC = (Purpose.PICTURES, Purpose.HONOUR)
"""What public pages show only while a consent stands: they are made anew once it is taken back."""


@transaction.atomic
def give_consent(person: Person, *, purpose: str, channel: str, by: User | None) -> Consent:
    """To the present text. `by` None: a paper says so. Given twice it stands once. Refuses with `erased`, `merged`."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_erased(person)
    version = current(purpose).version
    standing = Consent.objects.filter(person=person, purpose=purpose, version=version, by=by, withdrawn_at=None).first()
    if standing:
        return standing
    consent = Consent.objects.create(person=person, purpose=purpose, version=version, channel=channel, by=by)
    if purpose == Purpose.VOLUNTEERING:
        use_again(person, by=by)
    show_or_hide(purpose)
    record("people.consent_given", person, by=by, purpose=purpose, version=version, channel=channel)
    return consent


@transaction.atomic
def withdraw_consent(person: Person, *, purpose: str, by: User | None) -> int:
    """Take back every own standing consent of the purpose, and end at once what stood on it; how many.

    Sensitive facts go with theirs. Without the consent to volunteering, places that lie ahead are given back, and nobody uses the record.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    standing = list(Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).exclude(channel__in=BY_GUARDIAN))
    if not standing:
        return 0
    Consent.objects.filter(pk__in=[consent.pk for consent in standing]).update(withdrawn_at=timezone.now())
    if purpose in PUBLIC:
        bump_public_version()
    if purpose == Purpose.SENSITIVE:
        SensitiveFact.objects.filter(person=person).delete()
    if purpose == Purpose.PORTRAIT:
        forget_portrait(person)
    if purpose == Purpose.VOLUNTEERING:
        dossier.release(person, by=by)
        restrict(person, by=by)
    show_or_hide(purpose)
    record("people.consent_withdrawn", person, by=by, purpose=purpose, version=standing[-1].version)
    return len(standing)


def show_or_hide(purpose: str) -> None:
    """Public pages with the names of those who agreed are made anew."""
    if purpose in {Purpose.HONOUR, Purpose.VOLUNTEERING}:
        bump_public_version()


@transaction.atomic
def restrict(person: Person, *, by: User | None) -> Person:
    """From now on nobody but the data officer sees the record at the desk, and it signs up for nothing."""
    if not person.restricted_at:
        person.restricted_at = timezone.now()
        person.save(update_fields=["restricted_at"])
        bump_public_version()
        record("people.restricted", person, by=by)
    return person


@transaction.atomic
def lift_restriction(person: Person, *, by: User) -> Person:
    """The person wants to be seen again. Refuses with `consent_missing` while the consent to volunteering is taken back."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if took_back(person, Purpose.VOLUNTEERING):
        raise Refused("consent_missing", _("You took back your consent to volunteering. Agree to it again, then your record is in use."))
    return use_again(person, by=by)


def use_again(person: Person, *, by: User | None) -> Person:
    if person.restricted_at:
        person.restricted_at = None
        person.save(update_fields=["restricted_at"])
        bump_public_version()
        record("people.restriction_lifted", person, by=by)
    return person


@transaction.atomic
def note_sensitive(person: Person, *, facts: dict[str, str], agrees: bool, by: User) -> Person:
    """Sensitive facts by kind, all of them; an empty one goes. They need their own consent: refuses with `consent_missing`."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_erased(person)
    kept = {kind: tidy(value) for kind, value in facts.items() if tidy(value)}
    SensitiveFact.objects.filter(person=person).exclude(kind__in=kept).delete()
    if kept:
        consent = sensitive_consent(person, agrees=agrees, by=by)
        for kind, value in kept.items():
            SensitiveFact.objects.update_or_create(person=person, kind=kind, defaults={"value": value, "consent": consent})
    record("people.sensitive_noted", person, by=by, kinds=sorted(kept))
    return person


def sensitive_consent(person: Person, *, agrees: bool, by: User) -> Consent:
    """The one that stands, else the one that is given now."""
    standing = Consent.objects.filter(person=person, purpose=Purpose.SENSITIVE, withdrawn_at=None).order_by("-at").first()
    if not standing and not agrees:
        raise Refused("consent_missing", _("Without your consent nothing of this may be kept. Tick the box, or leave the page."))
    return standing or give_consent(person, purpose=Purpose.SENSITIVE, channel="web", by=by)


@transaction.atomic
def read_sensitive(person: Person, *, by: User, why: str) -> list[SensitiveFact]:
    """The facts, and a line in the audit that they were read; where there are none, none was read."""
    facts = list(SensitiveFact.objects.filter(person=person).order_by("kind"))
    if facts:
        record("people.sensitive_read", person, by=by, kinds=[fact.kind for fact in facts], why=why)
    return facts
