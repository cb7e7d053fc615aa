"""Typst: a PDF/A or a picture from a template and data, in milliseconds.

A template gets its data as JSON in `sys.inputs.data`:

    #let data = json(bytes(sys.inputs.data))
    #image(bytes(data.qr), format: "svg")

Drawings and QR codes travel in the data as SVG texts (`kit.drawings.literal`, `kit.qr.svg`). The fonts are those of `aoxanh/fonts`
(`FAMILY`), then Typst's own; fonts of the machine are never used, so a page looks the same everywhere.
"""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

FAMILY = "Be Vietnam Pro"
FONTS = Path(__file__).resolve().parent.parent / "fonts"
ARCHIVAL = "a-2b"

_of_thread = threading.local()


class TypesettingError(RuntimeError):
    """The template is wrong, a font is missing, or the data holds what cannot be set; the text says which and where."""


def pdf(template: Path | str, data: Mapping[str, Any], *, made_at: datetime | None = None) -> bytes:
    """A tagged PDF/A-2b. The same template, data and `made_at` give the same bytes.

    `template` is a file, which may read files beside it, or a source text, which may not.
    A letter that no font has raises TypesettingError: an archived page may not show a blank box.
    """
    return _compile(template, data, format="pdf", pdf_standards=ARCHIVAL, timestamp=made_at and made_at.replace(microsecond=0))


def png(template: Path | str, data: Mapping[str, Any], *, scale: float = 1) -> bytes:
    """The one page of a template as PNG; at `scale` 1 a point is a pixel. More than one page raises TypesettingError."""
    pages = _compile(template, data, format="png", ppi=72 * scale)
    if isinstance(pages, list):
        raise TypesettingError(f"One page was wanted, {len(pages)} were set.")
    return pages


def _compile(template: Path | str, data: Mapping[str, Any], **options: Any) -> Any:
    source, root = (template.encode(), FONTS) if isinstance(template, str) else (template, template.parent)
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return _compiler().compile(source, root=root, sys_inputs=inputs, **options)
    except typst.TypstError as error:
        raise TypesettingError("\n".join([error.message, *error.hints, error.diagnostic])) from error


def _compiler() -> typst.Compiler:
    """This thread's compiler. It reads the fonts once and remembers what it laid out; it must not be shared between threads."""
    if not hasattr(_of_thread, "compiler"):
        if not any(FONTS.glob("*.ttf")):
            raise TypesettingError(f"No fonts in {FONTS}: run `make build`.")
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
        _of_thread.compiler = typst.Compiler(font_paths=fonts)
    return _of_thread.compiler
