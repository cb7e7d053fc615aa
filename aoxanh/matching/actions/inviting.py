"""An organiser asks chosen people to come to a shift."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.actions.offers import Invitation, offer_many
from aoxanh.activities.models import Offer, Shift
from aoxanh.audit.actions import record
from aoxanh.audit.models import Line
from aoxanh.matching.breaking import told
from aoxanh.people.models import Person

USUAL_HOURS = 24


@dataclass(frozen=True)
class Invited:
    """How many were asked, and who could not be: the person with the sentence."""

    sent: int
    refused: list[tuple[Person, str]] = field(default_factory=list)


@transaction.atomic
def invite(shift: Shift, *, people: Iterable[Person], request_id: UUID, by: User) -> Invited:
    """Keep a place for each of them as long as the activity's offers last. The same request sent again asks nobody twice."""
    chosen = {person.pk: person for person in people}
    Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if seen := Line.objects.filter(verb="matching.invited", subject_id=shift.pk, details__request_id=str(request_id)).first():
        return Invited(seen.details["sent"])
    until = timezone.now() + timedelta(hours=shift.activity.offer_hours or USUAL_HOURS)
    asked = offer_many([Invitation(shift.pk, pk, any_role=True) for pk in chosen], source=Offer.Source.ORGANISER, until=until, by=by)
    sent = len(asked.offers)
    record("matching.invited", shift, by=by, unit_id=shift.activity.unit_id, request_id=str(request_id), sent=sent)
    refused = [(chosen[one.invitation.person_id], one.reason) for one in asked.refused]
    return Invited(sent, [(person, str(told(reason, person))) for person, reason in refused])
