"""Secrets at rest: what the database keeps of keys opens only with SECRET_KEY."""

import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

INFO = b"aoxanh signing keys, 1"
NONCE = 12


class Unopenable(ValueError):
    """Sealed under another SECRET_KEY, or altered."""


def seal(content: bytes, *, about: str) -> bytes:
    """AES-256-GCM under a key derived from SECRET_KEY; it opens only with the same `about`, so that rows cannot be swapped."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(derived(settings.SECRET_KEY)).encrypt(nonce, content, about.encode())


def unseal(sealed: bytes, *, about: str) -> bytes:
    """What was sealed, under SECRET_KEY or one of SECRET_KEY_FALLBACKS; Unopenable where none of them fits."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(derived(secret)).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
        except InvalidTag:
            continue
    raise Unopenable("Sealed under another SECRET_KEY.")


@cache
def derived(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=INFO).derive(secret.encode())
