"""The text in a pass's QR: `AX2:` and a short signed token in Base32, capitals and digits only, so that the code stays small.

Whoever has the public key can tell a pass of ours from any other, without a signal; only we can make one. The token names the code of the
sign-up and the shift; whether the place still stands is another question. Passes handed out before (`AX1`) carry an HMAC and stay good.
"""

from base64 import b32encode, b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from aoxanh.activities.models import Signup
from aoxanh.kit.refusals import Refused

PREFIX, FORMER = "AX2", "AX1"
SALT = "aoxanh.activities.passes"
SIGNATURE_BYTES = 10
VERSION = 2
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {sign: value for value, sign in enumerate(SIGNS)}
KEY_ID, CODE, SHORT = slice(1, 5), slice(5, 10), slice(10, 16)
PAYLOAD_BYTES, TOKEN_BYTES = 16, 80
LONGEST = 200
"""Letters of a text that is looked at as a pass."""
TOKEN_SIGNS = 128
BASE32 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
TO_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHIJKLMNOPQRSTUV")
CODE_LENGTH = 8


@dataclass(frozen=True)
class Key:
    """A pair of keys that follows from a secret of the installation; `id` stands in every pass that it signed."""

    private: Ed25519PrivateKey
    public: Ed25519PublicKey
    id: bytes

    @property
    def public_base64(self) -> str:
        return b64encode(self.public.public_bytes_raw()).decode()


def pass_text(signup: Signup) -> str:
    """What the QR of the pass says."""
    key = key_of(str(settings.SECRET_KEY))
    payload = bytes([VERSION]) + key.id + packed(signup.code) + short_id(signup.shift_id)
    return f"{PREFIX}:{b32encode(payload + key.private.sign(payload)).decode()}"


def read_pass(text: str) -> str:
    """The code in a pass. Refused: `not_a_pass` for another QR, `foreign_pass` for one of another installation, `forged_pass` for one that
    we did not sign or that is not whole."""
    match text.strip().upper().split(":"):
        case [prefix, token] if prefix == PREFIX:
            return code_in(token)
        case [prefix, code, given] if prefix == FORMER:
            if is_ours(code, given):
                return code
            raise forged()
    raise Refused("not_a_pass", _("This QR is not a pass of Áo Xanh. Ask the person to open the pass, or choose them in the list."))


def public_keys() -> list[Key]:
    """The keys whose passes are ours, the present one first: what a device needs to check them."""
    return [key_of(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def code_in(token: str) -> str:
    """The code of a signed token. Refused: `foreign_pass`, `forged_pass`.

    Who holds the key signs again and compares, for a third of what checking costs: a signature of Ed25519 is always the same.
    """
    whole = unpacked_token(token)
    payload, given = whole[:PAYLOAD_BYTES], whole[PAYLOAD_BYTES:]
    if payload[0] != VERSION:
        raise forged()
    key = next((key for key in public_keys() if key.id == payload[KEY_ID]), None)
    if not key:
        raise Refused("foreign_pass", _("This pass is from another Áo Xanh. Ask where they signed up, or choose the person in the list."))
    if not compare_digest(given, key.private.sign(payload)):
        raise forged()
    return unpacked(payload[CODE])


def unpacked_token(token: str) -> bytes:
    """The bytes of a token, by way of one long number: ten times as fast as `b32decode`. Refused: `forged_pass`."""
    if len(token) != TOKEN_SIGNS or not set(token) <= BASE32:
        raise forged()
    return int(token.translate(TO_DIGITS), 32).to_bytes(TOKEN_BYTES)


def forged() -> Refused:
    return Refused("forged_pass", _("This pass was not made by Áo Xanh. Ask for the short code, or choose the person in the list."))


@lru_cache(maxsize=8)
def key_of(secret: str) -> Key:
    """The pair that follows from a secret, always the same one: nothing more needs to be kept."""
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=SALT.encode()).derive(secret.encode())
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key()
    return Key(private, public, sha256(public.public_bytes_raw()).digest()[:4])


def short_id(shift_id: UUID) -> bytes:
    """The last six bytes of a shift's id, which are random."""
    return shift_id.bytes[-6:]


def packed(code: str) -> bytes:
    """Eight signs, five bits each."""
    number = 0
    for sign in code:
        number = number << 5 | VALUES[sign]
    return number.to_bytes(5)


def unpacked(code: bytes) -> str:
    number = int.from_bytes(code)
    return "".join(SIGNS[number >> 5 * place & 31] for place in reversed(range(CODE_LENGTH)))


def is_ours(code: str, given: str) -> bool:
    """Whether a key of ours, also one that is being replaced, made the signature of a former pass."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(given, signature(code, str(key))) for key in keys)


def signature(code: str, key: str) -> str:
    digest = salted_hmac(SALT, code, secret=key, algorithm="sha256").digest()
    return b32encode(digest[:SIGNATURE_BYTES]).decode()
