"""Links for people without an account: the address of a page with a signature that only we can make."""

from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "aoxanh.activities.keys"
LENGTH = 20


def key_of(pk: UUID) -> str:
    """What the link to this sign-up, offer or waiting place carries."""
    return made(pk, settings.SECRET_KEY)


def fits(pk: UUID, given: str) -> bool:
    """Whether a key of ours, also one that is being replaced, made it."""
    return any(constant_time_compare(given, made(pk, str(key))) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def made(pk: UUID, secret: str) -> str:
    return salted_hmac(SALT, str(pk), secret=secret, algorithm="sha256").hexdigest()[:LENGTH]
