"""Finding people."""

from datetime import date

from django.contrib.auth.models import AnonymousUser

from aoxanh.accounts.models import User
from aoxanh.people.models import Person


def person_of(user: User | AnonymousUser) -> Person | None:
    """The person behind the account, where one has been noted."""
    return Person.objects.filter(user_id=user.pk).first() if user.is_authenticated else None


def age(birth_date: date, *, on: date) -> int:
    """Full years on the day; who was born on 29/02 grows older on 01/03 of other years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
