"""Keeping pictures."""

from hashlib import sha256

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.vietnamese import tidy
from aoxanh.media.encoding import Encoded, encode
from aoxanh.media.models import Picture


@transaction.atomic
def accept_picture(file: File | Encoded, *, by: User | None, alt: str = "") -> Picture:
    """Keep an upload, or one that a form has already encoded. Refuses with the codes of `encoding.encode`."""
    encoded = file if isinstance(file, Encoded) else encode(file)
    picture = Picture(alt=tidy(alt)[:200], sha256=sha256(encoded.largest).hexdigest(), by=by)
    name = f"pictures/{timezone.localdate():%Y/%m}/{picture.pk}.jpg"
    for width, body in encoded.files.items():
        if width != encoded.width:
            default_storage.save(Picture.sized(name, width), ContentFile(body))
    picture.file.name = default_storage.save(name, ContentFile(encoded.largest))
    picture.width, picture.height = encoded.width, encoded.height
    picture.save(force_insert=True)
    record("media.accepted", picture, by=by)
    return picture
