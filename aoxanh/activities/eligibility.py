"""Who may take a place. Each rule refuses with a code and a sentence that says what to do."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.activities import minors
from aoxanh.activities.candidates import Candidate, age_on_the_day
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.kit.parts.when import day
from aoxanh.kit.refusals import Refused
from aoxanh.people.bands import youngest
from aoxanh.people.models import Person


def refusal(shift: Shift, *, person: Person) -> Refused | None:
    """Why the person may not take a place now, for a page to say it before it is asked; None when they may."""
    try:
        check(candidate(shift, person))
    except Refused as reason:
        return reason
    return None


def candidate(shift: Shift, person: Person) -> Candidate:
    return Candidate(person, shift, held(touching(shift, person)), timezone.now())


def check(asking: Candidate) -> None:
    for rule in RULES:
        rule(asking)


def touching(shift: Shift, person: Person) -> list[Signup]:
    """The person's sign-ups, also given back ones, for the hours of the shift. One plain query where there are none, as in a rush."""
    same_hours = Signup.objects.filter(person=person, shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at)
    return list(same_hours.prefetch_related("shift__activity").order_by("shift__starts_at", "id"))


def held(signups: list[Signup]) -> list[Signup]:
    """Those that keep a person from elsewhere."""
    return [one for one in signups if one.status == Signup.Status.CONFIRMED and one.shift.activity.status != Activity.Status.CANCELLED]


def is_open(asking: Candidate) -> None:
    activity = asking.shift.activity
    if activity.status == Activity.Status.CANCELLED:
        raise Refused("not_open", _("This activity was cancelled. Choose another activity."))
    if activity.status != Activity.Status.OPEN:
        raise Refused("not_open", _("This activity takes no sign-ups. Choose another activity."))


def is_ahead(asking: Candidate) -> None:
    if asking.shift.starts_at <= asking.now:
        raise Refused("past", _("This shift has already begun. Choose a later shift or another activity."))


def record_is_in_use(asking: Candidate) -> None:
    if asking.person.restricted_at:
        raise Refused("restricted", _("Your record is not in use. Open “Your data” in your profile, use it again, then sign up."))


def birth_date_is_known(asking: Candidate) -> None:
    if not asking.person.birth_date:
        raise Refused("birth_date_missing", _("Your birth date is missing. Add it to your profile, then sign up again."))


def is_old_enough(asking: Candidate) -> None:
    least = max(asking.shift.activity.min_age, youngest())
    if age_on_the_day(asking.person, asking.shift) < least:
        text = _("This activity takes people from %(age)d years on the day of the shift. Choose another activity.")
        raise Refused("too_young", text % {"age": least})


def has_no_place_yet(asking: Candidate) -> None:
    if any(signup.shift_id == asking.shift.pk for signup in asking.taken):
        raise Refused("already_signed_up", _("You already have a place in this shift. Open your pass to see it."))


def overlaps_nothing(asking: Candidate) -> None:
    for signup in asking.taken:
        other = signup.shift
        text = _("You are in “%(title)s” %(hours)s on %(day)s. Cancel that place, or choose a shift at another time.")
        raise Refused("overlaps", text % {"title": other.activity.title, "hours": other.hours, "day": day(other.starts_at).lower()})


def has_a_place_left(asking: Candidate) -> None:
    if asking.shift.taken >= asking.shift.places:
        raise full(asking.shift, asking.taken)


RULES = (
    is_open,
    is_ahead,
    record_is_in_use,
    birth_date_is_known,
    is_old_enough,
    *minors.BAND_RULES,
    has_no_place_yet,
    overlaps_nothing,
    has_a_place_left,
    minors.has_consent,
)


def full(shift: Shift, taken: Iterable[Signup] = ()) -> Refused:
    """The shift is full; names another one of the activity that still has places."""
    ahead = Shift.objects.filter(activity=shift.activity_id, starts_at__gt=timezone.now(), taken__lt=F("places"))
    own = {shift.pk, *(signup.shift_id for signup in taken)}
    other = next((one for one in ahead if one.pk not in own), None)
    if not other:
        return Refused("full", _("%(shift)s is full. Choose another activity nearby.") % {"shift": shift.label})
    text = ngettext(
        "%(shift)s is full. Choose %(other)s: %(count)d place left.",
        "%(shift)s is full. Choose %(other)s: %(count)d places left.",
        other.free,
    )
    return Refused("full", text % {"shift": shift.label, "other": within_a_sentence(other), "count": other.free})


def within_a_sentence(shift: Shift) -> str:
    return shift.label[:1].lower() + shift.label[1:]


def contact(shift: Shift) -> str:
    """Whom to call about a shift: the unit's phone, else its address."""
    unit = shift.activity.unit
    return unit.phone or unit.email or unit.name
