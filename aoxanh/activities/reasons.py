"""Short words for the codes with which people are passed over, for the history of a waiting list."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "first_come": _("The shift begins soon: the place went to whoever took it first"),
    "restricted": _("The record is not in use"),
    "birth_date_missing": _("The birth date is missing"),
    "too_young": _("Too young on the day of the shift"),
    "night": _("Not at night at this age"),
    "ends_too_late": _("It ends too late at this age"),
    "too_long_a_day": _("Too many hours that day"),
    "too_long_a_week": _("Too many hours that week"),
    "never_alone": _("No adult has signed up yet"),
    "training_first": _("The training is missing"),
    "already_signed_up": _("Has a place already"),
    "overlaps": _("Another shift at the same time"),
    "too_far": _("Another shift too far away"),
    "skill_missing": _("Only a place that asks for a skill was free"),
    "skill_not_proved": _("Only a place that asks for a proof was free"),
    "role_too_young": _("Only a place for older people was free"),
    "role_too_old": _("Only a place for younger people was free"),
    "role_full": _("No place in the wanted role was free"),
    "full": _("Only places of roles were free"),
    "guardian_consent_missing": _("A guardian's consent is missing"),
    "cancelled": _("The activity was cancelled"),
    "begun": _("The shift began"),
}


def words_of(code: str) -> str:
    """The words for a code; nothing for one that has none."""
    return str(WORDS.get(code, ""))
