"""`{% load people %}`: periods, channels and boxes of people's pages."""

from datetime import date, timedelta
from typing import Any

from django.forms import BoundField
from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.countries import country_name
from aoxanh.kit.parts.fields import boxed

register = Library()
CHANNELS = {"web": _("on this site"), "paper": _("on paper"), "import": _("on paper, from a list"), "link": _("by a link")}


@register.filter
def last_day(period: Any) -> date | None:
    """The last day on which a half-open period holds."""
    return period.upper - timedelta(days=1) if period and period.upper else None


@register.filter
def channel(code: str) -> str:
    return str(CHANNELS.get(code, code))


@register.filter
def country(code: str) -> str:
    return country_name(code)


@register.simple_tag
def box(bound: BoundField, classes: str = "") -> SafeString:
    """The widget of a field alone, for pages that lay labels out themselves."""
    return boxed(bound, classes)
