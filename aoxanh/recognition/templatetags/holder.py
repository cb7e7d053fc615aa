"""The words of a record's contents, which are JSON: days are ISO texts."""

from datetime import date
from typing import Any

from django.template import Library

from aoxanh.documents.wording import span
from aoxanh.kit.codes import spaced
from aoxanh.kit.parts.when import fulldate

register = Library()


@register.filter
def iso_day(text: str) -> str:
    """ "21/11/2026"."""
    return fulldate(date.fromisoformat(text)) if text else ""


@register.simple_tag
def iso_span(row: dict[str, Any]) -> str:
    """ "28/09/2026 – 14/10/2026"."""
    return span(date.fromisoformat(row["first"]), date.fromisoformat(row["last"]))


@register.filter
def code_text(code: str) -> str:
    """ "KM4T 9QXB 7RTP"."""
    return spaced(code)
