"""Finding people."""

from django.contrib.auth.models import AnonymousUser

from aoxanh.accounts.models import User
from aoxanh.people.models import Person


def person_of(user: User | AnonymousUser) -> Person | None:
    """The person behind the account, where one has been noted."""
    return Person.objects.filter(user_id=user.pk).first() if user.is_authenticated else None
