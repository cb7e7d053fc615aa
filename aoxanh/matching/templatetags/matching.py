"""How proposals are said: their name, their state, reasons and points."""

from typing import Any
from uuid import uuid4

from django.template import Library
from django.template.context import Context
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aoxanh.activities.models import Offer, Shift, Signup
from aoxanh.kit.parts.pieces import state
from aoxanh.kit.parts.when import clock
from aoxanh.matching import shortness, words
from aoxanh.matching.models import Assignment, Move, Proposal
from aoxanh.matching.queries.board import Answers, Row
from aoxanh.people.models import Person

Status, Kind = Proposal.Status, Move.Kind
WIDTH = 300
MINUS = "−"

register = Library()

STATES = {
    Status.DRAFT: ("off", "circle-dashed", gettext_lazy("Not solved yet")),
    Status.QUEUED: ("off", "hourglass", gettext_lazy("Waits for its turn")),
    Status.SOLVING: ("own", "loader-circle", gettext_lazy("Being solved")),
    Status.READY: ("ask", "send", gettext_lazy("To be sent")),
    Status.STOPPED: ("ask", "circle-minus", gettext_lazy("Stopped")),
    Status.FAILED: ("bad", "circle-x", gettext_lazy("Not solved")),
    Status.PUBLISHED: ("ok", "check", gettext_lazy("Sent")),
}


@register.filter
def headline(proposal: Proposal) -> str:
    """Its name, or "Điều phối 21–22/11"."""
    return proposal.name or _("Coordination %(days)s") % {"days": words.days(proposal.starts_on, proposal.ends_on)}


@register.simple_tag
def proposal_state(proposal: Proposal, form: str = "plain") -> SafeString:
    return state(*STATES[Status(proposal.status)], form)


@register.filter
def km(value: float) -> str:
    """ "9,6 km"."""
    return f"{number_format(round(value, 1), 1)} km"


@register.filter
def signed_points(points: int) -> str:
    """ "−12 điểm", "+38 điểm"."""
    return ngettext("%(count)s point", "%(count)s points", abs(points)) % {"count": signed(points)}


def signed(points: int) -> str:
    return f"+{points}" if points > 0 else f"{MINUS}{-points}" if points < 0 else "0"


@register.filter
def reason(row: Row) -> str:
    """The weightiest reasons why a shift stays short, in a sentence."""
    return shortness.brief(row)


@register.simple_tag
def reasons(row: Row) -> list[str]:
    """All of them."""
    return shortness.reasons(row)


@register.filter
def sum_of(place: Assignment) -> list[dict[str, Any]]:
    """The points of a place, each with its words and a bar that is in proportion."""
    widest = max((abs(points) for _code, points, _facts in place.why), default=0) or 1
    return [
        {
            "text": words.why(code, facts),
            "points": points,
            "signed": signed(points),
            "width": max(round(WIDTH * abs(points) / widest / 2), 2),
        }
        for code, points, facts in place.why
    ]


@register.simple_tag
def answers(found: Answers) -> SafeString:
    """What became of the invitations of a shift, in words with numbers."""
    parts = [
        (found.accepted, "text-success font-semibold", ngettext("%(n)d accepted", "%(n)d accepted", found.accepted)),
        (found.waiting, "text-ink-accent font-semibold", ngettext("%(n)d not answered", "%(n)d not answered", found.waiting)),
        (found.declined, "text-ink-2", ngettext("%(n)d declined", "%(n)d declined", found.declined)),
        (found.lapsed, "text-ink-2", ngettext("%(n)d out of time", "%(n)d out of time", found.lapsed)),
        (found.not_sent, "text-error", ngettext("%(n)d not sent", "%(n)d not sent", found.not_sent)),
    ]
    return format_html_join(" · ", '<span class="{} whitespace-nowrap">{}</span>', [(css, text % {"n": n}) for n, css, text in parts if n])


ANSWERS = {
    "": ("ask", "hourglass", gettext_lazy("not answered")),
    Offer.Answer.ACCEPTED: ("ok", "check", gettext_lazy("accepted")),
    Offer.Answer.DECLINED: ("off", "x", gettext_lazy("declined")),
    Offer.Answer.LAPSED: ("off", "timer-off", gettext_lazy("out of time")),
    Offer.Answer.WITHDRAWN: ("off", "ban", gettext_lazy("invitation taken back")),
}


@register.simple_tag
def answer(place: Assignment) -> SafeString | str:
    """What became of one invitation: the word, until when or when, and the reason given."""
    if place.not_sent:
        return format_html(
            "{}<span class='block text-sm text-ink-2'>{}</span>", state("bad", "circle-x", _("not sent"), "plain"), place.not_sent
        )
    if not (offer := place.offer):
        return ""
    if offer.signup and offer.signup.status == Signup.Status.CANCELLED:
        return state("off", "undo-2", _("gave the place back"), "plain")
    word = state(*ANSWERS[offer.answer], "plain")
    if not offer.answer:
        until = _("until %(clock)s on %(day)s") % {"clock": clock(offer.until), "day": words.short_date(offer.until)}
        return format_html("{} <span class='text-sm text-ink-3'>{}</span>", word, until)
    return format_html("{}<span class='block text-sm text-ink-2'>{}</span>", word, offer.reason) if offer.reason else word


BUTTONS = {
    Kind.PINNED: ("pin", gettext_lazy("Keep here")),
    Kind.UNPINNED: ("pin", gettext_lazy("No longer pinned")),
    Kind.FORBIDDEN: ("user-round-x", gettext_lazy("Does not fit")),
    Kind.ALLOWED: ("undo-2", gettext_lazy("May fit")),
    Kind.REMOVED: ("user-minus", gettext_lazy("Take out")),
    Kind.ADDED: ("user-round-plus", gettext_lazy("Add")),
}


@register.inclusion_tag("matching/move.html", takes_context=True)
def move(context: Context, kind: str, person: Person, before: Shift | str, after: Shift | str, look: str) -> dict[str, Any]:
    """A button that carries out one change, with or without script."""
    icon, label = BUTTONS[Kind(kind)]
    return {
        "kind": kind,
        "person": person,
        "before": before,
        "after": after,
        "look": look,
        "icon_name": icon,
        "label": label,
        "proposal": context["proposal"],
        "request_id": uuid4(),
        "csrf_token": context.get("csrf_token"),
    }
