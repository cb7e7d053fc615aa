"""How the ledger of hours is said."""

from typing import Any

from django.template import Library
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.attendance.examples import examples
from aoxanh.attendance.hours import Terms
from aoxanh.attendance.hours_letters import signed_hours
from aoxanh.attendance.models import HoursClaim, HoursRule, Source
from aoxanh.attendance.terms import terms_in
from aoxanh.kit.parts.pieces import state
from aoxanh.kit.parts.when import clock
from aoxanh.needs.kinds import KINDS

register = Library()
Status = HoursClaim.Status

SOURCES = {
    Source.CHECK_OUT: gettext_lazy("Check-out"),
    Source.SHIFT_END: gettext_lazy("To the end of the shift"),
    Source.WHOLE_SHIFT: gettext_lazy("Whole shift"),
    Source.CORRECTION: gettext_lazy("Correction"),
    Source.SELF_REPORTED: gettext_lazy("Self-reported"),
    Source.TAKEN_OFF: gettext_lazy("Taken off"),
}
STATES = {
    Status.WAITING: ("ask", "hourglass", gettext_lazy("Waits for a decision")),
    Status.ENDORSED: ("ask", "hourglass", gettext_lazy("One of two agreed")),
    Status.APPROVED: ("ok", "circle-check", gettext_lazy("Counted")),
    Status.REFUSED: ("bad", "circle-x", gettext_lazy("Not counted")),
    Status.WITHDRAWN: ("off", "undo-2", gettext_lazy("Claim taken back")),
}


@register.filter
def source_name(source: str) -> str:
    return str(SOURCES[Source(source)])


@register.simple_tag
def claim_state(claim: HoursClaim, form: str = "plain") -> str:
    kind, icon, word = STATES[Status(claim.status)]
    return state(kind, icon, word, form)


@register.filter
def signed(minutes: int) -> str:
    """ "+1,5" or "−0,5"."""
    return signed_hours(minutes)


@register.filter
def spoken_hours(minutes: int) -> str:
    """ "4 giờ 20 phút"."""
    whole, rest = divmod(abs(minutes), 60)
    if not rest:
        return _("%(hours)d h") % {"hours": whole}
    return (_("%(hours)d h %(minutes)d min") if whole else _("%(minutes)d min")) % {"hours": whole, "minutes": rest}


@register.filter
def claim_title(claim: HoursClaim) -> str:
    return claim.signup.shift.activity.title if claim.signup else claim.title


@register.filter
def entry_title(entry: Any) -> str:
    """What an entry is for: the activity, or what the person reported."""
    return entry.activity.title if entry.activity else entry.claim.title if entry.claim else entry.reason


@register.filter
def presence(entry: Any) -> str:
    """ "07:02–10:58"; nothing for what was not taken at a door."""
    return f"{clock(entry.starts_at)}–{clock(entry.ends_at)}" if entry.starts_at and entry.ends_at else ""


@register.filter
def user_name(user: Any) -> str:
    person = getattr(user, "person", None)
    return person.full_name if person else str(user or "")


@register.filter
def kind_name(code: str) -> str:
    """A kind of activity; of hours without one, that they were reported."""
    return str(KINDS[code].label) if code in KINDS else code or _("Without an activity")


@register.filter
def said(rule: HoursRule) -> list[str]:
    """A rule in sentences."""
    return sentences(terms_in(rule))


def sentences(terms: Terms) -> list[str]:
    basis = (
        _("The whole shift counts for whoever came.") if terms.is_whole_shift else _("Counts from check-in to check-out, inside the shift.")
    )
    down = _("Rounded down to %(step)d minutes.") if terms.rounding == "down" else _("Rounded to the nearest %(step)d minutes.")
    found = [basis, down % {"step": terms.step_minutes}]
    if terms.break_minutes:
        after = spoken_hours(terms.break_after_minutes or 0)
        found.append(
            _("Of turns longer than %(after)s a break of %(minutes)d minutes is taken off.")
            % {"after": after, "minutes": terms.break_minutes}
        )
    if terms.night_percent != 100:
        found.append(_("22:00–06:00 counts %(percent)d %%.") % {"percent": terms.night_percent})
    if terms.cap_minutes:
        found.append(_("At most %(hours)s a day.") % {"hours": spoken_hours(terms.cap_minutes)})
    return found


@register.simple_tag
def rule_examples(terms: Terms | HoursRule) -> list[Any]:
    """What a few turns would count."""
    return examples(terms_in(terms) if isinstance(terms, HoursRule) else terms)
