"""Turning an upload into a picture that we dare to show: decoded, turned upright, stripped, made smaller, written anew.

Nothing of the uploaded file survives but its pixels: no EXIF, no place, no comment, no script.
"""

from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from aoxanh.kit.refusals import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
HEAD = 40
BYTES_AT_MOST = 15 * 1024 * 1024
PIXELS_AT_MOST = 60_000_000
SHORT_SIDE_AT_LEAST = 200
WIDTHS = (480, 960, 1600)
QUALITY = 82
WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Encoded:
    """A picture ready to be kept: its JPEG files by width, the widest at most 1,600 px wide and high."""

    files: dict[int, bytes]
    width: int
    height: int

    @property
    def largest(self) -> bytes:
        return self.files[max(self.files)]


def encode(file: File) -> Encoded:
    """Refuses with `too_large`, `heic`, `not_an_image`, `too_many_pixels`, `too_small`, `damaged`."""
    if file.size > BYTES_AT_MOST:
        raise Refused(
            "too_large",
            _("%(name)s has %(size)d MB. A picture may have %(most)d MB: send it smaller, or take it anew.")
            % {"name": shown_name(file), "size": -(-file.size // 1024**2), "most": BYTES_AT_MOST // 1024**2},
        )
    image = upright(opened(file), file)
    return Encoded(written(image), *image.size)


def opened(file: File) -> Image.Image:
    """The picture with its size checked, before a pixel is decoded."""
    name = shown_name(file)
    refuse_heic(file, name)
    try:
        image = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_pixels(name) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused("not_an_image", _("%(name)s is not a picture. Choose a JPEG, PNG or WebP.") % {"name": name}) from error
    width, height = image.size
    if width * height > PIXELS_AT_MOST:
        raise too_many_pixels(name)
    if min(width, height) < SHORT_SIDE_AT_LEAST:
        raise Refused(
            "too_small",
            _("%(name)s is too small: %(width)d × %(height)d px. The short side needs %(least)d px.")
            % {"name": name, "width": width, "height": height, "least": SHORT_SIDE_AT_LEAST},
        )
    return image


def refuse_heic(file: File, name: str) -> None:
    """What an iPhone keeps and no browser shows: its owner can send it as JPEG."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head[4:8] == b"ftyp" and any(brand in head[8:] for brand in HEIC):
        text = _(
            "%(name)s is in the iPhone's own format (HEIC). Choose “Most compatible” in Settings, Camera, Formats, or send it as JPEG."
        )
        raise Refused("heic", text % {"name": name})


def too_many_pixels(name: str) -> Refused:
    most = PIXELS_AT_MOST // 1_000_000
    return Refused("too_many_pixels", _("%(name)s has more than %(most)d million pixels. Make it smaller.") % {"name": name, "most": most})


def upright(image: Image.Image, file: File) -> Image.Image:
    """The pixels as people saw them, in sRGB, at most as large as we keep."""
    most = max(WIDTHS)
    try:
        image.draft("RGB", (most, most))
        image = ImageOps.exif_transpose(image)
        image.thumbnail((most, most), Image.Resampling.LANCZOS)
        return in_srgb(image)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        name = shown_name(file)
        raise Refused("damaged", _("%(name)s is damaged and cannot be read to its end. Send it again.") % {"name": name}) from error


def in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            return ImageCms.profileToProfile(image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        except ImageCms.PyCMSError:
            pass
    if "A" in image.getbands() or "transparency" in image.info:
        ground = Image.new("RGB", image.size, WHITE)
        ground.paste(image, mask=image.convert("RGBA").getchannel("A"))
        return ground
    return image.convert("RGB")


def written(image: Image.Image) -> dict[int, bytes]:
    """JPEG files by width: the narrower ones of WIDTHS, and the picture itself."""
    files = {width: jpeg(image.resize((width, scaled(image, width)), Image.Resampling.LANCZOS)) for width in WIDTHS if width < image.width}
    return {**files, image.width: jpeg(image)}


def scaled(image: Image.Image, width: int) -> int:
    return max(1, round(image.height * width / image.width))


def jpeg(image: Image.Image) -> bytes:
    body = BytesIO()
    image.info.clear()
    image.save(body, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return body.getvalue()


def shown_name(file: File) -> str:
    """The name people know the file by, short enough for a sentence."""
    name = (file.name or _("The file")).replace("\\", "/").rsplit("/", 1)[-1]
    return name if len(name) <= 40 else f"{name[:24]}…{name[-12:]}"
