"""Who may take a place. Each rule refuses with a code, a sentence that says what to do, and where there is one a way there."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.activities import minors
from aoxanh.activities.candidates import Candidate, age_on_the_day, around, asking, candidate, candidates, held
from aoxanh.activities.ceilings import is_not_too_much, is_within_reach, swap_for
from aoxanh.activities.fitting import is_proved
from aoxanh.activities.minors import other_shifts
from aoxanh.activities.models import Activity, Shift
from aoxanh.activities.ways import Barred, Way
from aoxanh.kit.parts.when import clock, day
from aoxanh.kit.refusals import Refused
from aoxanh.people.bands import youngest
from aoxanh.people.models import Person

__all__ = ["around", "asking", "candidate", "candidates", "check", "contact", "full", "held", "refusal", "why_not"]

type Rule = Callable[[Candidate], None]


def refusal(shift: Shift, *, person: Person) -> Refused | None:
    """Why the person may not take a place now, for a page to say it before it is asked; None when they may."""
    return why_not(candidate(shift, person))


def why_not(seen: Candidate, *, rules: Iterable[Rule] | None = None) -> Refused | None:
    try:
        check(seen, rules=rules)
    except Refused as reason:
        return reason
    return None


def check(seen: Candidate, *, rules: Iterable[Rule] | None = None) -> None:
    """Ask every rule, or those named, in their order."""
    for rule in RULES if rules is None else rules:
        rule(seen)


def is_open(seen: Candidate) -> None:
    activity = seen.shift.activity
    if activity.status == Activity.Status.CANCELLED:
        raise Barred("not_open", _("This activity was cancelled. Choose another activity."), elsewhere())
    if activity.status != Activity.Status.OPEN:
        raise Barred("not_open", _("This activity takes no sign-ups. Choose another activity."), elsewhere())


def is_ahead(seen: Candidate) -> None:
    if seen.shift.starts_at <= seen.now:
        text = _("This shift has already begun. Choose a later shift or another activity.")
        raise Barred("past", text, other_shifts(seen.shift))


def record_is_in_use(seen: Candidate) -> None:
    if seen.person.restricted_at or seen.person.merged_into_id or seen.person.erased_at:
        text = _("Your record is not in use. Open “Your data” in your profile, use it again, then sign up.")
        raise Barred("restricted", text, Way(_("Open “Your data”"), "people:data"))


def birth_date_is_known(seen: Candidate) -> None:
    if not seen.person.birth_date:
        text = _("Your birth date is missing. Add it to your profile, then sign up again.")
        raise Barred("birth_date_missing", text, Way(_("Open your profile"), "people:profile"))


def is_old_enough(seen: Candidate) -> None:
    least = max(seen.shift.activity.min_age, youngest())
    if age_on_the_day(seen.person, seen.shift) < least:
        text = _("This activity takes people from %(age)d years on the day of the shift. Choose another activity.")
        raise Barred("too_young", text % {"age": least}, elsewhere())


def is_trained(seen: Candidate) -> None:
    """What must be learnt, and proved, before a first shift."""
    wanted = seen.shift.activity.training_first
    if wanted and not is_proved(seen.known.skills.get(seen.person.pk, {}).get(wanted.pk), seen.shift):
        text = _("Before a first shift one is trained in “%(skill)s”. Ask %(unit)s for the next training, or send your proof.")
        facts = {"skill": wanted, "unit": seen.shift.activity.unit.short_name}
        unit = Way(_("The unit that organises"), "portal:unit", (seen.shift.activity.unit.slug,))
        raise Barred("training_first", text % facts, Way(_("Send the proof"), "people:skills"), unit)


def has_no_place_yet(seen: Candidate) -> None:
    mine = next((signup for signup in seen.taken if signup.shift_id == seen.shift.pk), None)
    if mine:
        text = _("You already have a place in this shift. Open your pass to see it.")
        raise Barred("already_signed_up", text, Way(_("Open my pass"), "signup:pass", (mine.pk,)))


def overlaps_nothing(seen: Candidate) -> None:
    for signup in seen.taken:
        other = signup.shift
        if other.starts_at < seen.shift.ends_at and other.ends_at > seen.shift.starts_at:
            text = _("You are in “%(title)s” %(hours)s on %(day)s. Cancel that place, or choose a shift at another time.")
            facts = {"title": other.activity.title, "hours": other.hours, "day": day(other.starts_at).lower()}
            raise Barred("overlaps", text % facts, swap_for(signup, seen.shift), Way(_("Open that pass"), "signup:pass", (signup.pk,)))


def has_a_place_left(seen: Candidate) -> None:
    if seen.shift.free <= 0:
        raise full(seen)


RULES: tuple[Rule, ...] = (
    is_open,
    is_ahead,
    record_is_in_use,
    birth_date_is_known,
    is_old_enough,
    minors.is_by_day,
    minors.ends_in_time,
    minors.is_not_alone,
    is_trained,
    has_no_place_yet,
    overlaps_nothing,
    is_not_too_much,
    is_within_reach,
    has_a_place_left,
    minors.has_consent,
)
"""The consent is asked last: what it refuses can be remembered as a wish, and is all that is missing."""

STANDING = tuple(rule for rule in RULES if rule is not has_a_place_left)
"""The same without the look at free places: for who waits, or has a place held for them."""


def full(seen: Candidate) -> Refused:
    """No place is free: more open later, or another shift of the activity has some, or one may wait."""
    shift = seen.shift
    if shift.withheld and not shift.taken and not shift.held and (wave := seen.known.next_waves.get(shift.pk)):
        text = _("Sign-up for %(shift)s opens at %(clock)s, %(day)s: %(count)d places. Come back then.")
        facts = {"shift": within_a_sentence(shift), "clock": clock(wave.at), "day": day(wave.at).lower(), "count": wave.places}
        return Barred("wave_not_open", text % facts, other_shifts(shift))
    own = {shift.pk, *(signup.shift_id for signup in seen.taken)}
    other = next((one for one in seen.known.siblings.get(shift.activity_id, []) if one.pk not in own), None)
    wait = Way(_("Wait for a place"), "signup:wait", (shift.pk,))
    if not other:
        return Barred("full", _("%(shift)s is full. Choose another activity nearby.") % {"shift": shift.label}, wait, elsewhere())
    text = ngettext(
        "%(shift)s is full. Choose %(other)s: %(count)d place left.",
        "%(shift)s is full. Choose %(other)s: %(count)d places left.",
        other.free,
    )
    facts = {"shift": shift.label, "other": within_a_sentence(other), "count": other.free}
    return Barred("full", text % facts, wait, other_shifts(shift))


def elsewhere() -> Way:
    return Way(_("Other activities"), "portal:activities")


def within_a_sentence(shift: Shift) -> str:
    return shift.label[:1].lower() + shift.label[1:]


def contact(shift: Shift) -> str:
    """Whom to call about a shift: the unit's phone, else its address."""
    unit = shift.activity.unit
    return unit.phone or unit.email or unit.name
