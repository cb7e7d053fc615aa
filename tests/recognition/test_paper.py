"""The paper itself, read back by other readers: its words, its QR code, its archival promise."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from aoxanh.activities.models import Activity
from aoxanh.recognition import paper
from aoxanh.recognition.batch import place_text
from aoxanh.recognition.models import Certificate

pytestmark = pytest.mark.django_db

LONG_NAME = "Công Tằng Tôn Nữ Hoàng Nguyễn Phương Quỳnh Thương Ánh Nguyệt"
LONG_TITLE = "Hỗ trợ bà con thôn Khun Phang, Nà Pe dựng lại 114 ngôi nhà, sửa cầu treo, dọn 13 km đường đất sạt sau hoàn lưu bão số 10"


def pages(document: bytes) -> list[list[str]]:
    return [[" ".join(line.split()) for line in page.extract_text().splitlines()] for page in PdfReader(BytesIO(document)).pages]


def text_of(document: bytes) -> str:
    return " ".join(" ".join(lines) for lines in pages(document))


def picture(document: bytes):  # type: ignore[no-untyped-def]
    return pypdfium2.PdfDocument(document)[0].render(scale=2).to_pil()


def changed(certificate: Certificate, **facts: object) -> Certificate:
    """The certificate as it would stand with other facts; never saved."""
    for name, value in facts.items():
        setattr(certificate, name, value)
    return certificate


def test_every_word_is_read_back(certificate: Certificate, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    certificate = changed(certificate, minutes=450, starts_on=date(2026, 9, 28), ends_on=date(2026, 10, 14), issued_on=date(2026, 2, 5))
    (lines,) = pages(paper.pdf([certificate]))
    assert sorted(lines) == sorted(
        [
            "TỈNH ĐOÀN LẠNG SƠN",
            "BAN CHẤP HÀNH ĐOÀN XÃ VẠN LINH",
            "***",
            "Số: 01-GCN/ĐTN-VL",
            "ĐOÀN TNCS HỒ CHÍ MINH",
            "GIẤY CHỨNG NHẬN",
            "Ban Chấp hành Đoàn xã Vạn Linh chứng nhận",
            "Vi Thị Hạnh",
            "đã tham gia hoạt động tình nguyện",
            "Sửa bếp ăn bán trú điểm trường Vạn Linh",
            "Số giờ có điểm danh",
            "7 giờ 30 phút",
            "Thời gian",
            "28/09/2026 – 14/10/2026",
            "Địa điểm",
            "Điểm trường Vạn Linh,",
            "xã Vạn Linh, tỉnh Lạng Sơn",
            "Mã xác minh",
            certificate.code_text,
            "Quét mã QR, hoặc gõ mã này tại",
            "127.0.0.1:8000/xac-minh/",
            "Vạn Linh, ngày 05 tháng 02 năm 2026",
            "TM. BAN CHẤP HÀNH",
            "BÍ THƯ",
            "Đinh Thùy Dương",
        ]
    )


def test_the_qr_code_leads_to_the_page_with_the_same_name(certificate: Certificate, client: Client) -> None:
    (code,) = zxingcpp.read_barcodes(picture(paper.pdf([certificate])))
    assert code.text == f"{settings.BASE_URL}/xac-minh/{certificate.code}/"
    page = client.get(code.text.removeprefix(settings.BASE_URL))
    assert (page.status_code, f">{certificate.holder_name}<" in page.content.decode()) == (200, True)


def test_it_is_archival_names_itself_and_stays_the_same(certificate: Certificate) -> None:
    document = paper.pdf([certificate])
    reader = PdfReader(BytesIO(document))
    assert (reader.xmp_metadata.pdfaid_part, reader.xmp_metadata.pdfaid_conformance) == ("2", "B")
    assert reader.metadata.title == "Giấy chứng nhận 01-GCN/ĐTN-VL, Vi Thị Hạnh"
    assert reader.metadata.author == "Ban Chấp hành Đoàn xã Vạn Linh"
    assert paper.pdf([Certificate.objects.get(pk=certificate.pk)]) == document


def test_it_is_one_a4_sheet_lying(certificate: Certificate) -> None:
    (page,) = PdfReader(BytesIO(paper.pdf([certificate]))).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)


def test_long_names_and_titles_stand_whole_on_one_sheet(certificate: Certificate) -> None:
    document = paper.pdf([changed(certificate, holder_name=LONG_NAME, activity_title=LONG_TITLE)])
    assert (len(LONG_NAME), len(LONG_TITLE), len(pages(document))) == (60, 120, 1)
    assert (LONG_NAME in text_of(document), LONG_TITLE in text_of(document)) == (True, True)


def test_the_longest_that_the_database_holds_still_fits(certificate: Certificate) -> None:
    lengths = {
        "holder_name": 120,
        "activity_title": 120,
        "place_text": 240,
        "issuer_name": 220,
        "parent_name": 200,
        "signer_title": 120,
        "signer_name": 120,
        "unit_name": 200,
    }
    full = changed(certificate, **{name: ("Nguyễn Hoàng Phượng " * 20)[:length].strip() for name, length in lengths.items()})
    document = paper.pdf([full])
    assert len(pages(document)) == 1
    assert zxingcpp.read_barcodes(picture(document))[0].text.endswith(f"/{certificate.code}/")


@pytest.mark.parametrize("name", ["#panic() $x$ *a* _b_ <c>", "Y Bhăm Êban", "H'Hen Niê", "Nguyễn-Trần Ẵm", "O’Brien"])
def test_names_of_every_people_are_printed_as_they_are(certificate: Certificate, name: str) -> None:
    assert name in text_of(paper.pdf([changed(certificate, holder_name=name)]))


def test_names_written_with_loose_marks_are_printable(certificate: Certificate) -> None:
    assert paper.unprintable(["Vi Thị Hạnh", "Vi Thi\u0323 Ha\u0323nh"]) == []


def test_names_that_no_font_holds_are_told_apart() -> None:
    assert paper.unprintable(["Vi Thị Hạnh", "陈 Hạnh", "Lê 🎉"]) == ["陈 Hạnh", "Lê 🎉"]
    assert paper.unprintable([]) == []


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_paper_of_the_demo_says_that_it_proves_nothing(certificate: Certificate, settings: object, is_demo: bool) -> None:
    settings.DEMO = is_demo  # type: ignore[attr-defined]
    assert ("BẢN DÙNG THỬ · KHÔNG CÓ GIÁ TRỊ CHỨNG NHẬN" in text_of(paper.pdf([certificate]))) is is_demo


def test_a_preview_says_that_it_is_not_issued(certificate: Certificate) -> None:
    assert "BẢN XEM TRƯỚC · CHƯA CẤP" in text_of(paper.preview_pdf(certificate, at=certificate.issued_at))


def test_many_papers_are_many_pages(certificate: Certificate) -> None:
    assert len(pages(paper.pdf([certificate, certificate, certificate]))) == 3


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Điểm trường Vạn Linh", "Điểm trường Vạn Linh, xã Vạn Linh, tỉnh Lạng Sơn"),
        ("Nhà văn hóa xã Vạn Linh", "Nhà văn hóa xã Vạn Linh, tỉnh Lạng Sơn"),
    ],
)
def test_a_place_is_said_once(activity: Activity, place: str, text: str) -> None:
    activity.place_name = place
    assert place_text(activity) == text


def test_a_place_may_have_commas(certificate: Certificate) -> None:
    place = "Nhà văn hóa thôn Khun Phang, Nà Pe, xã Vạn Linh, tỉnh Lạng Sơn"
    assert paper.with_whole_tail(place).replace("\u00a0", " ") == place
    assert paper.with_whole_tail("Lạng Sơn").replace("\u00a0", " ") == "Lạng Sơn"
