"""What holds for minors who ask for a place. Ages and hours are data: `people.bands`. Of adults these rules ask the database nothing."""

from django.conf import settings
from django.utils.translation import gettext as _

from aoxanh.activities.candidates import Candidate, age_on_the_day, day_of
from aoxanh.activities.models import Shift
from aoxanh.activities.ways import Barred, Way
from aoxanh.kit.dates import local
from aoxanh.kit.parts.when import clock
from aoxanh.people.bands import Band, adults_born_by, band_of, is_at_night
from aoxanh.people.models import Person


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
        raise Barred("night", text % {"age": settings.ADULT_AGE, "dusk": dusk, "dawn": dawn}, other_shifts(asking.shift))


def ends_in_time(asking: Candidate) -> None:
    band = band_for(asking.person, asking.shift)
    if band and local(asking.shift.ends_at).time() > band.latest_end:
        text = _("From %(since)d to %(last)d years a shift ends by %(time)s. Choose an earlier one.")
        facts = {"since": band.since, "last": band.last, "time": clock(band.latest_end)}
        raise Barred("ends_too_late", text % facts, other_shifts(asking.shift))


def is_not_alone(asking: Candidate) -> None:
    """Somebody guides the work, or another who signed up for the shift is an adult."""
    band = band_for(asking.person, asking.shift)
    if not (band and band.never_alone) or asking.shift.activity.guided:
        return
    eldest = asking.known.eldest.get(asking.shift.pk)
    if not eldest or eldest > adults_born_by(day_of(asking.shift)):
        text = _("At this age an adult takes part too, and none has signed up yet. Sign up after one, or choose a guided shift.")
        raise Barred("never_alone", text, other_shifts(asking.shift))


def has_consent(asking: Candidate) -> None:
    """Asked last: what this one refuses can be remembered as a wish, and is all that is missing."""
    if is_guarded(asking.person, asking.shift) and asking.person.pk not in asking.known.consented:
        text = _("Under %(age)d a parent or guardian agrees first. Name one: the place is taken as soon as they do.")
        way = Way(_("Ask a guardian"), "signup:new", (asking.shift.pk,))
        raise Barred(CONSENT_MISSING, text % {"age": settings.GUARDIAN_UNDER_AGE}, way)


CONSENT_MISSING = "guardian_consent_missing"


def other_shifts(shift: Shift) -> Way:
    """The shifts of the same activity."""
    return Way(_("See the other shifts"), "portal:activity", (shift.activity.slug,), "#ca")
