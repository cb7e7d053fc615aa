"""The keys of the site that sign credentials: made here, sealed, changed from time to time."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.documents.jose import ALGORITHM, public_jwk, thumbprint
from aoxanh.documents.models import SigningKey
from aoxanh.documents.queries import credential_keys
from aoxanh.documents.sealing import seal
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.org.queries import parent

YEARS = timedelta(days=3652)
LOCK = "SELECT pg_advisory_xact_lock(hashtext('documents.credential_key'))"


@transaction.atomic
def ensure_credential_key(unit: Unit, *, by: User | None = None) -> SigningKey:
    """The key that signs credentials now; the first that asks has it made, in the name of the unit at the top of the tree."""
    if found := signing_now():
        return found
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    return signing_now() or made(top(unit), by=by)


@transaction.atomic
def change_credential_key(key: SigningKey, *, by: User) -> SigningKey:
    """Sign with a new key from now on. The old one stays published, so that what it signed stays valid; changed already, the newer one."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    key = SigningKey.objects.get(pk=key.pk)
    if key.retired_at:
        return ensure_credential_key(key.unit, by=by)
    key.retired_at = timezone.now()
    key.save(update_fields=["retired_at"])
    record("documents.key_retired", key, by=by, unit_id=key.unit_id, fingerprint=key.key_id)
    return made(key.unit, by=by)


def signing_now() -> SigningKey | None:
    return next((key for key in credential_keys() if key.retired_at is None), None)


def top(unit: Unit) -> Unit:
    above = parent(unit, on=today())
    return top(above) if above else unit


def made(unit: Unit, *, by: User | None) -> SigningKey:
    private, now = Ed25519PrivateKey.generate(), timezone.now()
    jwk = public_jwk(private)
    key = SigningKey.objects.create(
        unit=unit,
        purpose=SigningKey.Purpose.CREDENTIALS,
        store=SigningKey.Store.SEALED,
        key_id=thumbprint(jwk),
        sealed=seal(private.private_bytes_raw(), about=thumbprint(jwk)),
        subject=unit.name,
        public={"jwk": jwk, "algorithm": ALGORITHM},
        starts_at=now,
        ends_at=now + YEARS,
        by=by,
    )
    record("documents.key_added", key, by=by, unit_id=unit.pk, fingerprint=key.key_id, name=key.subject)
    return key
