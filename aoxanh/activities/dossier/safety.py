"""What safety holds of a person: what they read, what they reported."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.accounts.models import User
from aoxanh.kit.dates import local
from aoxanh.people.dossier import Row, Section, register
from aoxanh.people.models import Person

MOMENT = "%d/%m/%Y %H:%M"


def briefings(person: Person) -> Iterable[Row]:
    for reading in person.briefings_read.select_related("briefing__activity__unit").order_by("at", "id"):
        activity = reading.briefing.activity
        yield {
            "activity": activity.title,
            "unit": activity.unit.name,
            "version": reading.briefing.version,
            "when": local(reading.at).strftime(MOMENT),
        }


def incidents(person: Person) -> Iterable[Row]:
    """What they reported themselves; what others wrote of an incident is not theirs to take away."""
    for incident in person.incidents_reported.select_related("unit", "activity").order_by("reported_at", "id"):
        yield {
            "what": incident.get_kind_display(),
            "where": incident.activity.title if incident.activity else incident.unit.name,
            "when": local(incident.happened_at).strftime(MOMENT),
            "state": incident.get_status_display(),
            "text": incident.text,
            "contact": incident.contact,
        }


def forget_contact(person: Person, by: User | None) -> int:
    """Who leaves is not called back: the number goes from their reports, which stay."""
    person.incidents_reported.exclude(contact="").update(contact="")
    return 0


def register_sections() -> None:
    read: dict[str, str | Promise] = {"activity": _("Activity"), "unit": _("Unit"), "version": _("Version"), "when": _("Moment")}
    told: dict[str, str | Promise] = {
        "what": _("What happened"),
        "where": _("Activity"),
        "when": _("Moment"),
        "state": _("What became of it"),
    }
    register(Section("briefings", _("Safety briefings that you read"), read, briefings, order=62))
    register(Section("incidents", _("Incidents that you reported"), told, incidents, release=forget_contact, order=64))
