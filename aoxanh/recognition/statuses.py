"""Lists of bits that say which credentials are revoked (Bitstring Status List 1.0), made from the revocations themselves."""

import gzip
from datetime import datetime, timedelta
from typing import Any

from aoxanh.documents import jose, stores
from aoxanh.documents.models import SigningKey
from aoxanh.recognition.badges import CONTEXTS, VC_JWT, address, did, method, stamp
from aoxanh.recognition.models import LIST_SIZE, Credential, StatusList

LIFE = timedelta(hours=25)
FRESH_SECONDS = 300
STEP = 74_207  # Odd, so that counting by it meets each of the 2^17 bits once: neighbours in time are none in the list.


def bit_of(order: int) -> int:
    """Which bit the credential gets that came so many-th into the list."""
    return (order * STEP) % LIST_SIZE


def revoked_bits(found: StatusList) -> list[int]:
    return list(Credential.objects.filter(status_list=found, certificate__revocation__isnull=False).values_list("bit", flat=True))


def packed(bits: list[int]) -> str:
    """The list as it travels: most significant bit first, gzip, base64url with the multibase sign "u"."""
    content = bytearray(LIST_SIZE // 8)
    for bit in bits:
        content[bit // 8] |= 0x80 >> (bit % 8)
    return "u" + jose.encoded(gzip.compress(bytes(content), 9, mtime=0))


def document(found: StatusList, bits: list[int], *, at: datetime) -> dict[str, Any]:
    """The list as a credential of the unit, valid for a day, so that an old copy cannot bring a revoked badge back for long."""
    url, since = address("status_list", found.unit_id, found.number), at.replace(minute=0, second=0, microsecond=0)
    return {
        "@context": CONTEXTS[:1],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did(found.unit_id),
        "validFrom": stamp(since),
        "validUntil": stamp(since + LIFE),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": packed(bits),
            "ttl": FRESH_SECONDS * 1000,
        },
    }


def token(found: StatusList, key: SigningKey, *, at: datetime) -> str:
    """The list, signed by the key that signs now; the same bytes within the hour while nothing was revoked. Refused: `key_unreadable`."""
    told = document(found, revoked_bits(found), at=at)
    since = int(at.replace(minute=0, second=0, microsecond=0).timestamp())
    claims = {"iss": told["issuer"], "jti": told["id"], "nbf": since}
    return jose.sign(told | claims, stores.credential_key(key), kid=method(key, found.unit_id), kind=VC_JWT)
