"""QR codes, read back by a scanner's library."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from aoxanh.kit import drawings, qr, typesetting

ADDRESS = "https://aoxanh.example/xac-minh/KM4T9QXB/"
SHEET = """
#let data = json(bytes(sys.inputs.data))
#set page(width: 60pt, height: 60pt, margin: 0pt, fill: rgb(data.ground))
#image(bytes(data.qr), format: "svg", width: 100%)
"""


def scanned(picture: bytes) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))]


@pytest.mark.parametrize("content", [ADDRESS, "KM4T9QXB", "Giấy chứng nhận của Nguyễn Thị Hường"])
def test_a_code_is_read_back(content: str):
    assert scanned(typesetting.png(SHEET, {"qr": qr.svg(content), "ground": "#ffffff"}, scale=5)) == [content]


def test_the_quiet_zone_is_its_own_so_a_dark_page_does_no_harm():
    assert scanned(typesetting.png(SHEET, {"qr": qr.svg(ADDRESS), "ground": "#0d1520"}, scale=5)) == [ADDRESS]


def test_a_bitmap_is_read_back():
    assert scanned(qr.png(ADDRESS)) == [ADDRESS]


def test_an_element_for_a_page_has_no_style_and_a_label():
    element = qr.inline(ADDRESS, label='Mã "của bạn"', classes="size-60")
    assert "style" not in element
    assert element.startswith(
        '<svg class="size-60" viewBox="0 0 37 37" shape-rendering="crispEdges" role="img" aria-label="Mã &quot;của bạn&quot;">'
    )


def test_content_in_markup_does_not_reach_the_page():
    assert "<script>" not in qr.inline("<script>alert(1)</script>", label="x")


def test_too_long_a_content_is_a_value_error():
    with pytest.raises(ValueError, match="Data too large"):
        qr.svg("a" * 4000)


def test_the_side_holds_the_quiet_zone():
    dark, side = qr.modules("A")
    assert (side, dark[:7]) == (21 + 2 * qr.QUIET, "M4 4h7v")


def test_a_drawing_is_rasterised_at_the_width_asked():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect class="i-shirt" width="40" height="30"/></svg>'
    picture = Image.open(BytesIO(drawings.raster(svg, width=400))).convert("RGB")
    assert (picture.size, picture.getpixel((200, 150))) == ((400, 300), (0x17, 0x62, 0xB6))
