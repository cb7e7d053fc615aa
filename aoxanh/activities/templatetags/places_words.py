"""Words for what happened in a waiting list."""

from django import template
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import WaitingStep
from aoxanh.activities.queries.waiting import Event
from aoxanh.activities.reasons import words_of

register = template.Library()
What = WaitingStep.What

OWN = {
    What.JOINED: _("You joined the list"),
    What.PASSED_OVER: _("A place went to somebody behind you"),
    What.OFFERED: _("A place was kept for you"),
    What.TAKEN: _("You took the place"),
    What.DECLINED: _("You let the place go"),
    What.LAPSED: _("The time to answer was over"),
    What.LEFT: _("You left the list"),
    What.ENDED: _("The list was closed"),
}

OTHERS = {
    What.OFFERED: _("Somebody ahead of you was asked"),
    What.TAKEN: _("Somebody ahead of you has a place"),
    What.LEFT: _("Somebody ahead of you left the list"),
    What.ENDED: _("Somebody ahead of you is no longer in the list"),
}


@register.filter
def event_words(event: Event) -> str:
    return str(OTHERS.get(event.reason, "") if event.of_other else OWN.get(event.what, ""))  # type: ignore[call-overload]


@register.filter
def event_reason(event: Event) -> str:
    """Why, in words; nothing where the event says it all."""
    return "" if event.of_other else words_of(event.reason)
