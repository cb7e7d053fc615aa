"""`{% load units %}`: how a unit's story is shown, at the desk and on public pages alike."""

from datetime import timedelta
from typing import Any

from django.template import Library
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.kit.parts.when import fulldate
from aoxanh.org.history import Link, Moment
from aoxanh.org.kinds import KINDS
from aoxanh.org.ribbons import Drawing
from aoxanh.org.shown import Shown

register = Library()

NAMED = 12
ICONS = {
    "founded": "flag",
    "formed": "layers",
    "received": "arrow-right",
    "renamed": "pen-line",
    "moved": "arrow-up-right",
    "merged": "layers",
    "split": "waypoints",
    "ended": "circle-slash",
}


@register.inclusion_tag("org/ribbons.html")
def ribbons(drawing: Drawing, label: object) -> dict[str, Any]:
    """Old units and what became of them: ribbons where there is room, a list on the phone."""
    return {"drawing": drawing, "label": label}


@register.inclusion_tag("org/drawn.html")
def before_and_after(drawn: Shown) -> dict[str, Any]:
    """The ribbons with who stood under whom on both sides, and what that means for figures."""
    return {"drawn": drawn}


@register.inclusion_tag("org/timeline.html")
def timeline(moments: list[Moment], url_name: str) -> dict[str, Any]:
    """What happened to a unit; `url_name` is the page to which other units lead."""
    return {"moments": [(moment, ICONS[moment.kind], sentence(moment, url_name)) for moment in moments]}


@register.simple_tag
def sentence(moment: Moment, url_name: str) -> SafeString | str:
    """What happened, in one sentence, the other units as links."""
    links = listed(moment.links, url_name, is_told=moment.kind != "split")
    if moment.kind == "renamed":
        return format_html(_("Renamed from {before} to {after}."), before=moment.before, after=moment.after)
    if moment.kind == "moved" and len(moment.links) > 1:
        old, new = (listed([link], url_name) for link in (moment.links[0], moment.links[-1]))
        return format_html(_("Moved from {old} to {new}."), old=old, new=new)
    texts = {
        "founded": _("Founded."),
        "formed": _("Formed out of {links}."),
        "received": _("Took up {links}."),
        "moved": _("Placed under {links}."),
        "merged": _("Merged into {links}, which carries its work on."),
        "split": _("Its work was handed over to {links}."),
        "ended": _("Dissolved; nobody carries its work on."),
    }
    return format_html(texts[moment.kind], links=links)


def listed(links: list[Link], url_name: str, *, is_told: bool = True) -> SafeString:
    """The first units as links, and how many more; `is_told` says which of them are a part only."""
    part = format_html(" ({})", _("a part"))
    named = format_html_join(
        ", ",
        '<a href="{}" class="link-q">{}</a>{}',
        ((reverse(url_name, args=[link.unit.slug]), link.unit.name, part if link.is_part and is_told else "") for link in links[:NAMED]),
    )
    more = len(links) - NAMED
    if more <= 0:
        return named
    rest = ngettext("and %(count)d more unit", "and %(count)d more units", more) % {"count": more}
    return format_html("{} {}", named, rest)


@register.simple_tag
def life(unit: Any) -> str:
    """From when to when a dated row holds, with its last day: "từ 01/07/2025", "đến 30/06/2025"."""
    since, until = unit.during.lower, unit.during.upper
    last = fulldate(until - timedelta(days=1)) if until else ""
    if since and until:
        return _("from %(since)s to %(last)s") % {"since": fulldate(since), "last": last}
    if until:
        return _("until %(last)s") % {"last": last}
    return _("since %(since)s") % {"since": fulldate(since)} if since else ""


@register.filter
def kind_label(code: str) -> str:
    return str(KINDS[code].label) if code in KINDS else code
