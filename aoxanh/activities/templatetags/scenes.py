"""`{% load scenes %}`: the drawing of a kind of activity, inlined so that it follows the theme."""

from functools import lru_cache

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aoxanh.activities.drawings import drawing
from aoxanh.needs.kinds import Kind, kind_of

register = Library()


@register.simple_tag
def scene(kind: str, classes: str = "w-full", label: str = "", fit: str = "xMidYMax slice") -> SafeString:
    """`{% scene activity.kind "w-full lg:h-64 lg:rounded-box" %}`; silent for screen readers unless it has a label.

    Where the box is flatter than the drawing the sky is cut; `fit="xMaxYMax slice"` keeps the right side in a narrow one.
    """
    return _scene(kind_of(kind).code, classes, label, fit)


@lru_cache(maxsize=256)
def _scene(code: str, classes: str, label: str, fit: str) -> SafeString:
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    opening = format_html('<svg class="ill {}" viewBox="0 0 720 320" preserveAspectRatio="{}" {}>', classes, fit, spoken)
    return SafeString(opening + drawing(code).partition(">")[2].replace("\n", ""))


@register.filter
def kind(code: str) -> Kind:
    """The kind of a code: `{% with k=activity.kind|kind %}{% icon k.icon %} {{ k.label }}{% endwith %}`."""
    return kind_of(code)
