"""Days and times as people say them here."""

from datetime import date, datetime, time, timedelta

from django.template import Library
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

WEEKDAYS = [
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
    gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"),
]  # fmt: skip
SHORT_WEEKDAYS = [
    gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu"),
    gettext_lazy("Fri"), gettext_lazy("Sat"), gettext_lazy("Sun"),
]  # fmt: skip

register = Library()


def day_of(moment: date | datetime) -> date:
    """The day in Viet Nam on which a moment falls."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def short_date(on: date) -> str:
    return f"{on:%d/%m}" if on.year == timezone.localdate().year else f"{on:%d/%m/%Y}"


@register.filter
def day(moment: date | datetime | None, form: str = "") -> str:
    """ "Thứ Bảy 21/11"; the year follows when it is another one or `|day:"year"` asks for it."""
    if not moment:
        return ""
    on = day_of(moment)
    return f"{WEEKDAYS[on.weekday()]} {on:%d/%m/%Y}" if form == "year" else f"{WEEKDAYS[on.weekday()]} {short_date(on)}"


@register.filter
def short_day(moment: date | datetime | None) -> str:
    """ "T7 21/11", for narrow columns."""
    return f"{weekday(moment)} {short_date(day_of(moment))}" if moment else ""


@register.filter
def weekday(moment: date | datetime) -> str:
    """ "T7"."""
    return str(SHORT_WEEKDAYS[day_of(moment).weekday()])


@register.filter
def daymonth(moment: date | datetime | None) -> str:
    """ "21/11"; with the year when it is another one."""
    return short_date(day_of(moment)) if moment else ""


@register.filter
def fulldate(moment: date | datetime | None) -> str:
    """ "21/11/2026"."""
    return f"{day_of(moment):%d/%m/%Y}" if moment else ""


@register.filter
def clock(moment: datetime | time | None) -> str:
    """ "07:00"."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return f"{moment:%H:%M}" if moment else ""


@register.simple_tag
def clock_range(start: datetime, end: datetime) -> str:
    """ "07:00–11:00"; an end on another day carries its date."""
    tail = "" if day_of(start) == day_of(end) else f" {short_date(day_of(end))}"
    return f"{clock(start)}–{clock(end)}{tail}"


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """A `<time>` that machines can read: "07:02, 21/11"."""
    return format_html('<time datetime="{}">{}, {}</time>', at.isoformat(), clock(at), short_date(day_of(at))) if at else ""


@register.filter
def relative(moment: date | datetime | None) -> str:
    """How far off: "2 ngày nữa", "hôm qua", and within a day "3 giờ nữa"."""
    if not moment:
        return ""
    days = (day_of(moment) - timezone.localdate()).days
    if days == 0 and isinstance(moment, datetime):
        return relative_clock(moment - timezone.now())
    if days in NEAR_DAYS:
        return str(NEAR_DAYS[days])
    if days > 0:
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    return ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}


NEAR_DAYS = {0: gettext_lazy("today"), 1: gettext_lazy("tomorrow"), -1: gettext_lazy("yesterday")}


def relative_clock(away: timedelta) -> str:
    """The same within a day, in hours or minutes."""
    minutes = int(abs(away).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    future = away > timedelta()
    if minutes < 60:
        text = (
            ngettext("in %(count)d minute", "in %(count)d minutes", minutes)
            if future
            else ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes)
        )
        return text % {"count": minutes}
    number = minutes // 60
    text = (
        ngettext("in %(count)d hour", "in %(count)d hours", number)
        if future
        else ngettext("%(count)d hour ago", "%(count)d hours ago", number)
    )
    return text % {"count": number}


@register.filter
def days_left(moment: date | datetime | None) -> str:
    """A deadline: "còn 2 ngày", "hôm nay", "trễ 1 ngày"."""
    if not moment:
        return ""
    days = (day_of(moment) - timezone.localdate()).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
