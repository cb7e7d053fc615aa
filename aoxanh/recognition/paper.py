"""A certificate as a paper: what its template is told, and the PDF or picture that comes of it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import override

from aoxanh.documents.wording import length, place_and_date, span
from aoxanh.kit import qr, typesetting
from aoxanh.kit.typesetting import TypesettingError
from aoxanh.kit.vietnamese import search_key
from aoxanh.recognition.models import Certificate

TEMPLATE = Path(__file__).resolve().parent / "templates" / "recognition" / "certificate.typ"
DEMO = "BẢN DÙNG THỬ · KHÔNG CÓ GIÁ TRỊ CHỨNG NHẬN"
PREVIEW = "BẢN XEM TRƯỚC · CHƯA CẤP"
TAIL = 34
MASK = 3  # On paper, at this size, any serves.
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
        "title": f"Giấy chứng nhận {first.number_text}, {first.holder_name}" if len(certificates) == 1 else first.activity_title,
        "author": first.issuer_name or first.unit_name,
        "site": verification_address().split("://", 1)[-1],
        "mark": mark,
        "papers": [page(certificate) for certificate in certificates],
    }


def page(certificate: Certificate) -> dict[str, str]:
    issuer = certificate.issuer_name or certificate.unit_name
    return {
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
        "signed_for": certificate.signed_for,
        "signer_title": certificate.signer_title.upper(),
        "signer": certificate.signer_name,
    }


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
