"""The country in small, with its two archipelagos: it stands on every map page."""

from functools import cache
from pathlib import Path

from django.template import Library
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

DRAWING = Path(__file__).resolve().parent.parent / "country.svg"

register = Library()


@cache
def drawing() -> str:
    return DRAWING.read_text().replace("\n", "")


@register.simple_tag
def country(*provinces: str, classes: str = "w-full") -> SafeString:
    """Viet Nam with quần đảo Hoàng Sa (Đà Nẵng) and quần đảo Trường Sa (Khánh Hòa); the provinces of these codes are ours."""
    inside = drawing()
    for code in provinces:
        inside = inside.replace(f'data-province="{code}" class="vnland"', 'class="vnhot"')
    label = _("Viet Nam, with the Hoàng Sa archipelago (Đà Nẵng) and the Trường Sa archipelago (Khánh Hòa)")
    return SafeString(f'<svg class="vnmap {escape(classes)}" viewBox="0 0 215 224" role="img" aria-label="{escape(label)}">{inside}</svg>')
