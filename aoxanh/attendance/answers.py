"""What the result screen says: a colour, two or three words, a name, and what to do."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aoxanh.activities.models import Signup
from aoxanh.attendance.hours import minutes_of_turn
from aoxanh.attendance.models import CheckIn, CheckOut
from aoxanh.attendance.rules import shift_name
from aoxanh.attendance.terms import terms_of_turn
from aoxanh.kit.parts.figures import hours
from aoxanh.kit.parts.when import clock
from aoxanh.kit.refusals import Refused
from aoxanh.people.queries.portraits import portrait_url

TOLERATED = timedelta(minutes=2)
DAY = timedelta(days=1)
SEEN = {"already_in", "already_out"}
TITLES: dict[str, Promise] = {
    "already_in": gettext_lazy("Already in"),
    "already_out": gettext_lazy("Already left"),
    "wrong_activity": gettext_lazy("Wrong activity"),
    "wrong_shift": gettext_lazy("Wrong shift"),
    "not_confirmed": gettext_lazy("Place given up"),
    "not_running": gettext_lazy("Not running"),
    "too_early": gettext_lazy("Too early"),
    "too_late": gettext_lazy("Too late"),
    "guardian_consent_missing": gettext_lazy("No consent"),
    "not_in": gettext_lazy("Not yet in"),
    "out_before_in": gettext_lazy("Wrong time"),
    "settled": gettext_lazy("Settled"),
    "unknown_code": gettext_lazy("Unknown code"),
    "forged_pass": gettext_lazy("Not our pass"),
    "not_a_pass": gettext_lazy("Not a pass"),
    "foreign_pass": gettext_lazy("Another Áo Xanh"),
    "replaced_pass": gettext_lazy("Pass replaced"),
}
ADVICE: dict[str, Promise] = {
    "already_in": gettext_lazy("Nothing was added. Come in."),
    "already_out": gettext_lazy("Nothing was added."),
    "wrong_shift": gettext_lazy("Open that shift to check in, or ask them to come back then."),
    "wrong_activity": gettext_lazy("Not recorded here."),
}


@dataclass(frozen=True)
class Answer:
    """One result. `kind` is ok, seen or no; `at` is the time recorded; `arrived` is how many came to the shift so far."""

    kind: str
    code: str
    title: str
    name: str = ""
    line: str = ""
    advice: str = ""
    clock: str = ""
    at: str = ""
    arrived: int | None = None
    places: int | None = None
    signup: str = ""
    offset_seconds: int | None = None
    portrait: str = ""

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


def advised(signup: Signup, place: int) -> str:
    """Which number they are, and whether they have to be told what keeps everyone safe: it never keeps anybody out."""
    number = _("Number %(n)d of %(places)d.") % {"n": place, "places": signup.shift.places}
    return f"{number} {_('Safety briefing not read: tell them now.')}" if getattr(signup, "unread", False) else number


def welcome(arrival: CheckIn, signup: Signup, *, place: int, arrived: int, offset: timedelta | None = None) -> Answer:
    """The arrival was recorded, now or by the same scan before: the `place`-th of the shift."""
    shift = signup.shift
    return Answer(
        kind="ok",
        code="",
        title=_("Come in"),
        name=signup.person.full_name,
        line=shift_name(shift),
        advice=advised(signup, place),
        clock=about_clock(offset),
        at=clock(arrival.at),
        arrived=arrived,
        places=shift.places,
        signup=str(signup.pk),
        offset_seconds=seconds(offset),
        portrait=portrait_url(signup.person),
    )


def farewell(leaving: CheckOut, signup: Signup, *, offset: timedelta | None = None) -> Answer:
    """The leaving was recorded; says the hours that follow."""
    shift = signup.shift
    span = {"starts_at": shift.starts_at, "ends_at": shift.ends_at}
    minutes = minutes_of_turn(leaving.check_in.at, leaving.at, terms=terms_of_turn(signup), **span)
    line = _("%(came)s–%(left)s, %(hours)s hours") % {
        "came": clock(leaving.check_in.at),
        "left": clock(leaving.at),
        "hours": hours(minutes),
    }
    return Answer(
        kind="ok",
        code="",
        title=_("Goodbye"),
        name=signup.person.full_name,
        line=line,
        advice=_("Thank you for today."),
        clock=about_clock(offset),
        at=clock(leaving.at),
        arrived=signup.arrived,  # type: ignore[attr-defined]
        places=shift.places,
        signup=str(signup.pk),
        offset_seconds=seconds(offset),
    )


def refused(refusal: Refused, signup: Signup | None = None, *, offset: timedelta | None = None) -> Answer:
    """A rule said no; the name is told where the pass is known."""
    name = signup.person.full_name if signup else ""
    kind = "seen" if refusal.code in SEEN else "no"
    title = str(TITLES.get(refusal.code) or _("Nothing recorded"))
    advice = str(ADVICE.get(refusal.code, ""))
    clock_note = about_clock(offset)
    portrait = portrait_url(signup.person) if signup else ""
    line, offset_seconds = str(refusal.message), seconds(offset)
    return Answer(kind, refusal.code, title, name, line, advice, clock_note, offset_seconds=offset_seconds, portrait=portrait)


def about_clock(offset: timedelta | None) -> str:
    """A sentence where the device's clock is off by more than two minutes; the time that counts is ours."""
    if offset is None or abs(offset) < TOLERATED:
        return ""
    if abs(offset) > DAY:
        return _("This phone's clock is more than a day off. The time recorded is the server's.")
    minutes = round(abs(offset) / timedelta(minutes=1))
    fast = ngettext(
        "This phone's clock is %(n)d minute fast. The time recorded is the server's.",
        "This phone's clock is %(n)d minutes fast. The time recorded is the server's.",
        minutes,
    )
    slow = ngettext(
        "This phone's clock is %(n)d minute slow. The time recorded is the server's.",
        "This phone's clock is %(n)d minutes slow. The time recorded is the server's.",
        minutes,
    )
    return (fast if offset > timedelta() else slow) % {"n": minutes}


def seconds(offset: timedelta | None) -> int | None:
    return None if offset is None else round(offset.total_seconds())
