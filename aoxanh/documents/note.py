"""The small visible note of a digital signature: who signed, set by Typst so that its fonts are embedded, as an archive demands."""

import re
from functools import lru_cache
from io import BytesIO
from uuid import uuid4

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from aoxanh.kit import typesetting

WIDTH, HEIGHT = 70, 13
POINTS = 72 / 25.4
SOURCE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Chữ ký số", date: auto)
#set page(width: WIDTHmm, height: HEIGHTmm, margin: 0mm, fill: none)
#set text(font: "Be Vietnam Pro", size: 8pt, fill: rgb("#0b55a8"), lang: "vi")
#set par(leading: 0.5em)
#align(center + horizon, block(width: 100%, height: 100%, stroke: 0.5pt + rgb("#b9c9e2"), inset: 1.4mm, {
  text(7pt, "Ký số bởi")
  linebreak()
  context {
    let sizes = (9pt, 8pt, 7pt, 6pt)
    let fits = sizes.find(size => measure(text(size, weight: "bold", data.name)).width <= 66mm)
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


class DrawnPage(PdfContent):
    """A page of another PDF, held in memory, as the content of an appearance."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        super().__init__()

    def render(self) -> bytes:
        writer = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(BytesIO(self.content)))
        name = f"/Note{uuid4().hex}"
        self.resources.xobject[name] = page
        self.box = BoxConstraints(width=WIDTH * POINTS, height=HEIGHT * POINTS)
        return f"{name} Do".encode()


def style(name: str) -> StaticStampStyle:
    return StaticStampStyle(background=DrawnPage(drawn(name)), border_width=0)
