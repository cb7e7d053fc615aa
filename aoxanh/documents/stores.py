"""Where private keys lie (a PKCS#12 file, a device, sealed by us) and how they are opened."""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, quote, unquote
from uuid import UUID

import pkcs11
from asn1crypto import pkcs12 as der
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _
from pkcs11.exceptions import PinIncorrect, PinInvalid, PinLenRange, PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1, translate_pyca_cryptography_key_to_asn1
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from aoxanh.documents.models import SigningKey
from aoxanh.documents.sealing import Unopenable, unseal
from aoxanh.kit.refusals import Refused

SMALLEST_RSA = 2048
_signers: dict[UUID, Signer] = {}
_credential_keys: dict[UUID, Ed25519PrivateKey] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Facts:
    """What a signer's certificate says: who it is for, who gave it, from when to when, and how it is known."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate in hexadecimal."""
        return self.certificate.fingerprint(SHA256()).hex()

    @property
    def subject(self) -> str:
        return name_of(self.certificate.subject)

    @property
    def issuer(self) -> str:
        return name_of(self.certificate.issuer)

    @property
    def starts_at(self) -> datetime:
        return self.certificate.not_valid_before_utc

    @property
    def ends_at(self) -> datetime:
        return self.certificate.not_valid_after_utc

    @property
    def algorithm(self) -> str:
        """ "ECDSA secp256r1", "RSA 3072"."""
        public = self.certificate.public_key()
        if isinstance(public, ec.EllipticCurvePublicKey):
            return f"ECDSA {public.curve.name}"
        return f"RSA {public.key_size}" if isinstance(public, rsa.RSAPublicKey) else ""

    @property
    def pem(self) -> str:
        """The certificate, then its chain."""
        return "".join(one.public_bytes(Encoding.PEM).decode() for one in (self.certificate, *self.chain))

    @property
    def public(self) -> dict[str, Any]:
        return {"issuer": self.issuer, "serial": f"{self.certificate.serial_number:x}", "algorithm": self.algorithm}


def name_of(name: x509.Name) -> str:
    """The common name, else the organisation, else all of it."""
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := name.get_attributes_for_oid(kind):
            return str(found[0].value)[:300]
    return name.rfc4514_string()[:300]


def facts_of(key: SigningKey) -> Facts:
    """What the certificate of a key in the database says."""
    certificate, *chain = x509.load_pem_x509_certificates(key.chain.encode())
    return Facts(certificate, tuple(chain))


def unreadable() -> Refused:
    return Refused("key_unreadable", _("This is no key that can sign: choose the .p12 or .pfx file that the authority gave you."))


def wrong_password() -> Refused:
    return Refused("wrong_password", _("The password does not open the key. Type it again."))


def no_device() -> Refused:
    return Refused("no_device", _("The device that holds the key does not answer. Plug it in, look at its name, then try again."))


def open_pkcs12(content: bytes, password: str) -> tuple[SimpleSigner, Facts]:
    """The key of a PKCS#12 file. Refused: `key_unreadable`, `wrong_password`."""
    try:
        der.Pfx.load(content, strict=True).native["version"]  # Parsed only when looked at.
    except (ValueError, TypeError, KeyError) as error:
        raise unreadable() from error
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode())
    except ValueError as error:
        raise wrong_password() from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or certificate is None:
        raise unreadable()
    facts = Facts(certificate, tuple(others))
    refuse_unfit(facts)
    return simple_signer(key, facts), facts


def refuse_unfit(facts: Facts) -> None:
    """Refused, `key_unreadable`: a weak key, or one whose certificate is not for signing."""
    public = facts.certificate.public_key()
    is_strong = isinstance(public, ec.EllipticCurvePublicKey) or (isinstance(public, rsa.RSAPublicKey) and public.key_size >= SMALLEST_RSA)
    try:
        usage = facts.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        signs = usage.digital_signature or usage.content_commitment
    except x509.ExtensionNotFound:
        signs = True
    if not (is_strong and signs):
        raise unreadable()


def simple_signer(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, facts: Facts) -> SimpleSigner:
    return SimpleSigner(
        signing_cert=translate_pyca_cryptography_cert_to_asn1(facts.certificate),
        signing_key=translate_pyca_cryptography_key_to_asn1(key),
        cert_registry=registry(facts),
    )


def registry(facts: Facts) -> SimpleCertificateStore:
    return SimpleCertificateStore.from_certs([translate_pyca_cryptography_cert_to_asn1(one) for one in (facts.certificate, *facts.chain)])


def device_locator(module: str, token: str, label: str) -> str:
    """Where a key lies in a device, as RFC 7512 writes it."""
    return f"pkcs11:token={quote(token)};object={quote(label)}?module-path={quote(module)}"


def device_parts(locator: str) -> tuple[str, str, str]:
    """Module, token and label of `device_locator`."""
    path, _mark, query = locator.removeprefix("pkcs11:").partition("?")
    parts = dict(part.split("=", 1) for part in path.split(";"))
    return parse_qs(query)["module-path"][0], unquote(parts["token"]), unquote(parts["object"])


def open_device(locator: str, pin: str) -> tuple[PKCS11Signer, Facts]:
    """The key in a device. Refused: `no_device` (no such module, token or key), `wrong_password`, `key_unreadable`."""
    module, token, label = device_parts(locator)
    if module not in settings.PKCS11_MODULES:
        raise no_device()
    try:
        session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)
        signer = PKCS11Signer(session, cert_label=label, key_label=label)
        certificate = signer.signing_cert
    except (PinIncorrect, PinInvalid, PinLenRange) as error:
        raise wrong_password() from error
    except (PKCS11Error, pkcs11.exceptions.PKCS11Error, OSError, RuntimeError) as error:
        raise no_device() from error
    if certificate is None:
        raise unreadable()
    facts = Facts(x509.load_der_x509_certificate(certificate.dump()), ())
    refuse_unfit(facts)
    return signer, facts


def signer_of(key: SigningKey) -> Signer:
    """The opened key, kept by this process. Refused: `key_unreadable`, `wrong_password`, `no_device`."""
    with _lock:
        if key.pk not in _signers:
            _signers[key.pk] = open_key(key)
        return _signers[key.pk]


def open_key(key: SigningKey) -> Signer:
    try:
        secret = unseal(bytes(key.secret or b""), about=f"{key.key_id} secret").decode()
        if key.store == SigningKey.Store.PKCS11:
            return open_device(key.locator, secret)[0]
        return open_pkcs12(unseal(bytes(key.sealed or b""), about=key.key_id), secret)[0]
    except Unopenable as error:
        raise sealed_elsewhere() from error


def sealed_elsewhere() -> Refused:
    text = _("The key was sealed under another secret of this site. Put the old one into SECRET_KEY_FALLBACKS, or enter the key again.")
    return Refused("key_unreadable", text)


def credential_key(key: SigningKey) -> Ed25519PrivateKey:
    """The private key of a credential key, kept by this process. Refused: `key_unreadable`."""
    if key.pk not in _credential_keys:
        try:
            _credential_keys[key.pk] = Ed25519PrivateKey.from_private_bytes(unseal(bytes(key.sealed or b""), about=key.key_id))
        except Unopenable as error:
            raise sealed_elsewhere() from error
    return _credential_keys[key.pk]


def forget(key: SigningKey) -> None:
    """Let go of the opened key: a device may have been pulled out, a key retired."""
    with _lock:
        _signers.pop(key.pk, None)
