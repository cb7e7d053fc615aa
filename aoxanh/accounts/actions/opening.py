"""Opening accounts, and clearing away those that nobody claimed."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import ProtectedError

from aoxanh.accounts.addresses import kind_of
from aoxanh.accounts.models import User


def open_account(address: str) -> User:
    """The account of an e-mail address in lower case or a phone number in E.164, made when there is none.

    Known or not, it takes the same statements.
    """
    found = {kind_of(address): address}
    User.objects.bulk_create([User(**found, password=make_password(None), is_unproven=True)], ignore_conflicts=True)
    return User.objects.get(**found)


def open_without_address() -> User:
    """An account for somebody whom another site let in without vouching for an address."""
    return User.objects.create_user()


def prove(user: User, *, language: str) -> User:
    """The address is theirs. Messages will speak the language they signed in with."""
    user.is_unproven, user.language = False, language
    user.save(update_fields=["is_unproven", "language"])
    return user


def clear_unproven(*, before: datetime) -> int:
    """Remove the accounts of addresses that were typed before then and never proven; what someone refers to stays. How many went."""
    return sum(remove_unused(user) for user in User.objects.filter(is_unproven=True, date_joined__lt=before))


def remove_unused(user: User) -> bool:
    """Remove an account to which nothing refers; whether it went."""
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        return False
    return True
