"""Lucide icons (ISC), inlined so that they take the colour of the words beside them."""

import re
from functools import cache
from pathlib import Path

from django.template import Library
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

FOLDER = Path(__file__).resolve().parent.parent / "icons"
SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)

register = Library()


@cache
def shapes(name: str) -> SafeString:
    """The drawing inside an icon; LookupError names the command that fetches a missing one."""
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        raise LookupError(f"No icon {name!r} in kit/icons: name a Lucide icon and run `npm run icons`.")
    inside = SHAPES.search(path.read_text())
    return SafeString(re.sub(r"\s+", " ", re.sub(r">\s+<", "><", inside[1])).strip() if inside else "")


@cache
def icon_svg(name: str, classes: str = "size-5", label: str = "") -> SafeString:
    """An icon; hidden from screen readers unless it has a label of its own."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return SafeString(f'<svg class="{escape(f"icon {classes}".strip())}" viewBox="0 0 24 24" {spoken}>{shapes(name)}</svg>')


@register.simple_tag
def icon(name: str, classes: str = "size-5", label: str = "") -> SafeString:
    """`{% icon "map-pin" %}`, `{% icon "map-pin" "size-4 text-ink-3" %}`."""
    return icon_svg(str(name), str(classes), str(label))
