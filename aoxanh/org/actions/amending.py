"""Correcting the head of an event that is still a draft."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Reorganisation


@transaction.atomic
def amend(
    event: Reorganisation, *, title: str, on: date, decision: Mapping[str, Any], document: File | None = None, by: User
) -> Reorganisation:
    """Write title, day and decision anew; a document only where one is given. Refuses with `not_a_draft`."""
    event = Reorganisation.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.state != Reorganisation.State.DRAFT:
        raise Refused("not_a_draft", _("The event is decided already. Undo it first, then change its plan."))
    before = {"title": event.title, "on": event.on.isoformat(), "decision": event.decision_number}
    event.title, event.on = title, on
    for name, value in decision.items():
        setattr(event, f"decision_{name}", value)
    if document:
        event.document.save(document.name or "quyet-dinh", document, save=False)
    event.save()
    after = {"title": event.title, "on": event.on.isoformat(), "decision": event.decision_number}
    record("org.reorganisation_amended", event, by=by, unit_id=event.root_id, before=before, after=after)
    return event
