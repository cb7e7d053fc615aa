"""From a report in the field to the word that closes it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.letters import safety as letters
from aoxanh.activities.models import Incident, IncidentStep, Shift
from aoxanh.activities.queries.incidents import to_tell
from aoxanh.audit.actions import record
from aoxanh.kit.limits import limit
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.models import Person

Status = Incident.Status
HOUR = 60 * 60


@dataclass(frozen=True)
class Report:
    """What the field says. `happened_at` is by the clock of the device."""

    kind: str
    severity: int
    text: str
    happened_at: datetime
    people_hurt: int = 0
    concerns_minors: bool = False
    place_name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    contact: str = ""


def report(*, unit: Unit, shift: Shift | None, said: Report, request_id: UUID, reporter: Person | None, by: User | None) -> Incident:
    """Note it and tell at once whom it concerns; the same report sent again is the same incident.

    Refused: `already_sent` for the id of somebody else's report, `too_many_tries`.
    """
    try:
        return note(unit, shift, said, request_id, reporter, by)
    except IntegrityError:  # The same report twice at the same moment: the other one has made it.
        return same_again(Incident.objects.get(request_id=request_id), reporter, by)


@transaction.atomic
def note(unit: Unit, shift: Shift | None, said: Report, request_id: UUID, reporter: Person | None, by: User | None) -> Incident:
    if seen := Incident.objects.filter(request_id=request_id).first():
        return same_again(seen, reporter, by)
    limit(f"incidents:{reporter.pk if reporter else by and by.pk}", times=settings.INCIDENT_REPORTS_AN_HOUR, seconds=HOUR)
    facts = vars(said) | {"happened_at": min(said.happened_at, timezone.now())}
    activity = shift.activity if shift else None
    incident = Incident.objects.create(unit=unit, activity=activity, shift=shift, request_id=request_id, reporter=reporter, by=by, **facts)
    told = letters.reported(incident, to_tell(incident))
    record("activities.reported_incident", incident, by=by, unit_id=unit.pk, kind=said.kind, severity=said.severity, told=told)
    return incident


def same_again(seen: Incident, reporter: Person | None, by: User | None) -> Incident:
    if seen.reporter_id == (reporter.pk if reporter else None) and seen.by_id == (by.pk if by else None):
        return seen
    raise Refused("already_sent", _("This report was already sent by somebody else. Open the page again and write yours."))


@transaction.atomic
def note_reading(incident: Incident, *, by: User) -> None:
    """Of a restricted one each reading leaves a line."""
    if incident.is_restricted:
        record("activities.read_incident", incident, by=by, unit_id=incident.unit_id)


@transaction.atomic
def take_step(incident: Incident, *, status: str, text: str, by: User) -> IncidentStep:
    """Say what is done: being dealt with, or closed with what came of it; the same sentence again changes nothing.

    A closed one opens again only as being dealt with. Refused: `text_missing`, `wrong_state`.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not (text := text.strip()):
        raise Refused("text_missing", _("Say in a sentence what is done, or what came of it."))
    last = incident.steps.last()
    if last and (last.status, last.text, last.by_id) == (status, text, by.pk):
        return last
    if status == Status.OPEN or (incident.status == Status.CLOSED and status == Status.CLOSED):
        raise Refused("wrong_state", _("This incident has moved on meanwhile. Open it again to see where it stands."))
    before, incident.status = incident.status, Status(status)
    incident.save(update_fields=["status"])
    verb = "activities.closed_incident" if status == Status.CLOSED else "activities.handled_incident"
    record(verb, incident, by=by, unit_id=incident.unit_id, before=before, after=status)
    return IncidentStep.objects.create(incident=incident, status=status, text=text[:1000], by=by)
