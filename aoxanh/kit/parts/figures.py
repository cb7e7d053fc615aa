"""Figures as pictures: seats, bars, gauges. Widths are SVG attributes, so no page needs an inline style."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from django.template import Library
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SEATS_AT_MOST = 24

register = Library()


@dataclass(frozen=True)
class Seat:
    """How a row of seats is drawn: radius, distance, how many stand in a row."""

    radius: float
    step: float
    per_row: int = SEATS_AT_MOST
    margin: float = 1

    @property
    def first(self) -> float:
        return self.radius + self.margin


SIZES = {"small": Seat(3.6, 8.4), "medium": Seat(5, 13), "grid": Seat(4, 10, 9), "large": Seat(6, 16, 9)}


def share(part: float, whole: float) -> str:
    """A part as the percentage that an SVG attribute takes, kept within 0–100."""
    return f"{min(max(part / whole, 0), 1) * 100:.4g}%" if whole else "0%"


def of(part: object, whole: object) -> str:
    return _("%(part)s of %(whole)s") % {"part": figure(part), "whole": figure(whole)}


def figure(value: object) -> str:
    """A number as it is read here: 1.284 or 47,5."""
    return number_format(value, use_l10n=True, force_grouping=True) if isinstance(value, int | float | Decimal) else str(value)


@register.simple_tag
def seats(taken: int, places: int, size: str = "medium", classes: str = "", label: object = "") -> SafeString:
    """Places as seats, blue when taken and yellow when empty; beyond 24 as a bar. `label` says what is counted when it is not places."""
    if places > SEATS_AT_MOST:
        return bar(taken, places, classes)
    seat = SIZES[size]
    width = f"{(min(max(places, 1), seat.per_row) - 1) * seat.step + 2 * seat.first:.4g}"
    height = f"{(ceil(max(places, 1) / seat.per_row) - 1) * seat.step + 2 * seat.first:.4g}"
    label = label or _("%(taken)s of %(places)s places taken") % {"taken": taken, "places": places}
    return format_html(
        '<svg class="seats {}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>',
        classes, width, height, width, height, label, SafeString("".join(circle(n, n < taken, seat) for n in range(places))),
    )  # fmt: skip


def circle(position: int, taken: bool, seat: Seat) -> str:
    row, column = divmod(position, seat.per_row)
    x, y = seat.first + column * seat.step, seat.first + row * seat.step
    kind, radius = ("on", seat.radius) if taken else ("open", seat.radius - 0.75)
    return f'<circle class="seat-{kind}" cx="{x:.4g}" cy="{y:.4g}" r="{radius:.3g}"/>'


@register.simple_tag
def bar(done: float, whole: float, classes: str = "", target: float | None = None) -> SafeString:
    """A fraction as a bar; the rest is yellow, or grey with `bar-plain`. `target` is a percentage."""
    edge, rest = share(done, whole), share(whole - min(done, whole), whole)
    mark = format_html('<line class="bar-mark" x1="{0}" x2="{0}" y1="0" y2="100%"/>', share(float(target), 100)) if target else ""
    return format_html(
        '<svg class="bar {}" role="img" aria-label="{}"><rect class="bar-on" width="{}" height="100%"/>'
        '<rect class="bar-gap" x="{}" width="{}" height="100%"/>{}</svg>',
        classes, of(done, whole), edge, edge, rest, mark,
    )  # fmt: skip


@register.simple_tag
def gauge(numerator: int, denominator: int, target: float | None = None, last: float | None = None) -> SafeString:
    """A fraction against its target: a thick mark for this phase, a dotted one for the last. Targets are percentages."""
    reached = target is not None and bool(denominator) and Decimal(numerator) * 100 >= Decimal(target) * denominator
    label = of(numerator, denominator)
    if target is not None:
        label = _("%(fraction)s, target %(target)s percent") % {"fraction": label, "target": figure(target)}
    past = format_html('<line class="g-past" x1="{0}" x2="{0}" y1="2" y2="18"/>', share(float(last), 100)) if last else ""
    mark = format_html('<line class="g-mark" x1="{0}" x2="{0}" y1="0" y2="20"/>', share(min(float(target), 99.4), 100)) if target else ""
    return format_html(
        '<svg class="gauge{}" role="img" aria-label="{}"><rect class="g-bg" y="5" width="100%" height="10" rx="5"/>'
        '<rect class="g-on" y="5" width="{}" height="10" rx="5"/>{}{}</svg>',
        " gauge-done" if reached else "", label, share(numerator, denominator), past, mark,
    )  # fmt: skip


@register.simple_tag
def fraction(part: float, whole: float) -> SafeString:
    """The exact fraction; with nothing to divide by, it does not apply."""
    if not whole:
        return format_html('<span class="text-ink-3">{}</span>', _("Not applicable"))
    return format_html('<span class="num"><b>{}</b>/{}</span>', figure(part), figure(whole))


@register.filter
def count(value: float | None) -> str:
    """A number with its thousands apart: 1284 → "1.284"."""
    return "" if value is None else figure(value)


@register.filter
def hours(minutes: float | None) -> str:
    """Minutes as hours with one decimal: 2850 → "47,5"."""
    return "" if minutes is None else number_format(Decimal(minutes) / 60, decimal_pos=1, use_l10n=True, force_grouping=True)


@register.filter
def money(value: float | Decimal | None) -> str:
    """Đồng without decimals: "1.250.000 ₫"."""
    return "" if value is None else f"{number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)}\u00a0₫"
