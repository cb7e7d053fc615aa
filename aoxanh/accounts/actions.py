"""Opening accounts, and clearing away those that nobody claimed."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import ProtectedError

from aoxanh.accounts.models import User


def open_account(email: str) -> User:
    """The account of an address in lower case, made when there is none. Known or not, it takes the same statements."""
    User.objects.bulk_create([User(email=email, password=make_password(None), is_unproven=True)], ignore_conflicts=True)
    return User.objects.get(email=email)


def prove(user: User, *, language: str) -> User:
    """A code came back: the address is theirs. Messages will speak the language they signed in with."""
    user.is_unproven, user.language = False, language
    user.save(update_fields=["is_unproven", "language"])
    return user


def clear_unproven(*, before: datetime) -> int:
    """Remove the accounts of addresses that were typed before then and never proven; what someone refers to stays. How many went."""
    return sum(_remove(user) for user in User.objects.filter(is_unproven=True, date_joined__lt=before))


def _remove(user: User) -> bool:
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        return False
    return True
