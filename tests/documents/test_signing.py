"""Signed papers, read by others: pyHanko's validator and poppler's `pdfsig`; and everything that stops a signature."""

import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1, translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from aoxanh.accounts.models import User
from aoxanh.documents import stores
from aoxanh.documents.actions import add_device_key, add_key, retire_key, revoke_key
from aoxanh.documents.models import SigningKey
from aoxanh.documents.queries import keys_by_fingerprint
from aoxanh.documents.signing import Signed, sign_pdf, time_stamper
from aoxanh.documents.trial_authority import Authority
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from tests.documents.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NOW = timezone.now


def signed(plain: bytes, unit: Unit) -> Signed:
    found = sign_pdf(plain, unit=unit, at=NOW())
    assert found
    return found


def status(content: bytes, authority: Authority) -> PdfSignatureStatus:
    context = ValidationContext(trust_roots=[translate_pyca_cryptography_cert_to_asn1(authority.root)], allow_fetching=False)
    return validate_pdf_signature(PdfFileReader(BytesIO(content)).embedded_signatures[0], context, context)


def pdfsig(content: bytes, folder: Path) -> str:
    (folder / "paper.pdf").write_bytes(content)
    return subprocess.run(["pdfsig", "-nocert", str(folder / "paper.pdf")], capture_output=True, text=True, check=True).stdout


def refused(code: str) -> object:
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def test_pyhanko_calls_it_valid_and_pdfsig_too(
    plain: bytes, unit_key: SigningKey, commune_union: Unit, authority: Authority, tmp_path: Path
) -> None:
    paper = signed(plain, commune_union)
    found = status(paper.content, authority)
    assert (found.bottom_line, found.intact, found.trusted, paper.stamped) == (True, True, True, False)
    told = pdfsig(paper.content, tmp_path)
    assert "Signature Validation: Signature is Valid." in told
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Total document signed" in told
    assert f"Signer Certificate Common Name: {commune_union.name}" in told


def test_a_changed_byte_is_seen_by_both(
    plain: bytes, unit_key: SigningKey, commune_union: Unit, authority: Authority, tmp_path: Path
) -> None:
    content = bytearray(signed(plain, commune_union).content)
    place = content.index(b"stream", 200) + 20
    content[place] ^= 1
    found = status(bytes(content), authority)
    assert (found.bottom_line, found.intact) == (False, False)
    assert "Signature Validation: Digest Mismatch." in pdfsig(bytes(content), tmp_path)


def test_the_signed_paper_is_archival_still(plain: bytes, unit_key: SigningKey, commune_union: Unit) -> None:
    reader = PdfReader(BytesIO(signed(plain, commune_union).content))
    assert (reader.xmp_metadata.pdfaid_part, reader.xmp_metadata.pdfaid_conformance) == ("2", "B")
    assert [font for font in fonts_of(reader) if not font] == []
    (widget,) = [note.get_object() for note in reader.pages[0]["/Annots"] if note.get_object()["/Subtype"] == "/Widget"]
    assert widget["/F"] & 0b111111 == 0b100, "printed, and neither hidden nor out of sight (ISO 19005-2, 6.3.2)"
    assert list(widget["/AP"]) == ["/N"]
    assert reader.trailer["/Root"]["/AcroForm"].get("/NeedAppearances", False) in (False, None)
    assert len(fonts_of(reader)) > len(fonts_of(PdfReader(BytesIO(plain)))), "the note brought its own"


def fonts_of(reader: PdfReader) -> list[bool]:
    """Of each font descriptor of the file whether the font itself is in it."""
    found = []
    for number in range(1, reader.trailer["/Size"]):
        thing = IndirectObject(number, 0, reader).get_object()
        if isinstance(thing, DictionaryObject) and not isinstance(thing, ArrayObject) and thing.get("/Type") == "/FontDescriptor":
            found.append(any(f"/FontFile{kind}" in thing for kind in ("", "2", "3")))
    return found


def test_the_note_says_who_signed(plain: bytes, unit_key: SigningKey, commune_union: Unit) -> None:
    (widget,) = PdfReader(BytesIO(signed(plain, commune_union).content)).pages[0]["/Annots"]
    assert widget.get_object()["/T"] == "ChuKySo"
    left, bottom, right, top = (round(float(edge)) for edge in widget.get_object()["/Rect"])
    assert (left > 421, right < 842, bottom > 51, top < 120) == (True, True, True, True), "at the right, above the name"


def test_a_unit_without_a_key_signs_nothing(plain: bytes, unit_key: SigningKey, provincial_union: Unit, neighbour_union: Unit) -> None:
    assert sign_pdf(plain, unit=neighbour_union, at=NOW()) is None
    assert sign_pdf(plain, unit=provincial_union, at=NOW()) is None


def test_a_new_key_signs_and_the_old_one_stays_known(
    plain: bytes, unit_key: SigningKey, authority: Authority, commune_union: Unit, secretary: User
) -> None:
    newer = add_key(commune_union, content=authority.unit_key("Khóa mới", PASSWORD), password=PASSWORD, by=secretary)
    assert signed(plain, commune_union).key == newer
    unit_key.refresh_from_db()
    assert (unit_key.retired_at is None, list(keys_by_fingerprint([unit_key.key_id]))) == (False, [unit_key.key_id])


def test_a_retired_key_leaves_papers_to_the_hand(plain: bytes, unit_key: SigningKey, commune_union: Unit, secretary: User) -> None:
    retire_key(unit_key, by=secretary)
    assert sign_pdf(plain, unit=commune_union, at=NOW()) is None
    again = revoke_key(unit_key, by=secretary)
    assert (again.revoked_at is not None, retire_key(again, by=secretary).revoked_at) == (True, again.revoked_at)


def test_an_expired_key_signs_nothing(plain: bytes, unit_key: SigningKey, commune_union: Unit) -> None:
    with refused("key_expired"):
        sign_pdf(plain, unit=commune_union, at=unit_key.ends_at)
    with refused("key_not_yet_valid"):
        sign_pdf(plain, unit=commune_union, at=unit_key.starts_at - timedelta(seconds=1))


def test_an_expired_key_is_not_entered(authority: Authority, commune_union: Unit, secretary: User) -> None:
    past = authority.unit_key("Cũ", PASSWORD, since=datetime(2020, 1, 1, tzinfo=UTC), until=datetime(2021, 1, 1, tzinfo=UTC))
    with refused("key_expired"):
        add_key(commune_union, content=past, password=PASSWORD, by=secretary)


def test_a_wrong_password_and_a_file_that_is_no_key(authority: Authority, commune_union: Unit, secretary: User) -> None:
    content = authority.unit_key(commune_union.name, PASSWORD)
    with refused("wrong_password"):
        add_key(commune_union, content=content, password="sai", by=secretary)
    with refused("key_unreadable"):
        add_key(commune_union, content=b"%PDF-1.7", password=PASSWORD, by=secretary)
    with refused("key_unreadable"):
        add_key(commune_union, content=content[:400], password=PASSWORD, by=secretary)
    assert SigningKey.objects.count() == 0


def test_a_password_that_went_bad_stops_the_paper(plain: bytes, unit_key: SigningKey, commune_union: Unit, settings: object) -> None:
    stores.forget(unit_key)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    with refused("key_unreadable"):
        sign_pdf(plain, unit=commune_union, at=NOW())
    settings.SECRET_KEY_FALLBACKS = ["a key for tests only"]  # type: ignore[attr-defined]
    assert signed(plain, commune_union).key == unit_key


def test_a_key_is_entered_once(authority: Authority, commune_union: Unit, neighbour_union: Unit, secretary: User) -> None:
    content = authority.unit_key(commune_union.name, PASSWORD)
    add_key(commune_union, content=content, password=PASSWORD, by=secretary)
    with refused("key_known"):
        add_key(neighbour_union, content=content, password=PASSWORD, by=secretary)


def test_neither_key_nor_password_lie_open_in_the_database(unit_key: SigningKey) -> None:
    assert PASSWORD.encode() not in bytes(unit_key.secret or b"")
    with refused("key_unreadable"):
        stores.open_pkcs12(bytes(unit_key.sealed or b""), PASSWORD)


def test_a_device_that_is_not_there(commune_union: Unit, secretary: User, settings: object, tmp_path: Path) -> None:
    module = str(tmp_path / "libsofthsm2.so")
    with refused("no_device"):
        add_device_key(commune_union, module=module, token="DOAN XA", label="ky", pin="1234", by=secretary)
    settings.PKCS11_MODULES = (module,)  # type: ignore[attr-defined]
    with refused("no_device"):
        add_device_key(commune_union, module=module, token="DOAN XA", label="ky", pin="1234", by=secretary)


def test_a_locator_is_read_back() -> None:
    parts = ("/usr/lib/x64/lib;p11.so", "Đoàn xã; Vạn=Linh", "ký & đóng dấu?")
    assert stores.device_parts(stores.device_locator(*parts)) == parts


class Stamps(BaseHTTPRequestHandler):
    """A server of time stamps (RFC 3161)."""

    stamper: DummyTimeStamper

    def do_POST(self) -> None:
        request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.stamper.request_tsa_response(request).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def stamps(authority: Authority) -> Iterator[str]:
    key = rsa.generate_private_key(65537, 2048)
    certificate = translate_pyca_cryptography_cert_to_asn1(authority.certify("Máy chủ dấu thời gian", key, stamps=True))
    issuing = translate_pyca_cryptography_cert_to_asn1(authority.issuing)
    Stamps.stamper = DummyTimeStamper(certificate, translate_pyca_cryptography_key_to_asn1(key), certs_to_embed=[issuing])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stamps)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_time_stamp_stands_in_the_signature(
    plain: bytes, unit_key: SigningKey, commune_union: Unit, authority: Authority, stamps: str, settings: object
) -> None:
    settings.SIGNING_TSA_URL = stamps  # type: ignore[attr-defined]
    paper = signed(plain, commune_union)
    found = status(paper.content, authority)
    assert (paper.stamped, found.bottom_line) == (True, True)
    assert [stamp and stamp.trusted for stamp in [found.timestamp_validity]] == [True]


def test_without_an_answer_of_the_stamp_server_nothing_is_signed(
    plain: bytes, unit_key: SigningKey, commune_union: Unit, settings: object
) -> None:
    settings.SIGNING_TSA_URL = "http://127.0.0.1:9/"  # type: ignore[attr-defined]
    time_stamper.cache_clear()
    with refused("no_time_stamp"):
        sign_pdf(plain, unit=commune_union, at=NOW())
