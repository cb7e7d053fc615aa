"""What can be said of a file that somebody holds: a paper with its signature, or a badge. Nothing of the file is kept."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto import x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from aoxanh.documents import jose
from aoxanh.documents.queries import credential_keys, keys_by_fingerprint
from aoxanh.kit.codes import ALPHABET
from aoxanh.kit.refusals import Refused
from aoxanh.recognition import badges, baking
from aoxanh.recognition.models import CODE_LENGTH, Certificate, Credential, Paper, RecordPaper

LARGEST = 10 * 1024 * 1024
MOST_SIGNATURES = 8
SIGNED = b"/ByteRange"
"""Stands in every signed PDF: where such a one cannot be read, what broke it came after the signature."""
CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")
HOSTILE = (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, RecursionError, ArithmeticError, OSError)
"""What reading a file raises that was made to break readers; whatever it is, the file is then no PDF that anyone can check."""


class Found(StrEnum):
    """What a file turned out to be."""

    GENUINE = "genuine"
    CHANGED = "changed"
    OURS_UNKNOWN = "ours_unknown"
    REVOKED_KEY = "revoked_key"
    FOREIGN = "foreign"
    UNSIGNED = "unsigned"
    BADGE = "badge"
    BADGE_FALSE = "badge_false"


@dataclass(frozen=True)
class Verdict:
    """What was found, the certificate that the file is or names (None where it names none), and who signed it and when it says so."""

    found: Found
    certificate: Certificate | None = None
    record: RecordPaper | None = None
    signer: str = ""
    at: datetime | None = None
    stamped: bool = False


def look_at(content: bytes) -> Verdict:
    """What a file is. Refused: `empty`, `too_large`, `unreadable` (neither PDF nor badge)."""
    if not content:
        raise Refused("empty", _("The file is empty. Choose the PDF or the badge."))
    if len(content) > LARGEST:
        raise Refused("too_large", _("The file is larger than 10 MB. Certificates and badges are smaller."))
    if kept := Paper.objects.select_related("certificate__unit", "key").filter(sha256=sha256(content).hexdigest()).first():
        signer = kept.key.subject if kept.key else ""
        return Verdict(Found.GENUINE, kept.certificate, signer=signer, at=kept.made_at if kept.key else None, stamped=kept.stamped)
    if b"%PDF-" in content[:1024]:
        return look_at_pdf(content)
    if token := token_in(content):
        return look_at_badge(token)
    raise unreadable()


def unreadable() -> Refused:
    return Refused("unreadable", _("This is neither a PDF nor a badge that can be read. Choose the file as it was downloaded."))


def look_at_pdf(content: bytes) -> Verdict:
    """A PDF that is none of the files issued here, byte by byte."""
    try:
        reader = PdfFileReader(BytesIO(content))
        certificate, record = named_in(reader)
        signatures = reader.embedded_regular_signatures[:MOST_SIGNATURES]
        checked = [check(one) for one in signatures]
    except HOSTILE as error:
        if SIGNED in content:
            return Verdict(Found.CHANGED)
        raise unreadable() from error
    if not checked:
        return Verdict(Found.UNSIGNED, certificate, record)
    return judge(checked, certificate or revision_known(content, signatures), record)


@dataclass(frozen=True)
class Checked:
    """One signature: whether the bytes it covers are as they were signed, whether it covers the whole file, with whose key."""

    holds: bool
    whole: bool
    fingerprint: str
    signer: str
    at: datetime | None


def check(signature: EmbeddedPdfSignature) -> Checked:
    """The mathematics of a signature alone; whose key it is, the database says."""
    certificate: x509.Certificate = signature.signer_cert
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = validate_pdf_signature(signature, context, skip_diff=True)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    names = certificate.subject.native
    signer = str(names.get("common_name") or names.get("organization_name") or certificate.subject.human_friendly)[:300]
    return Checked(bool(status.intact and status.valid), whole, certificate.sha256.hex(), signer, signature.self_reported_timestamp)


def judge(checked: list[Checked], certificate: Certificate | None, record: RecordPaper | None) -> Verdict:
    """The worst that is true: a broken signature, then a key of nobody here, then one that was revoked (who has it writes any date)."""
    keys = keys_by_fingerprint([one.fingerprint for one in checked])
    first = next((one for one in checked if one.fingerprint in keys), checked[0])
    told: dict[str, Any] = {"signer": first.signer, "at": first.at}
    if not all(one.holds for one in checked) or not any(one.whole for one in checked):
        return Verdict(Found.CHANGED, certificate, record, **told)
    key = keys.get(first.fingerprint)
    if key is None:
        return Verdict(Found.FOREIGN, certificate, record, **told)
    return Verdict(Found.REVOKED_KEY if key.revoked_at else Found.OURS_UNKNOWN, certificate, record, **told)


def revision_known(content: bytes, signatures: list[EmbeddedPdfSignature]) -> Certificate | None:
    """The certificate whose file this was before something was added behind its signature."""
    for one in signatures:
        start, length, after, rest = (int(number) for number in one.sig_object["/ByteRange"])
        digest = sha256(content[: after + rest]).hexdigest()
        if start == 0 and length < after and (kept := Paper.objects.select_related("certificate").filter(sha256=digest).first()):
            return kept.certificate
    return None


def named_in(reader: PdfFileReader) -> tuple[Certificate | None, RecordPaper | None]:
    """The paper whose code stands in the file's own description; that anybody could write, so it is only what to compare with."""
    trailer = reader.trailer_view
    info = trailer["/Info"] if "/Info" in trailer else {}  # noqa: SIM401 # Its `get` answers with a reference.
    words = " ".join(str(info[name]) for name in ("/Keywords", "/Title") if name in info)
    codes = CODE.findall(words)[:MOST_SIGNATURES]
    certificate = Certificate.objects.select_related("unit").filter(code__in=codes).first()
    return certificate, None if certificate else RecordPaper.objects.filter(code__in=codes).first()


def token_in(content: bytes) -> str:
    """The compact signature that a badge carries: bare, in a JSON envelope, or in a picture; "" where there is none."""
    if content.startswith(b"\x89PNG"):
        return baking.credential_in(content) or ""
    try:
        text = content.decode().strip()
        if text.startswith("{"):
            text = str(json.loads(text).get("id", "")).partition(",")[2]
    except (UnicodeDecodeError, ValueError, RecursionError, AttributeError):
        return ""
    return text if text.count(".") == 2 and text.isascii() else ""


def look_at_badge(token: str) -> Verdict:
    """A badge: genuine where a key of this site signed it for the unit that it names and it is on record."""
    try:
        head, told = jose.parts(token)
    except jose.Malformed as error:
        raise unreadable() from error
    name = str(head.get("kid", ""))
    key = next((key for key in credential_keys() if name.endswith(f"#{key.key_id}")), None)
    if key is None or not jose.holds(token, key.public["jwk"]):
        return Verdict(Found.BADGE_FALSE, signer=str(told.get("iss", ""))[:200])
    row = Credential.objects.select_related("certificate__unit").filter(pk=pk_in(told)).first()
    if row is None or told.get("iss") != badges.did(row.certificate.unit_id):
        return Verdict(Found.BADGE_FALSE, signer=str(told.get("iss", ""))[:200])
    return Verdict(Found.BADGE, row.certificate, signer=row.certificate.unit_name)


def pk_in(told: dict[str, Any]) -> str:
    found = re.fullmatch(r"urn:uuid:([0-9a-f-]{36})", str(told.get("id", "")))
    return found[1] if found else "00000000-0000-0000-0000-000000000000"
