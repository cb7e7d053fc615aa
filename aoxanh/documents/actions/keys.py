"""Entering the keys that sign a unit's papers, retiring and revoking them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.documents import stores
from aoxanh.documents.models import SigningKey
from aoxanh.documents.sealing import seal
from aoxanh.documents.signing import refuse_out_of_time
from aoxanh.documents.stores import Facts
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit


def add_key(unit: Unit, *, content: bytes, password: str, by: User | None) -> SigningKey:
    """Keep the key of a PKCS#12 file, sealed, and sign the unit's papers with it from now on; the one before is retired.

    Refused: `key_unreadable`, `wrong_password`, `key_expired`, `key_known`.
    """
    _signer, facts = stores.open_pkcs12(content, password)
    return enter(unit, facts, password, store=SigningKey.Store.PKCS12, by=by, sealed=seal(content, about=facts.fingerprint))


def add_device_key(unit: Unit, *, module: str, token: str, label: str, pin: str, by: User | None) -> SigningKey:
    """Sign the unit's papers with a key in a device (PKCS#11) from now on; only its PIN is kept, sealed.

    Refused: `no_device`, `wrong_password`, `key_unreadable`, `key_expired`, `key_known`.
    """
    locator = stores.device_locator(module, token, label)
    _signer, facts = stores.open_device(locator, pin)
    return enter(unit, facts, pin, store=SigningKey.Store.PKCS11, by=by, locator=locator)


@transaction.atomic
def enter(
    unit: Unit, facts: Facts, secret: str, *, store: str, by: User | None, locator: str = "", sealed: bytes | None = None
) -> SigningKey:
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if SigningKey.objects.filter(key_id=facts.fingerprint).exists():
        raise Refused("key_known", _("This key was entered before. A key that was retired does not come back: ask for a new one."))
    key = SigningKey(
        unit=unit,
        purpose=SigningKey.Purpose.PAPERS,
        store=store,
        locator=locator,
        sealed=sealed,
        secret=seal(secret.encode(), about=f"{facts.fingerprint} secret"),
        key_id=facts.fingerprint,
        subject=facts.subject,
        chain=facts.pem,
        public=facts.public,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        by=by,
    )
    refuse_out_of_time(key, max(timezone.now(), key.starts_at))
    SigningKey.objects.filter(unit=unit, purpose=key.purpose, retired_at=None).update(retired_at=timezone.now())
    key.save()
    record("documents.key_added", key, by=by, unit_id=unit.pk, fingerprint=key.key_id, name=key.subject)
    return key


def retire_key(key: SigningKey, *, by: User) -> SigningKey:
    """Sign nothing new with it; what it signed stays valid. The unit's papers are then signed by hand until a new key comes."""
    return ended(key, by=by, revoke=False)


def revoke_key(key: SigningKey, *, by: User) -> SigningKey:
    """Say that it may be in wrong hands: what it signs from this moment on is not believed. It cannot be taken back."""
    return ended(key, by=by, revoke=True)


@transaction.atomic
def ended(key: SigningKey, *, by: User, revoke: bool) -> SigningKey:
    key = SigningKey.objects.select_for_update().get(pk=key.pk)
    if key.revoked_at or (key.retired_at and not revoke):
        return key
    now = timezone.now()
    key.retired_at = key.retired_at or now
    key.revoked_at = now if revoke else None
    key.save(update_fields=["retired_at", "revoked_at"])
    stores.forget(key)
    record("documents.key_revoked" if revoke else "documents.key_retired", key, by=by, unit_id=key.unit_id, fingerprint=key.key_id)
    return key
