"""`{% load desk_units %}`: numbers and codes of units in the words of the desk."""

from collections.abc import Iterable

from django.template import Library

from aoxanh.org import wording
from aoxanh.org.models import Unit
from aoxanh.org.wording import Share

register = Library()


@register.filter
def counted(shares: Iterable[Share]) -> str:
    """ "65 xã, phường · 3 trường học"."""
    return wording.counted(shares)


@register.filter
def place_code(unit: Unit) -> str:
    """The code of the commune of its union; of other units their own."""
    return unit.area.code if unit.kind in wording.LEVELS and unit.area else unit.code


@register.filter
def places(kinds: Iterable[str]) -> str:
    """ "xã, thị trấn"."""
    return wording.places(kinds)
