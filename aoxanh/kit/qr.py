"""QR codes as SVG: black on white in both themes, with the quiet zone that scanners need, and without any style attribute."""

from functools import lru_cache
from io import BytesIO

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 4


@lru_cache(maxsize=256)
def modules(content: str, mask: int | None = None) -> tuple[str, int]:
    """The dark modules as SVG path data, and the side of the square with its quiet zone.

    Error correction M, or better where it costs no larger code. ValueError when the content is longer than a code can hold.
    Readers take any `mask` (0–7); looking for the most even one is four fifths of the work.
    """
    code = segno.make(content, error="m", micro=False, mask=mask)
    return _path(code), len(code.matrix) + 2 * QUIET


def _path(code: segno.QRCode) -> str:
    """One horizontal stroke of unit width for each run of dark modules, as closed boxes."""
    boxes = []
    for y, row in enumerate(code.matrix, QUIET):
        start = None
        for x, dark in enumerate([*row, 0], QUIET):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                boxes.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
                start = None
    return "".join(boxes)


def inline(content: str, *, label: str, classes: str = "") -> SafeString:
    """An SVG element for a page; `label` is what a screen reader says."""
    dark, side = modules(content)
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges" role="img" aria-label="{}">'
        '<path fill="#fff" d="M0 0h{}v{}H0z"/><path fill="#000" d="{}"/></svg>',
        classes, side, side, label, side, side, dark,
    )  # fmt: skip


def svg(content: str, *, mask: int | None = None) -> str:
    """A whole SVG document, for Typst and files."""
    dark, side = modules(content, mask)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{dark}"/></svg>'
    )


def png(content: str, *, scale: int = 8) -> bytes:
    """A bitmap, for mail and chat apps that draw no SVG; `scale` pixels a module."""
    out = BytesIO()
    segno.make(content, error="m", micro=False).save(out, kind="png", scale=scale, border=QUIET)
    return out.getvalue()
