"""How a figure through time is drawn."""

from django.template import Library
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aoxanh.indicators.queries import Quarter

LEFT, RIGHT, TOP, BOTTOM = 50, 290, 20, 90

register = Library()


@register.simple_tag
def quarters_chart(quarters: list[Quarter], target_percent: float | None) -> SafeString:
    """The cumulated percentage by quarter as a line, values on the points, the target dotted; empty with fewer than two quarters."""
    found = [(quarter, quarter.percent) for quarter in quarters if quarter.percent is not None]
    if len(found) < 2:
        return SafeString("")
    step = (RIGHT - LEFT) / (len(found) - 1)
    points = [(LEFT + index * step, y_of(percent)) for index, (_quarter, percent) in enumerate(found)]
    values = ", ".join(f"{quarter.name}: {spoken(percent)} %" for quarter, percent in found)
    return format_html(
        '<svg class="mt-4 w-full" viewBox="0 0 320 122" role="img" aria-label="{}">{}{}'
        '<path class="line-1" d="M{}"/>{}</svg>',
        _("By quarter: %(values)s") % {"values": values},
        format_html_join(
            "", '<line class="g-line" x1="28" x2="316" y1="{0}" y2="{0}"/><text class="hint" x="0" y="{1}">{2}</text>',
            ((y_of(level), y_of(level) + 5, level) for level in (0, 50, 100)),
        ),
        format_html('<line class="g-target" x1="28" x2="316" y1="{0}" y2="{0}"/>', y_of(target_percent)) if target_percent else "",
        "L".join(f"{x:.1f} {y:.1f}" for x, y in points),
        format_html_join(
            "",
            '<circle class="dot-1" cx="{0}" cy="{1}" r="4"/><text class="tick" x="{0}" y="{2}" text-anchor="middle">{3}</text>'
            '<text class="hint" x="{0}" y="118" text-anchor="middle">{4}</text>',
            (
                (f"{x:.1f}", f"{y:.1f}", f"{y - 9 if y > TOP + 14 else y + 20:.1f}", spoken(percent), quarter.name)
                for (x, y), (quarter, percent) in zip(points, found, strict=True)
            ),
        ),
    )  # fmt: skip


def y_of(percent: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * percent / 100, 1)


def spoken(percent: float) -> str:
    return number_format(percent, decimal_pos=None if percent % 1 else 0, use_l10n=True)
