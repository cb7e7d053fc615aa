"""Who asks for a place, as the rules of `eligibility` and `minors` see it."""

from dataclasses import dataclass
from datetime import date, datetime

from aoxanh.activities.models import Shift, Signup
from aoxanh.kit.dates import local
from aoxanh.people.models import Person
from aoxanh.people.queries import age


@dataclass(frozen=True)
class Candidate:
    """A person who asks for a place. `taken` are their confirmed places that touch the same hours."""

    person: Person
    shift: Shift
    taken: list[Signup]
    now: datetime


def day_of(shift: Shift) -> date:
    """The day on which the shift begins, in Viet Nam."""
    return local(shift.starts_at).date()


def age_on_the_day(person: Person, shift: Shift) -> int:
    """Full years on the day of the shift. Only asked where the birth date is known."""
    return age(person.birth_date, on=day_of(shift)) if person.birth_date else 0
