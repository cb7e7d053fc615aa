"""The people of a proposal: by shift, all of them, one with the reasons."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from aoxanh.activities.models import Shift
from aoxanh.kit.dates import holds, today
from aoxanh.matching.models import Assignment, Ban, Proposal
from aoxanh.matching.queries.board import ANSWERS
from aoxanh.people.models import Membership, Person
from aoxanh.people.queries import age

BY_NAME = ("person__sort_key", "id")


@dataclass(frozen=True)
class Why:
    """An assignment with its reasons, each [code, points, facts], and the widest bar that these need."""

    place: Assignment
    age: int | None
    unit_name: str
    is_banned: bool

    @property
    def widest(self) -> int:
        return max((abs(points) for _code, points, _facts in self.place.why), default=1) or 1


def unit_of(person: str = "person") -> Any:
    """The name of a unit to which somebody belongs today."""
    return Subquery(Membership.objects.filter(holds(today()), person=OuterRef(person)).order_by("id").values("unit__short_name")[:1])


def proposed(proposal: Proposal, shift: Shift | None = None) -> QuerySet[Any]:
    """Who is proposed, for one shift or for all, with person, role, offer, and a unit as `unit_name`; ordered by `BY_NAME` in pages."""
    found = Assignment.objects.filter(proposal=proposal)
    if shift:
        found = found.filter(shift=shift)
    return found.select_related("person", "role", "offer__signup", "shift__activity").annotate(unit_name=unit_of())


def answered(proposal: Proposal, what: str) -> QuerySet[Any]:
    """Those of whom this became, see `board.ANSWERS`."""
    return proposed(proposal).filter(ANSWERS[what])


def why(proposal: Proposal, shift: Shift, person: Person) -> Why | None:
    """Why the person is proposed for the shift; None when they are not."""
    place = (
        proposed(proposal, shift)
        .filter(person=person)
        .select_related("person", "role", "offer__signup", "else_shift__activity__area")
        .first()
    )
    if not place:
        return None
    return Why(place, years(person, today()), place.unit_name or "", is_banned(proposal, person, shift))


def is_banned(proposal: Proposal, person: Person, shift: Shift) -> bool:
    return Ban.objects.filter(proposal=proposal, person=person, shift=shift).exists()


def years(person: Person, on: date) -> int | None:
    """Full years, where the day of birth is known."""
    return age(person.birth_date, on=on) if person.birth_date else None


def banned(proposal: Proposal, shift: Shift) -> QuerySet[Ban]:
    """Who was marked as not fitting the shift."""
    return Ban.objects.filter(proposal=proposal, shift=shift).select_related("person").order_by("person__sort_key", "id")
