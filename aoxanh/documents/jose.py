"""Keys and signatures as the web writes them (RFC 7515, 7517, 7638): Ed25519 and P-256, each with its one algorithm."""

import base64
import binascii
import json
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ALGORITHM = "EdDSA"


class Malformed(ValueError):
    """No compact JWS, or one that this site cannot read."""


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Malformed where it is no base64url."""
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise Malformed("no base64url") from error


def public_jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"kty": "OKP", "crv": "Ed25519", "x": encoded(raw)}


def thumbprint(jwk: dict[str, str]) -> str:
    """RFC 7638: the name of a key, the same wherever it is computed."""
    return encoded(sha256(compact(dict(sorted(jwk.items())))).digest())


def compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sign(payload: dict[str, Any], key: Ed25519PrivateKey, *, kid: str, kind: str) -> str:
    """A compact JWS; `kind` is its media type ("vc+jwt"), `kid` the address of the public key."""
    head = encoded(compact({"alg": ALGORITHM, "kid": kid, "typ": kind}))
    signed = f"{head}.{encoded(compact(payload))}"
    return f"{signed}.{encoded(key.sign(signed.encode()))}"


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload, believed by nobody yet. Malformed where they are not JSON objects."""
    pieces = token.split(".")
    if len(pieces) != 3:
        raise Malformed("not three parts")
    try:
        head, payload = (json.loads(decoded(piece)) for piece in pieces[:2])
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not (isinstance(head, dict) and isinstance(payload, dict)):
        raise Malformed("no JSON objects")
    return head, payload


def holds(token: str, jwk: dict[str, str]) -> bool:
    """Whether the key made the signature; the header never chooses the algorithm."""
    signed, _dot, signature = token.rpartition(".")
    head, _payload = parts(token)
    if head.get("alg") != ALGORITHM or jwk.get("crv") != "Ed25519":
        return False
    try:
        Ed25519PublicKey.from_public_bytes(decoded(jwk["x"])).verify(decoded(signature), signed.encode())
    except (InvalidSignature, Malformed, ValueError):
        return False
    return True
