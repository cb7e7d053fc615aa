"""What a rule says to a coordinator: the sentences of `eligibility` speak to who signs up, these speak of them."""

from django.utils.translation import gettext_lazy as _

from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

OF_SOMEBODY = {
    "already_signed_up": _("%(name)s is in this shift already."),
    "already_asked": _("%(name)s was asked for this shift already and has not answered."),
    "overlaps": _("%(name)s is in another shift at these hours."),
    "too_far": _("%(name)s would not get here in time from the shift before or after."),
    "restricted": _("%(name)s asked that their record rests."),
    "birth_date_missing": _("The birth date of %(name)s is not known."),
    "too_young": _("%(name)s is too young for this activity on that day."),
    "training_first": _("%(name)s has not proved the training that this activity asks for."),
    "skill_missing": _("%(name)s has not the skill that the free places ask for."),
    "skill_not_proved": _("%(name)s has not proved the skill that the free places ask for."),
    "role_too_young": _("%(name)s is too young for the free places."),
    "role_too_old": _("%(name)s is too old for the free places."),
    "role_full": _("The role in this shift is full."),
    "full": _("This shift is full. Move somebody else out of it first."),
    "wave_not_open": _("The free places of this shift open later."),
    "night": _("%(name)s is a minor; this shift is at night."),
    "ends_too_late": _("This shift ends too late for the age of %(name)s."),
    "never_alone": _("%(name)s is a minor and may not be there without an adult."),
    "guardian_consent_missing": _("No parent or guardian of %(name)s has agreed yet."),
    "past": _("This shift has begun."),
    "not_open": _("This activity takes nobody any more."),
}


def told(refusal: Refused, person: Person) -> Refused:
    """The same refusal as it is said of the person; its own words where we have no other."""
    text = OF_SOMEBODY.get(refusal.code)
    return Refused(refusal.code, str(text) % {"name": person.full_name}) if text else refusal
