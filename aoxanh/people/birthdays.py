"""What a birth date that people enter must satisfy: guardians, hours and ages depend on it."""

from datetime import date

from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.people.bands import youngest
from aoxanh.people.models import Person
from aoxanh.people.queries import age
from aoxanh.people.queries.guardians import needs_guardian


def refuse_too_young(born: date) -> None:
    """Children may prepare everything; nothing takes place before a guardian consents. The youngest do not come by themselves."""
    if age(born, on=today()) < youngest():
        raise Refused("too_young", too_young_sentence())


def too_young_sentence() -> str:
    return _("Under %(age)d years one comes along with a parent, without an account.") % {"age": youngest()}


def refuse_growing_up(person: Person, *, birth_date: date | None, birth_year: int | None = None, by: User | None) -> None:
    """Nobody gets rid of the guardian by changing their own birth date: an officer corrects a wrong one."""
    if by is None or by.pk != person.user_id or not needs_guardian(person):
        return
    if not needs_guardian(Person(birth_date=birth_date, birth_year=birth_year)):
        raise Refused("birth_date_guarded", _("With this date no guardian would be needed. Ask your commune's Youth Union to correct it."))
