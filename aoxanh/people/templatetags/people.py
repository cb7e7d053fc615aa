"""`{% load people %}`: periods, channels and boxes of people's pages."""

from datetime import date, datetime, timedelta
from typing import Any

from django.forms import BoundField
from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aoxanh.kit import phones
from aoxanh.kit.countries import country_name
from aoxanh.kit.parts.fields import boxed
from aoxanh.kit.parts.when import day_of, days_left, short_date
from aoxanh.people.consents import CHANNELS
from aoxanh.people.models import DataRequest

register = Library()


@register.filter
def last_day(period: Any) -> date | None:
    """The last day on which a half-open period holds."""
    return period.upper - timedelta(days=1) if period and period.upper else None


@register.filter
def channel(code: str) -> str:
    return str(CHANNELS.get(code, code))


@register.filter
def spoken(number: str) -> str:
    """A telephone number as people write it here."""
    return phones.spoken(number)


@register.filter
def country(code: str) -> str:
    return country_name(code)


@register.simple_tag
def box(bound: BoundField, classes: str = "") -> SafeString:
    """The widget of a field alone, for pages that lay labels out themselves."""
    return boxed(bound, classes)


@register.simple_tag
def filter_field(bound: BoundField) -> SafeString:
    """A filter: a small label over its box."""
    return format_html('<label><span class="field-l text-sm">{}</span>{}</label>', bound.label, boxed(bound))


@register.filter
def lower_first(text: object) -> str:
    """For a word that goes on in a sentence; names inside it keep their capitals."""
    said = str(text)
    return said[:1].lower() + said[1:]


@register.filter
def day_on(moment: datetime) -> date:
    """The day in Viet Nam on which a moment falls."""
    return day_of(moment)


@register.simple_tag
def clock(request: DataRequest, on: date) -> dict[str, Any]:
    """The clock of a request that strikes next, as a row shows it."""
    is_answered = request.answered_at is not None
    due = request.carry_due if is_answered else request.answer_due
    late = due < on
    return {
        "icon": "circle-alert" if late else "hourglass",
        "tone": "text-error" if late else "text-ink-accent" if not is_answered else "text-ink-3",
        "what": _("to carry out: %(day)s") % {"day": short_date(due)}
        if is_answered
        else _("to answer: %(day)s") % {"day": short_date(due)},
        "when": days_left(due),
        "late": late,
        "verb": _("Carry out") if is_answered else _("Answer"),
    }
