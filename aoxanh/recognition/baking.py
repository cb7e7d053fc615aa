"""A badge as a picture that carries its credential (Open Badges 3.0, 5.3)."""

from struct import pack
from zlib import crc32

from aoxanh.kit import typesetting
from aoxanh.recognition.badges import title
from aoxanh.recognition.models import Certificate

KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
SOURCE = """
#let data = json(bytes(sys.inputs.data))
#set page(width: 96mm, height: 96mm, margin: 0mm, fill: none)
#set text(font: "Be Vietnam Pro", lang: "vi", hyphenate: false)
#set par(leading: 0.5em)
#place(center + horizon, circle(radius: 47mm, fill: rgb("#0b55a8")))
#place(center + horizon, circle(radius: 44mm, stroke: 0.8mm + rgb("#f4c31f")))
#place(center + horizon, block(width: 66mm, {
  set align(center)
  set text(fill: white)
  text(8.5pt, tracking: 1pt, weight: "semibold", upper("Tình nguyện"))
  v(3mm)
  context {
    let sizes = (17pt, 15pt, 13pt, 11pt, 9.5pt, 8pt)
    let fits = sizes.find(size => measure(block(width: 66mm, text(size, weight: "bold", data.title))).height <= 34mm)
    text(if fits == none { 7pt } else { fits }, weight: "bold", data.title)
  }
  v(3mm)
  if data.hours != "" { text(11pt, weight: "semibold", fill: rgb("#f4c31f"), data.hours); v(2mm) }
  text(8.5pt, data.unit)
}))
"""


def png(certificate: Certificate, token: str, *, hours: str) -> bytes:
    """The round badge, 408 pixels wide, with the credential in a text of its own."""
    facts = {"title": title(certificate), "hours": hours, "unit": certificate.unit_name}
    return baked(typesetting.png(SOURCE, facts, scale=1.5), token)


def baked(picture: bytes, token: str) -> bytes:
    """The PNG with the credential in an iTXt chunk before its end."""
    content = b"iTXt" + KEYWORD + b"\x00\x00\x00\x00\x00" + token.encode()
    return picture[: -len(END)] + pack("!I", len(content) - 4) + content + pack("!I", crc32(content)) + END


def credential_in(picture: bytes) -> str | None:
    """The credential that a PNG carries; None where it carries none."""
    place = 8
    while place + 12 <= len(picture):
        size, kind = int.from_bytes(picture[place : place + 4]), picture[place + 4 : place + 8]
        content = picture[place + 8 : place + 8 + size]
        if kind == b"iTXt" and content.startswith(KEYWORD + b"\x00\x00\x00"):
            return content[len(KEYWORD) + 3 :].split(b"\x00", 2)[-1].decode("utf-8", "replace")
        place += 12 + size
    return None
