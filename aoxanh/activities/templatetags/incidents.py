"""`{% load incidents %}`: how an incident stands, in a word."""

from typing import Any

from django.template import Library
from django.utils.translation import gettext as _

from aoxanh.activities.models import Incident
from aoxanh.kit.parts.pieces import state

register = Library()

ICONS: dict[str, str] = {
    Incident.Kind.INJURY: "heart-pulse",
    Incident.Kind.MISSING: "user-search",
    Incident.Kind.HARASSMENT: "hand",
    Incident.Kind.TRAFFIC: "traffic-cone",
    Incident.Kind.WEATHER: "cloud-rain-wind",
    Incident.Kind.PROPERTY: "hammer",
    Incident.Kind.OTHER: "circle-alert",
}


@register.filter
def incident_icon(kind: str) -> str:
    return ICONS.get(kind, "circle-alert")


@register.simple_tag
def severity_state(incident: Incident, look: str = "plain") -> Any:
    """How bad it is, without the advice that stands in the form."""
    words = {1: ("off", "circle-dot", _("Minor")), 2: ("ask", "triangle-alert", _("Serious")), 3: ("bad", "siren", _("Grave"))}
    return state(*words[incident.severity], look)


@register.simple_tag
def status_state(incident: Incident, look: str = "plain") -> Any:
    words = {
        Incident.Status.OPEN: ("ask", "hourglass", _("New")),
        Incident.Status.HANDLED: ("own", "wrench", _("Being dealt with")),
        Incident.Status.CLOSED: ("ok", "circle-check", _("Closed")),
    }
    return state(*words[Incident.Status(incident.status)], look)
