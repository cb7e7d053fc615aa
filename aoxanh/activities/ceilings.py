"""How much one person gives: hours of a day and of a week, and the way between two shifts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from aoxanh.activities import minors
from aoxanh.activities.candidates import WEEK, Candidate, day_of, monday_of
from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.travel import time_between
from aoxanh.activities.ways import Barred, Way
from aoxanh.kit.parts.figures import hours
from aoxanh.people.bands import Band


@dataclass(frozen=True)
class Load:
    """Minutes of a day and of a week from Monday, with the shift that is asked for."""

    of_day: int
    of_week: int


def load(asking: Candidate) -> Load:
    shift, monday, on = asking.shift, monday_of(asking.shift), day_of(asking.shift)
    week = [one.shift for one in asking.taken if one.shift_id != shift.pk and monday <= one.shift.starts_at < monday + WEEK]
    own = minutes(shift)
    return Load(own + sum(minutes(one) for one in week if day_of(one) == on), own + sum(map(minutes, week)))


def minutes(shift: Shift) -> int:
    return int((shift.ends_at - shift.starts_at).total_seconds() // 60)


def is_not_too_much(asking: Candidate) -> None:
    """Hours of the day first, then of the week from Monday to Sunday, with the places that the person has already."""
    asked, band = load(asking), minors.band_for(asking.person, asking.shift)
    a_day, a_week = (band.hours_a_day, band.hours_a_week) if band else (settings.HOURS_A_DAY, settings.HOURS_A_WEEK)
    if a_day and asked.of_day > a_day * 60:
        raise Barred("too_long_a_day", too_long_a_day(band, a_day, asked.of_day), minors.other_shifts(asking.shift))
    if a_week and asked.of_week > a_week * 60:
        raise Barred("too_long_a_week", too_long_a_week(band, a_week, asked.of_week), Way(_("My shifts"), "signup:fitting"))


def too_long_a_day(band: Band | None, most: int, found: int) -> str:
    if not band:
        text = _("One helps at most %(most)d hours a day; this would make %(hours)s. Choose a shorter shift, or another day.")
        return text % {"most": most, "hours": hours(found)}
    text = _("From %(since)d to %(last)d years one helps at most %(most)d hours a day; this would make %(hours)s. Choose a shorter shift.")
    return text % {"since": band.since, "last": band.last, "most": most, "hours": hours(found)}


def too_long_a_week(band: Band | None, most: int, found: int) -> str:
    if not band:
        text = _("One helps at most %(most)d hours a week; this would make %(hours)s. Choose a shift in another week.")
        return text % {"most": most, "hours": hours(found)}
    text = _("From %(since)d to %(last)d years one helps at most %(most)d hours a week; this would make %(hours)s. Choose another week.")
    return text % {"since": band.since, "last": band.last, "most": most, "hours": hours(found)}


def is_within_reach(asking: Candidate) -> None:
    """Between two shifts there is time for the way."""
    for signup in asking.taken:
        way, gap = time_to(asking, signup), gap_to(asking.shift, signup.shift)
        if way > gap:
            text = _(
                "“%(title)s” %(hours)s is too far away: the way takes about %(way)d minutes, and there are %(gap)d between the two."
                " Choose a shift that leaves time for the way, or swap."
            )
            facts = {"title": signup.shift.activity.title, "hours": signup.shift.hours}
            minutes_of = {"way": way.total_seconds() // 60, "gap": gap.total_seconds() // 60}
            raise Barred("too_far", text % {**facts, **minutes_of}, swap_for(signup, asking.shift), minors.other_shifts(asking.shift))


def gap_to(shift: Shift, other: Shift) -> timedelta:
    return max(other.starts_at - shift.ends_at, shift.starts_at - other.ends_at)


def time_to(asking: Candidate, signup: Signup) -> timedelta:
    return time_between(asking.shift.activity, signup.shift.activity, asking.person.transport)


def swap_for(signup: Signup, shift: Shift) -> Way:
    """Giving back that place for one in this shift."""
    return Way(_("Swap it for this shift"), "signup:swap", (signup.pk, shift.pk))


HOUR_RULES: tuple[Callable[[Candidate], None], ...] = (minors.is_by_day, minors.ends_in_time, is_not_too_much)
"""What moved hours may break."""
