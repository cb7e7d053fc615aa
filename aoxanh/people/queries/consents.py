"""What somebody agreed to."""

from dataclasses import dataclass

from django.db.models import QuerySet

from aoxanh.people.consents import ASKED, BY_GUARDIAN, Asked, Text, text_of
from aoxanh.people.models import Consent, Person


@dataclass(frozen=True)
class Standing:
    """A purpose and the consent that stands for it, if any."""

    purpose: str
    label: str
    asked: Asked
    consent: Consent | None


@dataclass(frozen=True)
class Given:
    """A consent of the past or present with the text it was given to, where we still have it."""

    consent: Consent
    text: Text | None


def standing_consents(person: Person) -> list[Standing]:
    """Every purpose in order, each with the latest own consent that stands. One query."""
    own = person.consents.filter(withdrawn_at=None).exclude(channel__in=BY_GUARDIAN)
    found = {consent.purpose: consent for consent in own.order_by("at", "id")}
    return [Standing(purpose, str(Consent.Purpose(purpose).label), asked, found.get(purpose)) for purpose, asked in ASKED.items()]


def consent_history(person: Person) -> list[Given]:
    """Everything that was agreed to and withdrawn, the newest first."""
    return [Given(consent, text_of(consent.purpose, consent.version)) for consent in person.consents.order_by("-at", "-id")]


def standing_of(person: Person, purpose: str) -> QuerySet[Consent]:
    return person.consents.filter(purpose=purpose, withdrawn_at=None).exclude(channel__in=BY_GUARDIAN).order_by("-at", "-id")


def agrees(person: Person, purpose: str) -> bool:
    """Whether a consent of this purpose stands."""
    return standing_of(person, purpose).exists()


def took_back(person: Person, purpose: str) -> bool:
    """Whether a consent was given once and none stands now: whoever was never asked has taken nothing back."""
    own = person.consents.filter(purpose=purpose).exclude(channel__in=BY_GUARDIAN)
    consents = list(own.values_list("withdrawn_at", flat=True))
    return bool(consents) and None not in consents
