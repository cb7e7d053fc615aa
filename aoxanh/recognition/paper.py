"""A certificate as a paper: what its template is told, and the PDF or picture that comes of it."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import override

from aoxanh.documents.wording import length, place_and_date, span
from aoxanh.kit import qr, typesetting
from aoxanh.kit.typesetting import TypesettingError
from aoxanh.kit.vietnamese import search_key
from aoxanh.media.models import Picture
from aoxanh.recognition.models import Certificate, Version

TEMPLATE = Path(__file__).resolve().parent / "templates" / "recognition" / "certificate.typ"
DEMO = "BẢN DÙNG THỬ · KHÔNG CÓ GIÁ TRỊ CHỨNG NHẬN"
PREVIEW = "BẢN XEM TRƯỚC · CHƯA CẤP"
UNFIT = "does not fit on the sheet"
TAIL = 34
MASK = 3  # On paper, at this size, any serves.
TITLE = "Giấy chứng nhận"
DRAWING_BYTES = 250_000
"""A picture of a form lies in every paper: of its sizes the largest that is no heavier is taken."""
ROOMS = {False: (185, 26), True: (113, 26)}
"""On a sheet that lies, on one that stands upright."""
WORDS = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Chữ", date: auto)
#set text(font: "Be Vietnam Pro")
#for words in data.words { [#words #upper(words)] }
"""


def pdf(certificates: Sequence[Certificate]) -> bytes:
    """A PDF/A-2b with a page for each, the same bytes every time."""
    moment = max(certificate.issued_at for certificate in certificates)
    return typesetting.pdf(TEMPLATE, document(certificates, DEMO if settings.DEMO else ""), made_at=moment.replace(microsecond=0))


def preview_pdf(certificate: Certificate, *, at: datetime) -> bytes:
    """One that is not issued, and says so."""
    return typesetting.pdf(TEMPLATE, document([certificate], PREVIEW), made_at=at.replace(microsecond=0))


def preview_png(certificate: Certificate) -> bytes:
    """The same as a picture, 1347 × 952."""
    return typesetting.png(TEMPLATE, document([certificate], PREVIEW), scale=1.6)


def unprintable(words: Sequence[str]) -> list[str]:
    """Those of the texts that hold a letter that no font has."""
    if not words or prints(words):
        return []
    return [text for text in words if not prints([text])]


def prints(words: Sequence[str]) -> bool:
    try:
        typesetting.pdf(WORDS, {"words": list(words)})
    except TypesettingError:
        return False
    return True


def document(certificates: Sequence[Certificate], mark: str) -> dict[str, Any]:
    first = certificates[0]
    return {
        "title": f"{first.wording.get('title', TITLE)} {first.number_text}, {first.holder_name}"
        if len(certificates) == 1
        else first.activity_title or TITLE,
        "author": first.issuer_name or first.unit_name,
        "codes": [certificate.code for certificate in certificates],
        "site": verification_address().split("://", 1)[-1],
        "mark": mark,
        "papers": [page(certificate) for certificate in certificates],
    }


def page(certificate: Certificate) -> dict[str, Any]:
    issuer = certificate.issuer_name or certificate.unit_name
    return {
        **form_of(certificate.version),
        "title": str(certificate.wording.get("title", TITLE)).upper(),
        "title_en": certificate.wording.get("title_en", ""),
        "lines": certificate.wording.get("lines", []),
        "english": certificate.wording.get("english", []),
        "parent": certificate.parent_name.upper(),
        "issuer": issuer,
        "issuer_caps": issuer.upper(),
        "number": certificate.number_text,
        "holder": certificate.holder_name,
        "activity": certificate.activity_title,
        "hours": length(certificate.minutes),
        "days": span(certificate.starts_on, certificate.ends_on),
        "place": with_whole_tail(certificate.place_text),
        "code": certificate.code_text,
        "qr": qr.svg(verification_address(certificate.code), mask=MASK),
        "issued": place_and_date(certificate.issued_in, certificate.issued_on),
        "signed_for": certificate.wording.get("signature") or certificate.signed_for,
        "signer_title": certificate.signer_title.upper(),
        "signer": certificate.signer_name,
    }


def form_of(version: Version | None) -> dict[str, Any]:
    """What the look of a paper follows; without a form of the unit's own the frame in blue."""
    pictures = [picture for picture in (version and version.logo, version and version.second_logo) if picture]
    return {
        "upright": is_upright(version),
        "logos": [drawing(picture.pk) for picture in pictures],
        "background": drawing(version.background_id) if version and version.background_id else "",
    }


def is_upright(version: Version | None) -> bool:
    return bool(version and version.orientation == Version.Orientation.PORTRAIT)


def room(certificate: Certificate) -> tuple[float, float]:
    """Where the visible note of a digital signature has room on the page: left and bottom in millimetres."""
    return ROOMS[is_upright(certificate.version)]


@lru_cache(maxsize=16)
def drawing(pk: UUID) -> str:
    """A kept picture as an SVG that holds it whole; its file never changes."""
    picture = Picture.objects.get(pk=pk)
    body = body_of(picture)
    size = f'width="{picture.width}" height="{picture.height}"'
    link = f"data:image/jpeg;base64,{b64encode(body).decode()}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width} {picture.height}"><image {size} href="{link}"/></svg>'


def body_of(picture: Picture) -> bytes:
    """The largest of the picture's files that is light enough, else the smallest."""
    name, storage = str(picture.file.name), picture.file.storage
    names = [name, *(Picture.sized(name, width) for width in reversed(picture.widths[:-1]))]
    chosen = next((one for one in names if storage.size(one) <= DRAWING_BYTES), names[-1])
    with storage.open(chosen) as file:
        return bytes(file.read())


def with_whole_tail(place: str) -> str:
    """Commune and province stay on one line where it holds them."""
    *rest, commune, province = ["", "", *place.split(", ")][-max(2, place.count(", ") + 1) :]
    tail = f"{commune}, {province}" if commune else province
    tail = tail.replace(" ", "\u00a0") if len(tail) <= TAIL else tail
    return ", ".join([*rest, tail])


def verification_address(code: str = "") -> str:
    """Where anyone checks the code, in Vietnamese: papers are."""
    with override(settings.LANGUAGE_CODE):
        return settings.BASE_URL + (reverse("verify:show", args=[code]) if code else reverse("verify:form"))


def file_name(certificate: Certificate) -> str:
    """Without tones, for phones and printers that know none: "giay-chung-nhan-12-gcn-dtn-vl-vi-thi-hanh.pdf"."""
    words = search_key(f"giấy chứng nhận {certificate.number_text} {certificate.holder_name}").replace("/", "-")
    return f"{slugify(words)}.pdf"
