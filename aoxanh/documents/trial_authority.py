"""A certificate authority for trying out: root, issuing authority and keys of units, named so that nobody takes them for real."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

MARK = "BẢN DÙNG THỬ"
ROOT, ISSUING = f"Áo Xanh Root CA ({MARK})", f"Áo Xanh Issuing CA ({MARK})"
NO_USAGE = dict.fromkeys(
    [
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ],
    False,
)


@dataclass(frozen=True)
class Authority:
    """A root and the authority under it that gives certificates to units and to a server of time stamps."""

    root: x509.Certificate
    issuing: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def root_pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)

    def unit_key(self, name: str, password: str, *, since: datetime | None = None, until: datetime | None = None) -> bytes:
        """A PKCS#12 file with an ECDSA P-256 key of the unit and its certificate with the chain, for two years from yesterday on."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.certify(name, key, since=since, until=until)
        encryption = BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [self.issuing, self.root], encryption)

    def certify(
        self,
        name: str,
        key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        stamps: bool = False,
    ) -> x509.Certificate:
        """A certificate for signing papers, or time stamps."""
        builder = draft(name, self.issuing.subject, key, since=since, until=until, days=730)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(usage(digital_signature=True, content_commitment=not stamps), critical=True)
        if stamps:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        return builder.sign(self.key, SHA256())


def make_authority() -> Authority:
    """A new root and issuing authority; the root's key is thrown away at once."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = authority_of(ROOT, named(ROOT), root_key, root_key, path_length=1)
    return Authority(root, authority_of(ISSUING, root.subject, key, root_key, path_length=0), key)


def authority_of(
    name: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, by: ec.EllipticCurvePrivateKey, *, path_length: int
) -> x509.Certificate:
    builder = draft(name, issuer, key, days=3650).add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
    builder = builder.add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
    return builder.sign(by, SHA256())


def draft(
    name: str,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    *,
    days: int,
    since: datetime | None = None,
    until: datetime | None = None,
) -> x509.CertificateBuilder:
    since = since or datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(issuer_name=issuer, subject_name=named(name), public_key=key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(since)
    builder = builder.not_valid_after(until or since + timedelta(days=days))
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )


def usage(**granted: bool) -> x509.KeyUsage:
    return x509.KeyUsage(**(NO_USAGE | granted))
