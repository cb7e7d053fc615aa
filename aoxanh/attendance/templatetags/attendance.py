"""Parts of pages about who came."""

from typing import Any

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aoxanh.activities.models import Activity
from aoxanh.attendance.live.tickets import stream_of
from aoxanh.kit import qr

register = Library()


@register.simple_tag
def changing_code(address: str, classes: str) -> SafeString:
    """The QR of a page on which people check themselves in."""
    return qr.inline(address, label=_("QR code to check in"), classes=classes)


@register.inclusion_tag("attendance/live.html")
def live_figures(activity: Activity, classes: str = "") -> dict[str, Any]:
    """Keeps the figures of the page true: whatever bears `data-figure` and `data-shift` follows the arrivals."""
    return {"activity": activity, "stream": stream_of(activity.pk), "classes": classes}
