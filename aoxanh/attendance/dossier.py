"""What this app holds of a person: arrivals, leavings, and the hours that follow."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy, ngettext

from aoxanh.attendance.models import CheckIn, Remark, Scan
from aoxanh.attendance.queries import hours_of, minutes_of
from aoxanh.kit.dates import local
from aoxanh.kit.parts.figures import hours
from aoxanh.people.dossier import Row, Section, register
from aoxanh.people.models import Person


def clock(moment: datetime | None) -> str:
    return local(moment).strftime("%d/%m/%Y %H:%M") if moment else ""


def arrivals(person: Person) -> Iterable[Row]:
    found = CheckIn.objects.filter(signup__person=person).select_related("signup__shift__activity", "check_out")
    for arrival in found.order_by("at", "id"):
        left = getattr(arrival, "check_out", None)
        yield {
            "activity": arrival.signup.shift.activity.title,
            "came": clock(arrival.at),
            "left": clock(left.at if left else None),
            "method": arrival.method,
        }


def entries(person: Person) -> Iterable[Row]:
    for entry in hours_of(person):
        title = entry.activity.title if entry.activity else entry.claim.title if entry.claim else entry.reason
        yield {"day": f"{entry.on:%d/%m/%Y}", "activity": title, "unit": entry.unit.name, "hours": hours(entry.minutes)}


def brief(person: Person) -> str:
    """ "36 giờ, 9 lượt"."""
    turns = CheckIn.objects.filter(signup__person=person).count()
    if not turns:
        return ""
    text = ngettext("%(hours)s hours, %(turns)d turn", "%(hours)s hours, %(turns)d turns", turns)
    return text % {"hours": hours(minutes_of(person)), "turns": turns}


def forget(person: Person) -> None:
    """Names, numbers and words that a phone wrote down beside scans and remarks."""
    Scan.objects.filter(signup__person=person).update(text="", details={})
    Remark.objects.filter(signup__person=person).update(words="")


SECTIONS = (
    Section(
        "check_ins",
        gettext_lazy("When you came and left"),
        {"activity": gettext_lazy("Activity"), "came": gettext_lazy("Came"), "left": gettext_lazy("Left")},
        arrivals,
        order=65,
        forget=forget,
    ),
    Section(
        "hours",
        gettext_lazy("Hours of service"),
        {"day": gettext_lazy("Day"), "activity": gettext_lazy("Activity"), "unit": gettext_lazy("Unit"), "hours": gettext_lazy("Hours")},
        entries,
        brief=brief,
        order=70,
    ),
)


def register_sections() -> None:
    for section in SECTIONS:
        register(section)
