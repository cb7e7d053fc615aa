"""The text in a pass's QR: `AX1:<code>:<signature>`, capitals and digits only, so that the code stays small.

The signature is an HMAC of the code, so nobody makes a pass by guessing, and a forged one is known without asking the database.
"""

from base64 import b32encode

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from aoxanh.activities.models import Signup
from aoxanh.kit.refusals import Refused

PREFIX = "AX1"
SALT = "aoxanh.activities.passes"
SIGNATURE_BYTES = 10


def pass_text(signup: Signup) -> str:
    """What the QR of the pass says."""
    return f"{PREFIX}:{signup.code}:{signature(signup.code, settings.SECRET_KEY)}"


def read_pass(text: str) -> str:
    """The code in a pass. Refused: `not_a_pass` for another QR, `forged_pass` for one that we did not sign."""
    match text.strip().upper().split(":"):
        case [prefix, code, given] if prefix == PREFIX:
            if is_ours(code, given):
                return code
            raise Refused("forged_pass", _("This pass was not made by Áo Xanh. Ask for the short code, or choose the person in the list."))
    raise Refused("not_a_pass", _("This QR is not a pass of Áo Xanh. Ask the person to open the pass, or choose them in the list."))


def is_ours(code: str, given: str) -> bool:
    """Whether a key of ours, also one that is being replaced, made the signature."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(given, signature(code, str(key))) for key in keys)


def signature(code: str, key: str) -> str:
    digest = salted_hmac(SALT, code, secret=key, algorithm="sha256").digest()
    return b32encode(digest[:SIGNATURE_BYTES]).decode()
