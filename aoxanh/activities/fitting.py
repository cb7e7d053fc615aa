"""Which role of a shift a person may have: the skill it asks for, its ages, its places."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aoxanh.activities.candidates import Candidate, age_on_the_day, day_of
from aoxanh.activities.minors import other_shifts
from aoxanh.activities.models import Shift, ShiftRole
from aoxanh.activities.ways import Barred, Way
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import PersonSkill, Skill


def choose(asking: Candidate, *, wanted: ShiftRole | None = None, plain: bool = False) -> ShiftRole | None:
    """The role in which the person comes: the one wanted, else the first that fits and has a place, else none at all (`plain`: at once).

    Refused: `skill_missing`, `skill_not_proved`, `role_too_young`, `role_too_old`, `role_full`. Looks at places without holding them.
    """
    roles = asking.roles
    if wanted:
        suits(asking, wanted)
        has_room(asking.shift, wanted)
        return wanted
    found = None if plain else next((role for role in roles if role.free > 0 and misfit(asking, role) is None), None)
    if found or plain_places(asking.shift, roles) > 0:
        return found
    raise why_none(asking, roles)


def why_none(asking: Candidate, roles: Sequence[ShiftRole]) -> Refused:
    """Only places of roles are left: what keeps the person from the first of them."""
    kept = next((reason for role in roles if role.free > 0 and (reason := misfit(asking, role))), None)
    return kept or Refused("full", _("%(shift)s is full. Choose another activity nearby.") % {"shift": asking.shift.label})


def plain_places(shift: Shift, roles: Sequence[ShiftRole]) -> int:
    """Free places of the shift that no role keeps for itself."""
    return shift.free - sum(max(role.free, 0) for role in roles)


def misfit(asking: Candidate, role: ShiftRole) -> Refused | None:
    try:
        suits(asking, role)
    except Refused as reason:
        return reason
    return None


def suits(asking: Candidate, role: ShiftRole) -> None:
    if role.skill_id:
        has_skill(asking, role)
    years, facts = age_on_the_day(asking.person, asking.shift), {"role": role.name, "least": role.min_age, "most": role.max_age}
    if role.min_age and years < role.min_age:
        text = _("“%(role)s” asks for %(least)d years or more on the day. Choose another role, or another shift.")
        raise Barred("role_too_young", text % facts, other_shifts(asking.shift))
    if role.max_age and years > role.max_age:
        text = _("“%(role)s” is for people up to %(most)d years. Choose another role, or another shift.")
        raise Barred("role_too_old", text % facts, other_shifts(asking.shift))


def has_skill(asking: Candidate, role: ShiftRole) -> None:
    own = asking.known.skills.get(asking.person.pk, {}).get(role.skill_id) if role.skill_id else None
    facts = {"role": role.name, "skill": role.skill, "degree": role.get_degree_display().lower()}
    if not own or own.degree < role.degree:
        text = _("“%(role)s” asks for %(skill)s (%(degree)s). If you can do it, say so in your profile, then sign up again.")
        raise Barred("skill_missing", text % facts, Way(_("Add the skill"), "people:skills"))
    if role.must_be_proved and not is_proved(own, asking.shift):
        raise not_proved(role.skill, facts["role"])


def is_proved(own: PersonSkill | None, shift: Shift) -> bool:
    """Whether an officer saw the paper, and it is still valid on the day."""
    return own is not None and own.proved_at is not None and (own.valid_until is None or own.valid_until >= day_of(shift))


def not_proved(skill: Skill | None, what: object) -> Barred:
    text = _("“%(what)s” asks for a proof of %(skill)s. Send the paper in your profile; an officer looks at it, then you can sign up.")
    return Barred("skill_not_proved", text % {"what": what, "skill": skill}, Way(_("Send the proof"), "people:skills"))


def has_room(shift: Shift, role: ShiftRole) -> None:
    if role.free <= 0:
        text = _("All places for “%(role)s” are taken. Choose another role, or wait for one.")
        raise Barred("role_full", text % {"role": role.name}, Way(_("Wait for a place"), "signup:wait", (shift.pk,)))


@dataclass(frozen=True)
class Choice:
    """A role as the form lists it (None: without one), with why the person may not have it."""

    role: ShiftRole | None
    free: int
    reason: Refused | None
    is_default: bool


def role_choices(asking: Candidate) -> list[Choice]:
    """The roles of the shift in their order, then none at all where there is room; [] for a shift without roles."""
    roles, left = asking.roles, plain_places(asking.shift, asking.roles)
    if not roles:
        return []
    reasons = {role.pk: misfit(asking, role) for role in roles}
    first = next((role for role in roles if role.free > 0 and reasons[role.pk] is None), None)
    found = [Choice(role, min(role.free, asking.shift.free), reasons[role.pk], role is first) for role in roles]
    return [*found, Choice(None, left, None, first is None)] if left > 0 else found
