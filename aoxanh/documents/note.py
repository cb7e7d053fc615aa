"""The small visible note of a digital signature: who signed, set by Typst so that its fonts are embedded, as an archive demands."""

import re
import threading
from functools import lru_cache
from io import BytesIO
from uuid import uuid4

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from aoxanh.kit import typesetting

WIDTH, HEIGHT = 70, 13
READERS = 64
WHOLE = SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0))
POINTS = 72 / 25.4
_readers = threading.local()
SOURCE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Chữ ký số", date: auto)
#set page(width: WIDTHmm, height: HEIGHTmm, margin: 0.3mm, fill: none)
#set text(font: "Be Vietnam Pro", size: 8pt, fill: rgb("#0b55a8"), lang: "vi")
#set par(leading: 0.5em)
#align(center + horizon, block(width: 100%, height: 100%, stroke: 0.5pt + rgb("#b9c9e2"), inset: 1.2mm, {
  text(7pt, "Ký số bởi")
  linebreak()
  context {
    let sizes = (9pt, 8pt, 7pt, 6pt)
    let fits = sizes.find(size => measure(text(size, weight: "bold", data.name)).width <= 65mm)
    text(if fits == none { 5pt } else { fits }, weight: "bold", data.name)
  }
}))
""".replace("WIDTH", str(WIDTH)).replace("HEIGHT", str(HEIGHT))


@lru_cache(maxsize=256)
def drawn(name: str) -> bytes:
    """The note as a PDF of one page; what no font has is left out of the name."""
    try:
        return typesetting.pdf(SOURCE, {"name": name})
    except typesetting.TypesettingError:
        return typesetting.pdf(SOURCE, {"name": re.sub(r"[^\w .,()&/-]", "", name, flags=re.ASCII)})


def reader_of(name: str) -> PdfFileReader:
    """The drawn note, read once a thread: a reader keeps what it parsed."""
    kept: dict[str, PdfFileReader] = _readers.__dict__
    if name not in kept:
        if len(kept) >= READERS:
            kept.clear()
        kept[name] = PdfFileReader(BytesIO(drawn(name)))
    return kept[name]


class DrawnPage(PdfContent):
    """A page of another PDF as the content of an appearance."""

    def __init__(self, reader: PdfFileReader) -> None:
        self.reader = reader
        super().__init__()

    def render(self) -> bytes:
        writer = self._ensure_writer
        page = writer.import_page_as_xobject(self.reader)
        name = f"/Note{uuid4().hex}"
        self.resources.xobject[name] = page
        self.box = BoxConstraints(width=WIDTH * POINTS, height=HEIGHT * POINTS)
        return f"{name} Do".encode()


def style(name: str) -> StaticStampStyle:
    return StaticStampStyle(background=DrawnPage(reader_of(name)), background_layout=WHOLE, border_width=0)
