"""What holds for minors who ask for a place. Ages and hours are data: `people.bands`. Of adults these rules ask the database nothing."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from aoxanh.activities.candidates import Candidate, age_on_the_day, day_of
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.kit.dates import local
from aoxanh.kit.parts.figures import hours
from aoxanh.kit.parts.when import clock
from aoxanh.kit.refusals import Refused
from aoxanh.people.bands import Band, adults_born_by, band_of, is_at_night
from aoxanh.people.models import Person
from aoxanh.people.queries.guardians import consent_stands

WEEK = timedelta(days=7)


def band_for(person: Person, shift: Shift) -> Band | None:
    """The band that holds for the person on the day of the shift; None for an adult."""
    years = age_on_the_day(person, shift)
    return band_of(years) if years < settings.ADULT_AGE else None


def is_guarded(person: Person, shift: Shift) -> bool:
    """Whether a guardian's consent is needed for this shift."""
    return person.birth_date is not None and age_on_the_day(person, shift) < settings.GUARDIAN_UNDER_AGE


def is_by_day(asking: Candidate) -> None:
    if band_for(asking.person, asking.shift) and is_at_night(asking.shift.starts_at, asking.shift.ends_at):
        text = _("Under %(age)d nobody takes part between %(dusk)s and %(dawn)s. Choose a shift by day.")
        dusk, dawn = settings.NIGHT
        raise Refused("night", text % {"age": settings.ADULT_AGE, "dusk": dusk, "dawn": dawn})


def ends_in_time(asking: Candidate) -> None:
    band = band_for(asking.person, asking.shift)
    if band and local(asking.shift.ends_at).time() > band.latest_end:
        text = _("From %(since)d to %(last)d years a shift ends by %(time)s. Choose an earlier one.")
        raise Refused("ends_too_late", text % {"since": band.since, "last": band.last, "time": clock(band.latest_end)})


def is_not_too_much(asking: Candidate) -> None:
    """Hours of the day first, then of the week from Monday to Sunday, with the places that the person has already."""
    if not (band := band_for(asking.person, asking.shift)):
        return
    on = day_of(asking.shift)
    own = minutes(asking.shift)
    week = places_of_week(asking)
    of_day = own + sum(minutes(shift) for shift in week if day_of(shift) == on)
    facts = {"since": band.since, "last": band.last}
    if of_day > band.hours_a_day * 60:
        text = _(
            "From %(since)d to %(last)d years one helps at most %(most)d hours a day; this would make %(hours)s. Choose a shorter shift."
        )
        raise Refused("too_long_a_day", text % {**facts, "most": band.hours_a_day, "hours": hours(of_day)})
    of_week = own + sum(minutes(shift) for shift in week)
    if of_week > band.hours_a_week * 60:
        text = _(
            "From %(since)d to %(last)d years one helps at most %(most)d hours a week; this would make %(hours)s. Choose another week."
        )
        raise Refused("too_long_a_week", text % {**facts, "most": band.hours_a_week, "hours": hours(of_week)})


def places_of_week(asking: Candidate) -> list[Shift]:
    """Other shifts of the same week in which the person has a place."""
    on = day_of(asking.shift)
    monday = local(asking.shift.starts_at).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=on.weekday())
    held = Signup.objects.filter(
        person=asking.person, status=Signup.Status.CONFIRMED, shift__starts_at__gte=monday, shift__starts_at__lt=monday + WEEK
    ).exclude(shift__activity__status=Activity.Status.CANCELLED)
    return [signup.shift for signup in held.exclude(shift=asking.shift).select_related("shift")]


def minutes(shift: Shift) -> int:
    return int((shift.ends_at - shift.starts_at).total_seconds() // 60)


def is_not_alone(asking: Candidate) -> None:
    """Somebody guides the work, or another who signed up for the shift is an adult."""
    band = band_for(asking.person, asking.shift)
    if not (band and band.never_alone) or asking.shift.activity.guided:
        return
    others = Signup.objects.filter(shift=asking.shift, status=Signup.Status.CONFIRMED).exclude(person=asking.person)
    if not others.filter(person__birth_date__lte=adults_born_by(day_of(asking.shift))).exists():
        text = _("At this age an adult takes part too, and none has signed up yet. Sign up after one, or choose a guided shift.")
        raise Refused("never_alone", text)


def has_consent(asking: Candidate) -> None:
    """Asked last: what this one refuses can be remembered as a wish, and is all that is missing."""
    if is_guarded(asking.person, asking.shift) and not consent_stands(asking.person):
        text = _("Under %(age)d a parent or guardian agrees first. Name one: the place is taken as soon as they do.")
        raise Refused(CONSENT_MISSING, text % {"age": settings.GUARDIAN_UNDER_AGE})


CONSENT_MISSING = "guardian_consent_missing"
HOUR_RULES = (is_by_day, ends_in_time, is_not_too_much)
BAND_RULES = (*HOUR_RULES, is_not_alone)
