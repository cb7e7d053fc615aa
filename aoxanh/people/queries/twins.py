"""Pairs of records that may be one person: who they are, fact by fact; and what was merged."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.countries import country_name
from aoxanh.kit.dates import holds
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.phones import spoken
from aoxanh.people.likeness import REASONS
from aoxanh.people.models import Appointment, DuplicatePair, Membership, Person
from aoxanh.people.queries.record import Record, record_of

STANDING_PAIR = Q(
    left__merged_into=None,
    right__merged_into=None,
    left__erased_at=None,
    right__erased_at=None,
    left__restricted_at=None,
    right__restricted_at=None,
)
"""Both records are in use."""

LABELS: dict[str, Promise] = {
    "full_name": _("Full name"),
    "birth": _("Date of birth"),
    "phone": _("Mobile phone"),
    "email": _("E-mail address"),
    "place": _("Place"),
    "transport": _("Comes by"),
    "emergency": _("In an emergency"),
}


@dataclass(frozen=True)
class Fact:
    """A fact as both records have it ("" where one does not know); `taken` is the side proposed."""

    code: str
    label: object
    left: str
    right: str
    taken: str

    @property
    def differs(self) -> bool:
        return bool(self.left and self.right and self.left != self.right)


@dataclass(frozen=True)
class Side:
    """One record of a pair with what hangs on it."""

    person: Person
    record: Record
    has_account: bool


@dataclass(frozen=True)
class Comparison:
    """The record that stays is on the left: the one with an account, else the one noted first."""

    left: Side
    right: Side
    facts: list[Fact]
    reasons: list[object]


def belongs(field: str, units: Any, on: date) -> Q:
    """Whether the person behind `field` is in one of the units on the day, or holds a post there."""
    members = Membership.objects.filter(holds(on), person=OuterRef(field), unit_id__in=units)
    return Q(Exists(members)) | Q(Exists(Appointment.objects.filter(holds(on), person=OuterRef(field), post__unit_id__in=units)))


def belongs_nowhere(field: str, on: date) -> Q:
    """Who signed up by themselves is in no unit yet."""
    rows = (model.objects.filter(holds(on), person=OuterRef(field)) for model in (Membership, Appointment))
    return Q(*(~Q(Exists(each)) for each in rows))


def open_pairs(pairs: QuerySet[DuplicatePair]) -> QuerySet[DuplicatePair]:
    """Those that wait for a decision, the likeliest first, with both people."""
    found = pairs.filter(STANDING_PAIR, verdict=DuplicatePair.Verdict.OPEN)
    return found.select_related("left__area", "right__area", "left__user", "right__user").order_by("-score", "id")


def said(reasons: list[str]) -> list[object]:
    return [REASONS[code] for code in reasons if code in REASONS]


def compare(pair: DuplicatePair, on: date) -> Comparison:
    ours, theirs = sorted((side_of(person, on) for person in (pair.left, pair.right)), key=staying)
    return Comparison(ours, theirs, facts(ours.person, theirs.person), said(pair.reasons))


def staying(side: Side) -> tuple[bool, Any, UUID]:
    return not side.has_account, side.person.noted_at, side.person.pk


def side_of(person: Person, on: date) -> Side:
    return Side(person, record_of(person, on), bool(person.user and person.user.is_active))


def facts(ours: Person, theirs: Person) -> list[Fact]:
    """Facts that one of them knows."""
    both = [(code, label, shown(ours, code), shown(theirs, code)) for code, label in LABELS.items()]
    return [Fact(code, label, left, right, "left" if left else "right") for code, label, left, right in both if left or right]


def shown(person: Person, code: str) -> str:
    """A fact as people read it."""
    if code == "birth":
        return fulldate(person.birth_date) if person.birth_date else str(person.birth_year or "")
    if code == "phone":
        return spoken(person.phone)
    if code == "place":
        parts = [person.address, person.area.name if person.area else "", country_name(person.overseas_country)]
        return ", ".join(str(each) for each in parts if each)
    if code == "transport":
        return str(person.get_transport_display()) if person.transport else ""
    if code == "emergency":
        return f"{person.emergency_name} {spoken(person.emergency_phone)}".strip()
    return str(getattr(person, code))


def living(person: Person) -> Person:
    """The record that stands for the person today, after however many merges."""
    while person.merged_into:
        person = person.merged_into
    return person
