"""Uploaded files: genuine, changed, signed by others, unsigned, badges, and what is no paper at all."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign import signers
from pypdf import PdfReader

from aoxanh.accounts.models import User
from aoxanh.documents import jose, stores
from aoxanh.documents.actions import add_key, revoke_key
from aoxanh.documents.models import SigningKey
from aoxanh.documents.signing import sign_pdf
from aoxanh.documents.trial_authority import Authority, make_authority
from aoxanh.kit import typesetting
from aoxanh.kit.refusals import Refused
from aoxanh.recognition import badges, baking, paper
from aoxanh.recognition.actions.badges import badge_of
from aoxanh.recognition.actions.endings import revoke
from aoxanh.recognition.models import Certificate, Paper
from aoxanh.recognition.papers import content_of, make_paper
from aoxanh.recognition.verifying import LARGEST, Found, look_at
from aoxanh.recognition.views.verify_file import TRIES

pytestmark = pytest.mark.django_db
BROKEN = {Found.CHANGED, Found.UNSIGNED}
PASSWORD = "mat-khau-cua-khoa"
type Send = Callable[[bytes], HttpResponse]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return make_authority()


@pytest.fixture
def key(authority: Authority, certificate: Certificate, secretary: User) -> SigningKey:
    unit = certificate.unit
    return add_key(unit, content=authority.unit_key(unit.name, PASSWORD), password=PASSWORD, by=secretary)


@pytest.fixture
def signed(key: SigningKey, certificate: Certificate) -> bytes:
    Paper.objects.filter(certificate=certificate).delete()
    return content_of(make_paper(certificate))


@pytest.fixture
def send(client: Client) -> Send:
    return lambda content: client.post("/xac-minh/tep/", {"tep": SimpleUploadedFile("giay.pdf", content)})


def heading(answer: HttpResponse) -> str:
    return " ".join(re.findall(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)[0].split())


def refused(code: str) -> object:
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def test_the_file_that_was_issued_is_genuine(send: Send, signed: bytes, certificate: Certificate) -> None:
    answer = send(signed)
    page = answer.content.decode()
    assert (answer.status_code, heading(answer), answer["Cache-Control"]) == (200, "Tệp thật, còn nguyên vẹn", "no-store")
    assert (certificate.holder_name in page, "ký bởi Đoàn xã Vạn Linh" in page) == (True, True)


def test_a_revoked_one_says_so_and_why(send: Send, signed: bytes, certificate: Certificate, secretary: User) -> None:
    revoke(certificate, reason="mistake", words="Ghi nhầm người nhận.", by=secretary)
    answer = send(signed)
    assert (heading(answer), "Ghi nhầm người nhận." in answer.content.decode()) == ("Giấy chứng nhận này đã bị thu hồi", True)


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_changed_byte_goes_unseen(signed: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(signed) - 1))
    content = bytearray(signed)
    content[place] ^= data.draw(st.integers(1, 255))
    outcome = told(bytes(content))
    assert outcome in BROKEN or (outcome == "unreadable" and place < 1024) or (outcome == Found.OURS_UNKNOWN and in_padding(signed, place))


def told(content: bytes) -> str:
    """What was found, or the code of the refusal."""
    try:
        return look_at(content).found
    except Refused as refusal:
        return refusal.code


def in_padding(content: bytes, place: int) -> bool:
    """Whether the byte lies in what the signature itself leaves open: the zeros behind it, in the gap that no signature covers."""
    start, length, after, _rest = (int(number) for number in re.findall(rb"/ByteRange\s*\[([\d ]+)\]", content)[0].split())
    return start + length <= place < after


def test_a_changed_byte_of_the_text_is_told(send: Send, signed: bytes, certificate: Certificate) -> None:
    content = bytearray(signed)
    content[content.index(b"stream", 2000) + 30] ^= 1
    assert heading(send(bytes(content))) == "Đã bị sửa sau khi ký"
    assert look_at(bytes(content)).signer == certificate.unit_name


def test_what_was_added_behind_the_signature_is_told_and_what_it_was(signed: bytes, certificate: Certificate) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.insert_page(PageObject(contents=writer.add_object(StreamObject(stream_data=b"")), media_box=(0, 0, 100, 100)))
    output = BytesIO()
    writer.write(output)
    verdict = look_at(output.getvalue())
    assert (verdict.found, verdict.certificate) == (Found.CHANGED, certificate)


def test_a_key_of_nobody_here_with_the_same_name_is_told(signed: bytes, authority: Authority, certificate: Certificate) -> None:
    signer, _facts = stores.open_pkcs12(make_authority().unit_key(certificate.unit_name, PASSWORD), PASSWORD)
    plain = paper.pdf([certificate])
    forged = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(plain)), signers.PdfSignatureMetadata(field_name="A"), signer=signer)
    verdict = look_at(forged.getvalue())
    assert (verdict.found, verdict.signer, verdict.certificate) == (Found.FOREIGN, certificate.unit_name, certificate)


def test_what_the_unit_signed_but_never_issued_is_told(send: Send, key: SigningKey, certificate: Certificate, secretary: User) -> None:
    other = sign_pdf(typesetting.pdf('#set text(font: "Be Vietnam Pro")\nThư mời', {}), unit=certificate.unit, at=timezone.now(), room=None)
    assert other
    assert look_at(other.content).found == Found.OURS_UNKNOWN
    revoke_key(key, by=secretary)
    assert look_at(other.content).found == Found.REVOKED_KEY
    assert heading(send(other.content)) == "Ký bằng khóa đã bị thu hồi"


def test_an_unsigned_copy_names_its_certificate(send: Send, certificate: Certificate) -> None:
    plain = paper.preview_pdf(certificate, at=timezone.now())
    verdict = look_at(plain)
    assert (verdict.found, verdict.certificate) == (Found.UNSIGNED, certificate)
    assert f"/xac-minh/{certificate.code}/" in send(plain).content.decode()
    other = typesetting.pdf('#set text(font: "Be Vietnam Pro")\nHóa đơn', {})
    assert (look_at(other).found, look_at(other).certificate) == (Found.UNSIGNED, None)


def test_the_code_stands_in_the_description_of_the_file(certificate: Certificate) -> None:
    assert PdfReader(BytesIO(paper.pdf([certificate]))).metadata["/Keywords"] == certificate.code


def test_what_is_no_paper_is_refused(send: Send) -> None:
    for content, code in [(b"", "empty"), (b"xin chao", "unreadable"), (b"%PDF-1.7 nothing", "unreadable")]:
        with refused(code):
            look_at(content)
    with refused("too_large"):
        look_at(b"%PDF-" + bytes(LARGEST))
    answer = send(b"\xff\xd8\xff a picture")
    assert (answer.status_code, answer["X-Refusal"]) == (409, "unreadable")


def test_a_file_that_is_too_large_is_not_read(send: Send) -> None:
    answer = send(b"%PDF-" + bytes(LARGEST))
    assert (answer.status_code, answer["X-Refusal"]) == (409, "too_large")


def test_a_picture_bomb_and_a_poisoned_json_are_refused() -> None:
    for content in [
        b"{" * 100_000,
        b'{"id": 5}',
        b'{"id": "data:application/vc+jwt,a.b"}',
        b"[" * 9000,
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 90,
    ]:
        with refused("unreadable"):
            look_at(content)


def test_badges_are_known_in_each_of_their_forms(certificate: Certificate, secretary: User) -> None:
    row, key = badge_of(certificate)
    token = badges.token(row, key, named=False)
    for content in [token.encode(), badges.enveloped(token), baking.png(certificate, token, hours="4 giờ")]:
        verdict = look_at(content)
        assert (verdict.found, verdict.certificate) == (Found.BADGE, certificate)
    revoke(certificate, reason="asked", words="Người được cấp xin thu hồi.", by=secretary)
    assert look_at(token.encode()).certificate == certificate


def test_a_forged_badge_is_told(send: Send, certificate: Certificate) -> None:
    row, key = badge_of(certificate)
    head, payload, signature = badges.token(row, key, named=False).split(".")
    _head, told = jose.parts(f"{head}.{payload}.{signature}")
    forged = ".".join([head, jose.encoded(jose.compact(told | {"name": "Chiến sĩ xuất sắc"})), signature])
    assert look_at(forged.encode()).found == Found.BADGE_FALSE
    assert heading(send(forged.encode())) == "Không phải huy hiệu của trang này"


def test_one_may_not_ask_without_end(send: Send) -> None:
    answers = [send(b"xin chao").status_code for _ in range(TRIES + 1)]
    assert (answers[-2], answers[-1]) == (409, 429)


def test_the_address_of_the_answer_leads_back(client: Client) -> None:
    answer = client.get("/xac-minh/tep/")
    assert (answer.status_code, answer["Location"]) == (302, "/xac-minh/")


def test_english_has_it_too(client: Client, signed: bytes) -> None:
    answer = client.post("/en/xac-minh/tep/", {"tep": SimpleUploadedFile("a.pdf", signed)})
    assert heading(answer) == "Genuine and unchanged"
