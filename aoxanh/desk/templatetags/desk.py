"""Small figures of the desk and of one's own page."""

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aoxanh.desk.queries import Year

register = Library()

HEIGHT, BASE, STEP, WIDTH = 68, 76, 24, 18


@register.simple_tag
def months_chart(year: Year) -> SafeString:
    """A column for each month, the highest filling the height."""
    most = max((minutes for _month, minutes in year.months), default=0) or 1
    columns = []
    for month, minutes in year.months:
        height = max(HEIGHT * minutes / most, 2)
        x = 3 + (month - 1) * STEP
        columns.append(("chart-on" if minutes else "chart-rest", x, f"{BASE - height:.1f}", f"{height:.1f}", x + WIDTH / 2, month))
    label = _("Hours by month: %(values)s") % {
        "values": ", ".join(f"{month}: {round(minutes / 60, 1):g}" for month, minutes in year.months if minutes) or "0"
    }
    return format_html(
        '<svg class="mt-4 w-full h-24" viewBox="0 0 288 96" role="img" aria-label="{}">{}</svg>',
        label,
        format_html_join(
            "",
            '<rect class="{0}" x="{1}" y="{2}" width="18" height="{3}" rx="2"/>'
            '<text class="hint" x="{4}" y="92" text-anchor="middle">{5}</text>',
            columns,
        ),
    )
