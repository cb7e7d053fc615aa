"""What the solver found, in sentences: why somebody is there, why a shift stays short, how near the bound it came.

The codes are those of `explaining`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aoxanh.kit.parts.figures import figure
from aoxanh.kit.parts.when import clock, day_of
from aoxanh.kit.parts.when import short_date as dated

if TYPE_CHECKING:
    from aoxanh.matching.models import Proposal
    from aoxanh.matching.queries.board import Board
    from aoxanh.matching.queries.log import Entry

type Facts = dict[str, Any]


def short_date(moment: datetime) -> str:
    return dated(day_of(moment))


def days(first: date, last: date) -> str:
    """ "21/11", "21–22/11", "30/11–01/12", with the year where it is another one."""
    if first == last:
        return dated(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%d}–{dated(last)}"
    return f"{dated(first)}–{dated(last)}"


def scope(proposal: "Proposal", among: list[str]) -> str:
    if not among:
        return proposal.unit.short_name
    return among[0] if len(among) == 1 else ngettext("%(n)d unit", "%(n)d units", len(among)) % {"n": len(among)}


def note(proposal: "Proposal", board: "Board") -> str:
    """ "Đề xuất tính lúc 09:12, hết 2,4 giây. Chưa gửi gì." """
    if proposal.published_at:
        facts = {"clock": clock(proposal.published_at), "day": short_date(proposal.published_at)}
        return _("Sent at %(clock)s on %(day)s.") % facts
    if not proposal.solved_at:
        return _("Not solved yet. Nothing was sent.")
    facts = {"clock": clock(proposal.solved_at), "day": short_date(proposal.solved_at), "seconds": seconds(proposal.seconds or 0)}
    same_day = day_of(proposal.solved_at) == timezone.localdate()
    solved = _("Solved at %(clock)s in %(seconds)s.") if same_day else _("Solved on %(day)s at %(clock)s in %(seconds)s.")
    return solved % facts + " " + _("Nothing was sent.")


def seconds(value: float) -> str:
    number = number_format(round(value, 1), 1) if value < 10 else number_format(round(value))
    return ngettext("%(n)s second", "%(n)s seconds", 1 if value == 1 else 2) % {"n": number}


def ratio(proposal: "Proposal") -> str:
    """How much of the bound was reached, as "99,97 %", never rounded up to all of it; "" where that is not known."""
    if not proposal.bound or proposal.value is None:
        return ""
    reached = min(proposal.value / proposal.bound, 1)
    return f"{number_format(int(reached * 10_000) / 100, 2)} %"


def closeness(proposal: "Proposal") -> str:
    if not (reached := ratio(proposal)) or proposal.value is None or proposal.bound is None:
        return ""
    if proposal.value >= proposal.bound:
        return _("Proved: nothing better exists.")
    return _("Reaches %(ratio)s of the highest sum that could exist.") % {"ratio": reached}


def progress_words(proposal: "Proposal") -> Facts:
    """How far solving is, in words and numbers; a bar only once it takes longer than two seconds."""
    waited = (timezone.now() - proposal.queued_at).total_seconds() if proposal.queued_at else 0
    if proposal.status == proposal.Status.QUEUED:
        label, told = _("Waits for its turn"), _("It begins by itself. You may do other work meanwhile.")
    elif proposal.stop_asked_at:
        label, told = _("Stopping"), _("What is done is kept.")
    else:
        label, told = _("Solving"), _("You may do other work meanwhile; the result stays here.")
    return {
        "is_long": proposal.is_running and waited >= 2,
        "progress_label": proposal.note or label,
        "progress_done": proposal.progress // 10,
        "progress_whole": 100,
        "progress_note": told,
    }


def done(entry: "Entry") -> str:
    """What one has just done oneself."""
    text = _("Taken back: %(what)s.") if entry.is_undo else _("Done: %(what)s.")
    return text % {"what": entry.what}


def why(code: str, facts: Facts) -> str:
    """One reason for somebody's place, as short as it stands beside its points."""
    told = WHY.get(code)
    return told(facts) if told else _("Other")


def skill(facts: Facts) -> str:
    if not (name := within_a_sentence(facts.get("skill", ""))):
        return _("Can do what the shift asks for")
    if wanted := facts.get("wanted"):
        return _("Knows %(skill)s, the shift needs %(wanted)d") % {"skill": name, "wanted": wanted}
    return _("Knows %(skill)s") % {"skill": name}


def within_a_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


def near(facts: Facts) -> str:
    km = facts.get("km")
    return _("Lives %(km)s km away") % {"km": number_format(round(km, 1 if km < 10 else 0))} if km is not None else _("Lives near")


def free(facts: Facts) -> str:
    return _("Named other times as free") if facts.get("not") else _("Is free then")


def fair(facts: Facts) -> str:
    turns = facts.get("turns")
    if not turns:
        return _("Has not been out this month")
    return ngettext("Was out only %(n)d time this month", "Was out only %(n)d times this month", turns) % {"n": turns}


WHY: dict[str, Any] = {
    "skill": skill,
    "near": near,
    "free": free,
    "fair": fair,
    "wish": lambda facts: _("Waits for this very shift"),
    "done": lambda facts: _("Has done such work before"),
    "keep": lambda facts: _("Was here in the former plan"),
    "busy": lambda facts: _("Has another shift close to it"),
    "team": lambda facts: _("Goes with the team"),
}


def brief(reasons: Iterable[tuple[str, int, Facts]], most: int = 3) -> str:
    """What speaks for somebody, the weightiest first: "biết tiếng Nùng, nhà cách 9 km"."""
    good = sorted((one for one in reasons if one[1] > 0), key=lambda one: -one[1])[:most]
    said = [why(code, facts) for code, _points, facts in good]
    return ", ".join([said[0], *(text[:1].lower() + text[1:] for text in said[1:])]) if said else ""


def hard_rules(proposal: "Proposal") -> list[tuple[str, str]]:
    """What no proposal breaks, each with an icon."""
    day, week = proposal.most_a_day, proposal.most_a_week
    return [
        ("cake", _("Old enough for the activity and for the role, by the day of the shift.")),
        ("user-check", _("Under the age for it, nobody without a guardian's consent, at night, or longer than their age allows.")),
        ("badge-check", _("Skills that a role demands, proved where that is asked; training and briefing that must come first.")),
        ("clock", _("No two shifts at once, and enough time for the way from one to the next.")),
        ("map-pin", _("The solver sends nobody farther than %(km)d km; by hand you may.") % {"km": proposal.reach_km}),
        ("hourglass", _("At most %(day)d hours a day and %(week)d hours a week for one person.") % {"day": day, "week": week}),
        ("ban", _("Nobody who declined the shift, was ruled out by you, or asked that their record rests.")),
        ("ticket", _("Who has a place keeps it: no agreed shift is changed.")),
    ]


def how_solved(proposal: "Proposal") -> list[tuple[str, str]]:
    """The figures of the last run."""
    if not proposal.solved_at:
        return []
    facts, found = proposal.facts, [(_("Solved"), f"{clock(proposal.solved_at)} {short_date(proposal.solved_at)}")]
    found.append((_("Time taken"), seconds(proposal.seconds or 0)))
    found += [(str(label), figure(facts[name])) for name, label in FIGURES.items() if isinstance(facts.get(name), int | float)]
    if proposal.value is not None:
        found.append((_("Points of this plan"), figure(proposal.value)))
    if proposal.bound:
        found += [(_("No plan has more than"), figure(proposal.bound)), (_("Reached"), ratio(proposal))]
    return found


FIGURES = {
    "people": gettext_lazy("People who may go somewhere"),
    "shifts": gettext_lazy("Shifts with free places"),
    "pairs": gettext_lazy("Possible pairs of a person and a shift"),
    "components": gettext_lazy("Parts solved apart"),
    "optimal": gettext_lazy("Parts proved to be the best"),
}
