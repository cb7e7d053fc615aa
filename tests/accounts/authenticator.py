"""A security key in software: it makes passkeys and signs with them as a phone does, with real keys."""

import json
import os
import struct
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """One passkey for one site. `verifies` is False for a device without a screen lock."""

    def __init__(self, *, site: str = "testserver", verifies: bool = True) -> None:
        self.private, self.id, self.site, self.user = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), site, ""
        self.flags = PRESENT | (VERIFIED if verifies else 0)

    def made(self, options: dict[str, Any]) -> str:
        """What a browser says that has just made this passkey."""
        asked = options["publicKey"]
        self.user = asked["user"]["id"]
        public = cbor.encode(ES256.from_cryptography_key(self.private.public_key()))
        data = self.data(ATTESTED) + bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self.said(
            {"clientDataJSON": encoded(self.client("create", asked)), "attestationObject": encoded(attestation)},
            {"credProps": {"rk": True}},
        )

    def signed(self, options: dict[str, Any]) -> str:
        """What a browser says of whom this passkey belongs to."""
        client, data = self.client("get", options["publicKey"]), self.data()
        signature = self.private.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self.said(
            {
                "clientDataJSON": encoded(client),
                "authenticatorData": encoded(data),
                "signature": encoded(signature),
                "userHandle": self.user,
            },
            {},
        )

    def data(self, more: int = 0) -> bytes:
        return sha256(self.site.encode()).digest() + bytes([self.flags | more]) + struct.pack(">I", 1)

    def client(self, act: str, asked: dict[str, Any]) -> bytes:
        return json.dumps({"type": f"webauthn.{act}", "challenge": asked["challenge"], "origin": f"https://{self.site}"}).encode()

    def said(self, response: dict[str, str], extensions: dict[str, Any]) -> str:
        name = encoded(self.id)
        whole = {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": extensions}
        return json.dumps(whole)
