"""What was done, in words. Each app says its verbs in the `verbs` of its AppConfig; here they are collected."""

from functools import cache
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.audit.models import Line
from aoxanh.audit.origin import JOB

DETAILS: dict[str, Any] = {
    "reason": gettext_lazy("Reason"),
    "why": gettext_lazy("Reason"),
    "role": gettext_lazy("Role"),
    "scope": gettext_lazy("How far"),
    "since": gettext_lazy("From"),
    "until": gettext_lazy("Until before"),
    "changed": gettext_lazy("What changed"),
    "kind": gettext_lazy("Kind"),
    "purpose": gettext_lazy("Purpose"),
    "version": gettext_lazy("Version of the text"),
    "consent": gettext_lazy("Version of the text"),
    "channel": gettext_lazy("Channel"),
    "decision": gettext_lazy("By decision"),
    "title": gettext_lazy("Title"),
    "method": gettext_lazy("Method"),
    "people": gettext_lazy("People"),
    "turns": gettext_lazy("Turns"),
    "minutes": gettext_lazy("Minutes"),
    "year": gettext_lazy("Year"),
    "first": gettext_lazy("First number"),
    "last": gettext_lazy("Last number"),
    "count": gettext_lazy("How many"),
    "rows": gettext_lazy("How many"),
    "on": gettext_lazy("Day"),
    "ended_on": gettext_lazy("Day"),
    "skill": gettext_lazy("Skill"),
    "provider": gettext_lazy("Through"),
    "consented": gettext_lazy("With consent"),
    "was": gettext_lazy("Before"),
    "before": gettext_lazy("Before"),
    "after": gettext_lazy("After"),
}
"""Details with a name. What is not here (counters, ids) stays in the table and is not shown."""


TITLES: dict[str, Any] = {
    "accounts": gettext_lazy("Signing in"),
    "audit": gettext_lazy("Log"),
    "media": gettext_lazy("Pictures"),
    "imports": gettext_lazy("Lists"),
    "org": gettext_lazy("Units"),
    "access": gettext_lazy("Grants"),
    "people": gettext_lazy("People"),
    "needs": gettext_lazy("Needs"),
    "activities": gettext_lazy("Activities"),
    "attendance": gettext_lazy("Attendance"),
    "records": gettext_lazy("Records"),
    "matching": gettext_lazy("Coordination"),
    "recognition": gettext_lazy("Certificates"),
    "documents": gettext_lazy("Signing keys"),
    "indicators": gettext_lazy("Targets"),
    "desk": gettext_lazy("Lists taken along"),
}
"""What an app's acts are about, for choosing among them."""


@cache
def verbs() -> dict[str, Any]:
    """Every verb with its words, app by app."""
    return {verb: words for config in apps.get_app_configs() for verb, words in getattr(config, "verbs", {}).items()}


def said(verb: str) -> str:
    """The verb in words; an old one that nobody declares any more as it was noted."""
    return str(verbs().get(verb, verb))


def came_from(line: Line) -> str:
    """The channel and the network ("web, 203.0.113.0/24"), or that it ran in the background."""
    if line.origin == JOB:
        return _("In the background")
    return line.origin.replace(" ", ", ", 1)
