"""What becomes of an upload."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from aoxanh.kit.refusals import Refused
from aoxanh.media.encoding import BYTES_AT_MOST, Encoded, encode
from tests.media.conftest import Upload

ORIENTATION, GPS, DESCRIPTION = 0x0112, 0x8825, 0x010E
BLUE, RED = (23, 98, 182), (200, 30, 30)


def shown(encoded: Encoded) -> Image.Image:
    return Image.open(BytesIO(encoded.largest))


def is_about(pixel: object, colour: tuple[int, int, int]) -> bool:
    return isinstance(pixel, tuple) and all(abs(have - want) < 12 for have, want in zip(pixel, colour, strict=True))


def refusal(file: SimpleUploadedFile) -> Refused:
    with pytest.raises(Refused) as refused:
        encode(file)
    return refused.value


def located() -> Image.Exif:
    exif = Image.Exif()
    exif[DESCRIPTION] = "Nhà của Hạnh"
    exif.get_ifd(GPS).update({1: "N", 2: (21.0, 38.0, 25.8), 3: "E", 4: (106.0, 29.0, 6.0)})
    return exif


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_written_anew_as_jpeg(upload: Upload, form: str) -> None:
    encoded = encode(upload(form=form))
    assert (shown(encoded).format, encoded.width, encoded.height, list(encoded.files)) == ("JPEG", 800, 600, [480, 800])
    assert is_about(shown(encoded).getpixel((10, 10)), BLUE)


def test_the_place_where_it_was_taken_is_removed(upload: Upload) -> None:
    before = upload(exif=located())
    assert Image.open(before).getexif().get_ifd(GPS) != {}
    for body in encode(before).files.values():
        kept = Image.open(BytesIO(body))
        assert (dict(kept.getexif()), kept.info.get("comment"), b"Exif" in body, "Nhà".encode() in body) == ({}, None, False, False)


@pytest.mark.parametrize(
    ("orientation", "size", "top", "bottom"), [(1, (800, 600), BLUE, RED), (3, (800, 600), RED, BLUE), (6, (600, 800), None, None)]
)
def test_a_picture_taken_sideways_stands_upright(
    upload: Upload, orientation: int, size: tuple[int, int], top: object, bottom: object
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture = shown(encode(upload(exif=exif)))
    assert picture.size == size
    if isinstance(top, tuple) and isinstance(bottom, tuple):
        assert is_about(picture.getpixel((10, 10)), top)
        assert is_about(picture.getpixel((10, size[1] - 10)), bottom)
    else:
        assert is_about(picture.getpixel((size[0] - 10, 10)), BLUE)


def test_a_large_picture_is_kept_at_1600_px_in_three_widths(upload: Upload) -> None:
    encoded = encode(upload(size=(4000, 3000)))
    assert {width: Image.open(BytesIO(body)).size for width, body in encoded.files.items()} == {
        480: (480, 360),
        960: (960, 720),
        1600: (1600, 1200),
    }


def test_a_tall_picture_is_at_most_1600_px_high(upload: Upload) -> None:
    encoded = encode(upload(size=(1000, 4000)))
    assert (encoded.width, encoded.height, list(encoded.files)) == (400, 1600, [400])


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colour_spaces_become_rgb(upload: Upload, mode: str) -> None:
    assert shown(encode(upload(mode=mode))).mode == "RGB"


def test_what_is_transparent_becomes_white() -> None:
    body = BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(body, "PNG")
    assert shown(encode(SimpleUploadedFile("anh.png", body.getvalue()))).getpixel((5, 5)) == (255, 255, 255)


def test_a_colour_profile_is_applied_and_dropped(upload: Upload) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = shown(encode(upload(icc_profile=profile)))
    assert "icc_profile" not in picture.info
    assert is_about(picture.getpixel((10, 10)), BLUE)


def test_a_broken_colour_profile_does_no_harm(upload: Upload) -> None:
    assert shown(encode(upload(icc_profile=b"not a profile"))).size == (800, 600)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("anh.jpg", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n"),
        ("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("anh.jpg", b"<html><script>alert(1)</script></html>"),
        ("anh.jpg", b"GIF89a" + b"\x00" * 40),
        ("anh.jpg", b"\xff\xd8\xff\xe0"),
        ("anh.jpg", b"x"),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 20),
    ],
)
def test_what_only_calls_itself_a_picture_is_refused(name: str, body: bytes) -> None:
    refused = refusal(SimpleUploadedFile(name, body, content_type="image/jpeg"))
    assert (refused.code, str(refused)) == ("not_an_image", f"{name} không phải là ảnh. Chọn ảnh JPEG, PNG hoặc WebP.")


def test_a_picture_with_a_script_behind_it_loses_the_script(upload: Upload) -> None:
    file = upload()
    smuggled = SimpleUploadedFile("anh.jpg", file.read() + b"<script>alert(1)</script>")
    assert b"<script>" not in encode(smuggled).largest


def test_a_file_that_is_too_large_is_refused_with_its_size(upload: Upload) -> None:
    body = upload().read()
    refused = refusal(SimpleUploadedFile("DSC_0001.jpg", body + b"\x00" * BYTES_AT_MOST))
    assert (refused.code, str(refused)) == (
        "too_large",
        "DSC_0001.jpg nặng 16 MB. Ảnh được tối đa 15 MB: gửi ảnh nhỏ hơn hoặc chụp lại.",
    )


def png_that_says(width: int, height: int) -> SimpleUploadedFile:
    """A few bytes that claim to be a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return SimpleUploadedFile(
        "bom.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [8_000, 10_000, 60_000])
def test_a_decompression_bomb_is_refused_before_it_is_opened(side: int) -> None:
    assert refusal(png_that_says(side, side)).code == "too_many_pixels"


def test_a_picture_that_is_too_small_is_refused_with_its_size(upload: Upload) -> None:
    refused = refusal(upload(size=(120, 80)))
    assert (refused.code, str(refused)) == ("too_small", "anh.jpg nhỏ quá: 120 × 80 điểm ảnh. Cạnh ngắn cần ít nhất 200.")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_on_the_way_is_refused(upload: Upload, form: str) -> None:
    body = upload(form=form, size=(1200, 900)).read()
    assert refusal(SimpleUploadedFile("anh.jpg", body[: len(body) // 2])).code in {"damaged", "not_an_image"}


def test_a_long_or_strange_file_name_stays_readable_in_the_sentence() -> None:
    refused = refusal(SimpleUploadedFile("anh-" + "rat-" * 30 + "dai.jpg", b"x"))
    assert str(refused).startswith("anh-rat-rat-rat-rat-rat-…-rat-dai.jpg không phải là ảnh.")


def heic(brand: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_0001.HEIC", b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic" + b"\x00" * 400)


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_what_an_iphone_keeps_is_refused_with_what_to_do(brand: bytes) -> None:
    refused = refusal(heic(brand))
    assert refused.code == "heic"
    assert "Tương thích nhất" in str(refused)
    assert "IMG_0001.HEIC" in str(refused)


def test_a_picture_of_40_mb_is_refused_before_it_is_read(upload: Upload) -> None:
    file = SimpleUploadedFile("DSC_0001.jpg", upload().read())
    file.size = 40 * 1024 * 1024
    assert refusal(file).code == "too_large"
