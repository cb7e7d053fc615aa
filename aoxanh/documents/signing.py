"""Signing papers with a unit's key: PAdES-B-B, and B-T where SIGNING_TSA_URL names a time-stamp server."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from pkcs11.exceptions import PKCS11Error
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper

from aoxanh.documents import note, stores
from aoxanh.documents.models import SigningKey
from aoxanh.documents.queries import paper_key
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit

FIELD = "ChuKySo"
ROOM_OF_SIGNATURE, ROOM_OF_STAMP = 6_000, 16_000
"""Signs (two a byte) kept free in the file beside the certificates: for the signature itself, for a time stamp with its own chain."""

ROOM = (185, 26)
"""Where the note stands on a certificate, A4 lying: left and bottom in millimetres, within the 19 mm above the signer's name."""


@dataclass(frozen=True)
class Signed:
    """A file with its signature, the key that made it, and whether a time-stamp server confirmed the moment."""

    content: bytes
    key: SigningKey
    stamped: bool


def sign_pdf(pdf: bytes, *, unit: Unit, at: datetime, room: tuple[float, float] | None = ROOM, reason: str = "") -> Signed | None:
    """The paper signed with the unit's own key; None where the unit has none, so that its papers are signed by hand.

    `room` is where the visible note stands on the first page, None leaves it out. A PDF/A stays one. Refused where there is a key that
    cannot sign, so that nothing of such a unit leaves unsigned in silence: `key_expired`, `key_not_yet_valid`, `key_unreadable`,
    `wrong_password`, `no_device`, and `no_time_stamp` where the server of time stamps does not answer.
    """
    key = paper_key(unit)
    if key is None:
        return None
    refuse_out_of_time(key, at)
    signer = stores.signer_of(key)
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=key.subject,
        location=unit.area.name if unit.area else None,
        reason=reason or "Cấp giấy chứng nhận",
    )
    stamper = time_stamper(settings.SIGNING_TSA_URL) if settings.SIGNING_TSA_URL else None
    pdf_signer = PdfSigner(meta, signer, timestamper=stamper, stamp_style=note.style(key.subject), new_field_spec=field(room))
    try:
        output = pdf_signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=reserved(key, stamper is not None))
    except (TimestampRequestError, OSError) as error:
        text = _("The time-stamp server does not answer, so nothing was signed. Try again later.")
        raise Refused("no_time_stamp", text) from error
    except (SigningError, PKCS11Error) as error:
        stores.forget(key)
        raise stores.no_device() from error
    return Signed(output.getvalue(), key, stamper is not None)


def reserved(key: SigningKey, is_stamped: bool) -> int:
    """The size of the signature in the file; measuring it by signing twice would double the work."""
    return 2 * len(key.chain) + ROOM_OF_SIGNATURE + (ROOM_OF_STAMP if is_stamped else 0)


def field(room: tuple[float, float] | None) -> SigFieldSpec:
    if room is None:
        return SigFieldSpec(FIELD)
    left, bottom = (round(edge * note.POINTS) for edge in room)
    width, height = (round(side * note.POINTS) for side in (note.WIDTH, note.HEIGHT))
    return SigFieldSpec(FIELD, on_page=0, box=(left, bottom, left + width, bottom + height))


def refuse_out_of_time(key: SigningKey, at: datetime) -> None:
    """Refused: `key_expired`, `key_not_yet_valid`."""
    if at >= key.ends_at:
        text = _("The key of %(name)s expired on %(day)s. Enter the new key, then go on.")
        raise Refused("key_expired", text % {"name": key.subject, "day": fulldate(timezone.localtime(key.ends_at).date())})
    if at < key.starts_at:
        text = _("The key of %(name)s is valid only from %(day)s on. Wait until then, or enter another key.")
        raise Refused("key_not_yet_valid", text % {"name": key.subject, "day": fulldate(timezone.localtime(key.starts_at).date())})


@cache
def time_stamper(url: str) -> HTTPTimeStamper:
    return HTTPTimeStamper(url, timeout=10)
