"""PDF/A and pictures from Typst, read back by other readers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from aoxanh.kit import typesetting
from aoxanh.kit.typesetting import TypesettingError

LETTER = """
#let data = json(bytes(sys.inputs.data))
#set page(width: 400pt, height: 100pt)
#set document(title: "Thư", date: auto)
#set text(font: "Be Vietnam Pro", lang: "vi", weight: data.at("weight", default: 400))
#data.name
"""
MADE_AT = datetime(2026, 11, 21, 7, tzinfo=UTC)


def text_of(document: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages).strip()


def test_vietnamese_is_read_back_as_it_was_given():
    pangram = "Đỗ Nguyễn Thị Hường ẳẵặầẩẫậềểễệồổỗộờởỡợừửữự"
    assert text_of(typesetting.pdf(LETTER, {"name": pangram})) == pangram


def test_a_pdf_says_that_it_is_archival():
    metadata = PdfReader(BytesIO(typesetting.pdf(LETTER, {"name": "Lê"}))).xmp_metadata
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "B")


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_each_weight_is_our_own_font(weight: int):
    page = PdfReader(BytesIO(typesetting.pdf(LETTER, {"name": "Ớ", "weight": weight}))).pages[0]
    names = {font.get_object()["/BaseFont"].split("+")[1] for font in page["/Resources"]["/Font"].values()}
    assert names == {
        {400: "BeVietnamPro-Regular", 500: "BeVietnamPro-Medium", 600: "BeVietnamPro-SemiBold", 700: "BeVietnamPro-Bold"}[weight]
    }


def test_the_same_data_gives_the_same_bytes():
    first, again = (typesetting.pdf(LETTER, {"name": "Lê"}, made_at=MADE_AT) for _ in range(2))
    assert first == again


def test_data_is_never_markup():
    assert text_of(typesetting.pdf(LETTER, {"name": "#panic() $x$ *a* <b>"})) == "#panic() $x$ *a* <b>"


def test_a_letter_without_a_glyph_is_named():
    with pytest.raises(TypesettingError, match="陈"):
        typesetting.pdf(LETTER, {"name": "陈"})


def test_a_wrong_template_says_where():
    with pytest.raises(TypesettingError, match="unknown variable: nothing"):
        typesetting.pdf("#nothing", {})


def test_missing_data_is_named():
    with pytest.raises(TypesettingError, match='does not contain key "name"'):
        typesetting.pdf(LETTER, {})


def test_the_next_page_after_an_error_is_set_as_usual():
    with pytest.raises(TypesettingError):
        typesetting.pdf("#nothing", {})
    assert text_of(typesetting.pdf(LETTER, {"name": "Lê"})) == "Lê"


def test_a_template_file_reads_what_lies_beside_it_and_no_further(tmp_path: Path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "outside.typ").write_text("outside")
    (tmp_path / "inner" / "beside.typ").write_text("beside")
    template = tmp_path / "inner" / "page.typ"
    template.write_text('#set document(title: "x", date: auto)\n#include "beside.typ"')
    assert text_of(typesetting.pdf(template, {})) == "beside"
    template.write_text('#include "../outside.typ"')
    with pytest.raises(TypesettingError, match="would escape"):
        typesetting.pdf(template, {})


def test_a_picture_has_a_pixel_for_each_point_and_scale():
    sizes = [Image.open(BytesIO(typesetting.png(LETTER, {"name": "Lê"}, scale=scale))).size for scale in (1, 2)]
    assert sizes == [(400, 100), (800, 200)]


def test_a_picture_of_two_pages_is_refused():
    with pytest.raises(TypesettingError, match="2 were set"):
        typesetting.png("a #pagebreak() b", {})


def test_without_fonts_the_command_that_makes_them_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    with ThreadPoolExecutor(1) as pool, pytest.raises(TypesettingError, match="make build"):
        pool.submit(typesetting.pdf, LETTER, {"name": "Lê"}).result()


def test_threads_do_not_mix_their_pages():
    names = [f"Nguyễn Thị Hường {number}" for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        pages = pool.map(lambda name: text_of(typesetting.pdf(LETTER, {"name": name})), names)
    assert list(pages) == names
