"""Parts of pages about who came."""

from typing import Any

from django.template import Library
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.activities.models import Activity
from aoxanh.attendance.live.tickets import stream_of
from aoxanh.attendance.models import CheckIn, CheckOut, Method
from aoxanh.attendance.rules import name_of
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


WAYS: dict[str, Promise] = {
    Method.QR: gettext_lazy("pass scanned"),
    Method.CODE: gettext_lazy("code typed"),
    Method.ROSTER: gettext_lazy("from the roster"),
    Method.WALK_IN: gettext_lazy("came without signing up"),
    Method.POSTER: gettext_lazy("by themselves, at the poster"),
    Method.KIOSK: gettext_lazy("by themselves, at the screen"),
    Method.LEADER: gettext_lazy("by the group's leader"),
    Method.PAPER: gettext_lazy("from the paper list"),
}
BY_SOMEBODY = set(Method) - {Method.POSTER, Method.KIOSK}


@register.filter
def way_taken(act: CheckIn | CheckOut) -> str:
    """How an arrival or leaving was taken, and by whom: "by the group's leader, Nông Thị Hạnh"."""
    way = str(WAYS[act.method])
    return f"{way}, {name_of(act.by)}" if act.by and act.method in BY_SOMEBODY else way
