"""The link that a guardian receives: it cannot be guessed, and the database alone cannot make it.

It follows from the row and the key of the site, so whoever invited can show it again while it waits; kept is only its digest. A new
`invited_until` makes a new link, and the old one leads nowhere.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from aoxanh.people.models import Guardianship

SALT = "aoxanh.people.invitations"


def token_of(guardianship: Guardianship, *, key: str | None = None) -> str:
    """43 signs, as they stand in the link."""
    text = f"{guardianship.pk}:{guardianship.invited_until.timestamp():.6f}"
    digest = salted_hmac(SALT, text, secret=key or settings.SECRET_KEY, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def unused() -> str:
    """A digest that no link leads to, for an answer that needed none."""
    return digest(secrets.token_urlsafe(32))


def link_of(guardianship: Guardianship) -> str:
    """The whole address of the page where the guardian answers; "" where its key is gone."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if digest(token := token_of(guardianship, key=str(key))) == guardianship.invitation:
            return settings.BASE_URL + reverse("guardian:answer", args=[token])
    return ""
