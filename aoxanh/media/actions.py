"""Keeping pictures, blurring faces in them, and handing them out no more."""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import tidy
from aoxanh.media.blurring import blur
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


def withhold(pictures: Iterable[UUID], *, by: User | None) -> int:
    """Hand these out no more; how many were until now. Whoever has a copy keeps it: we only stop giving it."""
    return switch(Picture.objects.filter(pk__in=list(pictures), withheld_at=None), timezone.now(), "media.withheld", by)


def hand_out_again(pictures: Iterable[UUID], *, by: User | None) -> int:
    return switch(Picture.objects.filter(pk__in=list(pictures), withheld_at__isnull=False), None, "media.handed_out_again", by)


@transaction.atomic
def switch(pictures: QuerySet[Picture], at: datetime | None, verb: str, by: User | None) -> int:
    found = list(pictures.select_for_update())
    Picture.objects.filter(pk__in=[picture.pk for picture in found]).update(withheld_at=at)
    for picture in found:
        record(verb, picture, by=by)
    return len(found)


def blurred(picture: Picture, *, squares: Collection[tuple[int, int]], by: User) -> Picture:
    """A new picture in which these squares of the grid of GRID columns and rows cannot be recognised any more; the old one stays as it is.

    Refuses with `no_squares`.
    """
    if not squares:
        raise Refused("no_squares", _("Choose at least one square to blur."))
    with picture.file.open("rb") as file:
        return accept_picture(blur(file, squares), by=by, alt=picture.alt)
