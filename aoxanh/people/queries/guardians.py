"""Who consents for which child, and whether a consent stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from aoxanh.access.models import Grant
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.people.bands import born_by
from aoxanh.people.consents import BY_GUARDIAN
from aoxanh.people.invitations import digest, link_of
from aoxanh.people.models import Consent, Guardianship, Person
from aoxanh.people.queries.profile import age

OWN_SAY_FROM = 7
"""From this age on, what is published about a child needs the child's consent too (Luật 91/2025/QH15)."""


def needs_guardian(person: Person, *, on: date | None = None) -> bool:
    """Whether a guardian consents for the person on the day, today without one."""
    known = person.birth_date or person.birth_year
    return bool(known) and years(person, on or today()) < settings.GUARDIAN_UNDER_AGE


def years(person: Person, on: date) -> int:
    """Full years on the day, as few as the birth date or year allows."""
    born = person.birth_date or date(person.birth_year or on.year, 12, 31)
    return age(born, on=on)


def standing() -> QuerySet[Guardianship]:
    """Consents that stand: given, not withdrawn, and no guardian of the child withdrew after it. One no weighs more than an earlier yes."""
    no = Guardianship.objects.filter(child=OuterRef("child"), withdrawn_at__gte=OuterRef("consented_at"))
    return Guardianship.objects.filter(~Exists(no), consented_at__isnull=False, withdrawn_at=None)


def consent_stands(person: Person | UUID) -> bool:
    """Whether a guardian's consent for the child stands now. Says nothing about whether one is needed: see `needs_guardian`."""
    return standing().filter(child=person).exists()


def with_consent(field: str = "person") -> Exists:
    """Whether a consent stands, as a column of rows whose `field` is the child."""
    return Exists(standing().filter(child=OuterRef(field)))


def children(on: date) -> Q:
    """People for whom guardians consent on the day, as `needs_guardian` says it of one."""
    grown = born_by(on, settings.GUARDIAN_UNDER_AGE)
    return Q(birth_date__gt=grown) | Q(birth_date=None, birth_year__gte=(grown + timedelta(days=1)).year)


def children_of(user: User | AnonymousUser) -> QuerySet[Person]:
    """Children for whom the user's own consent stands, by given name. A child who grew up is none any more."""
    if not user.is_authenticated:
        return Person.objects.none()
    own = standing().filter(child=OuterRef("pk"), user=user)
    return Person.objects.filter(Exists(own), children(today())).order_by("sort_key", "id")


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked, as a page lists it. `state` is a word of `state_of`; `link` is there while it waits."""

    guardianship: Guardianship
    state: str
    link: str


def asked_of(child: Person) -> list[Asked]:
    """Everyone who was asked for the child, the latest first."""
    rows = list(child.guardianships.select_related("user", "seen_by__person").order_by("-id"))
    stands = set(standing().filter(child=child).values_list("pk", flat=True))
    return [Asked(row, state_of(row, stands=row.pk in stands), link_of(row) if waiting(row) else "") for row in rows]


def state_of(guardianship: Guardianship, *, stands: bool) -> str:
    """The word for one row: waiting, expired, declined, agreed, withdrawn, or overruled, a yes after which another guardian withdrew."""
    if guardianship.withdrawn_at:
        return "withdrawn"
    if guardianship.consented_at:
        return "agreed" if stands else "overruled"
    if guardianship.declined_at:
        return "declined"
    return "waiting" if waiting(guardianship) else "expired"


def by_token(token: str) -> Guardianship | None:
    """Whom a link asks, with the child; None for a link that leads nowhere."""
    return Guardianship.objects.select_related("child__user").filter(invitation=digest(token)).first()


def pictures_allowed(guardianship: Guardianship) -> bool:
    """Whether this guardian's consent to pictures stands."""
    return Consent.Purpose.PICTURES in allowed_by(guardianship)


def allowed_by(guardianship: Guardianship) -> set[str]:
    """The purposes to which this guardian's consent stands."""
    given = Consent.objects.filter(person=guardianship.child_id, by=guardianship.user_id, channel__in=BY_GUARDIAN, withdrawn_at=None)
    return set(given.values_list("purpose", flat=True))


def guardian_allows(child: Person, purpose: str) -> bool:
    """Whether a guardian agreed to this use of the child's data, and a guardian's consent stands at all."""
    given = child.consents.filter(purpose=purpose, channel__in=BY_GUARDIAN, withdrawn_at=None)
    return given.exists() and consent_stands(child)


def agreeing(purpose: str, on: date) -> Q:
    """People whose own consent to the purpose stands, and, of children on the day, a guardian's to the same too."""
    given = Consent.objects.filter(person=OuterRef("pk"), purpose=purpose, withdrawn_at=None)
    guarded = Q(Exists(given.filter(channel__in=BY_GUARDIAN))) & Q(with_consent("pk"))
    return Q(Exists(given.exclude(channel__in=BY_GUARDIAN))) & (~children(on) | guarded)


def waiting(guardianship: Guardianship) -> bool:
    """Whether the link still waits for an answer."""
    return is_unanswered(guardianship) and guardianship.invited_until > timezone.now()


def is_asking(child: Person) -> bool:
    """Whether somebody was asked and can still answer."""
    asked = child.guardianships.filter(consented_at=None, declined_at=None, invited_until__gt=timezone.now())
    return asked.exists()


def is_unanswered(guardianship: Guardianship) -> bool:
    return guardianship.consented_at is None and guardianship.declined_at is None


def questions_to(user: User | AnonymousUser) -> QuerySet[Guardianship]:
    """What waits for the user's answer: asked at an address that the account has proven."""
    if not user.is_authenticated:
        return Guardianship.objects.none()
    mine = (Q(email=user.email) if user.email else Q(pk=None)) | (Q(phone=user.phone) if user.phone else Q(pk=None))
    open_ones = Guardianship.objects.filter(mine, consented_at=None, declined_at=None, invited_until__gt=timezone.now())
    return open_ones.exclude(child__user=user).select_related("child").order_by("id")


def guardians_to_tell(child: Person | UUID) -> list[Guardianship]:
    """The guardians whose consent stands, with their accounts."""
    return list(standing().filter(child=child).select_related("user"))


def home_units(child: Person) -> QuerySet[Unit]:
    """The units to which the child belongs today."""
    on = today()
    return Unit.objects.filter(holds(on, "memberships__during"), memberships__person=child).distinct().order_by("id")


def officers_for_guardians(units: Iterable[UUID] | QuerySet[Unit, Any]) -> QuerySet[User]:
    """The accounts that look after guardians in these units themselves, not from above."""
    grants = Grant.objects.filter(holds(today()), role__in=roles_with("guardians.manage"), unit__in=units)
    return User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk")


def may_be_pictured(person: Person, *, on: date | None = None) -> bool:
    """Whether a picture of the person may be published: from 7 years on their own consent, under 16 also that of a guardian who stands."""
    given = list(person.consents.filter(purpose=Consent.Purpose.PICTURES, withdrawn_at=None))
    by_guardian = [one for one in given if one.channel in BY_GUARDIAN]
    own = len(given) > len(by_guardian)
    if not needs_guardian(person, on=on):
        return own
    guarded = bool(by_guardian) and consent_stands(person)
    return guarded and (own or years(person, on or today()) < OWN_SAY_FROM)
