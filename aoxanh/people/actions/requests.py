"""What people ask about their own data: asked, answered, carried out or refused."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.actions import tell
from aoxanh.people.actions.consents import restrict, withdraw_consent
from aoxanh.people.actions.erasure import erase
from aoxanh.people.deadlines import answer_due, carry_due
from aoxanh.people.grounds import GROUNDS
from aoxanh.people.models import DataRequest, Person
from aoxanh.people.refusals import refuse_erased

Kind = DataRequest.Kind


@transaction.atomic
def ask(person: Person, *, kind: str, text: str = "", by: User | None) -> DataRequest:
    """Start both clocks. Refuses with `erased`, `merged`, `already_asked`, `text_missing`."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_erased(person)
    if DataRequest.objects.filter(person=person, kind=kind, done_at=None).exists():
        raise Refused("already_asked", _("You asked for this already, and it is being worked on."))
    if kind == Kind.CORRECT and not text.strip():
        raise Refused("text_missing", _("Say what is wrong and how it should read."))
    on = today()
    request = DataRequest.objects.create(
        person=person, kind=kind, text=text.strip(), asked_by=by, answer_due=answer_due(on), carry_due=carry_due(on)
    )
    record("people.data_asked", person, by=by, kind=kind, request=str(request.pk))
    return request


@transaction.atomic
def answer(request: DataRequest, *, text: str, by: User) -> DataRequest:
    """The first answer stops the first clock; a later one is one more letter. Refuses with `text_missing`, `done`."""
    request = locked(request)
    if not text.strip():
        raise Refused("text_missing", _("Write what the person should know."))
    request.answered_at = request.answered_at or timezone.now()
    request.save(update_fields=["answered_at"])
    record("people.data_answered", request.person, by=by, kind=request.kind, request=str(request.pk))
    write_to(request, _("About your request on personal data"), text.strip())
    return request


@transaction.atomic
def carry_out(request: DataRequest, *, outcome: str, purposes: tuple[str, ...] = (), by: User) -> DataRequest:
    """Do what was asked, so far as a program can: restrict, withdraw, erase. A correction and a copy are made by the officer.

    Refuses with `done`, `text_missing`, `purposes_missing`, and with what erasing refuses.
    """
    request = locked(request)
    if not outcome.strip():
        raise Refused("text_missing", _("Write what was done."))
    if request.kind == Kind.WITHDRAW and not purposes:
        raise Refused("purposes_missing", _("Choose which consents are withdrawn."))
    finish(request, outcome=outcome.strip(), refused=False, by=by)
    write_to(request, _("Your request on personal data was carried out"), outcome.strip())
    if request.kind == Kind.RESTRICT:
        restrict(request.person, by=by)
    for purpose in purposes if request.kind == Kind.WITHDRAW else ():
        withdraw_consent(request.person, purpose=purpose, by=by)
    if request.kind == Kind.ERASE:
        erase(request.person, by=by)
    return request


@transaction.atomic
def refuse(request: DataRequest, *, ground: str, text: str, by: User) -> DataRequest:
    """Say no, on a ground that the law knows. Refuses with `done`, `ground_missing`, `text_missing`."""
    request = locked(request)
    if ground not in GROUNDS:
        raise Refused("ground_missing", _("Choose the ground on which the law lets you refuse."))
    if not text.strip():
        raise Refused("text_missing", _("Explain it in a sentence: the person may complain about it."))
    outcome = f"{GROUNDS[ground]} {text.strip()}"
    finish(request, outcome=outcome, refused=True, by=by, ground=ground)
    write_to(request, _("Your request on personal data was refused"), outcome)
    return request


def locked(request: DataRequest) -> DataRequest:
    held = DataRequest.objects.select_for_update(of=("self",)).select_related("person__user").get(pk=request.pk)
    if held.done_at:
        raise Refused("done", _("This request is closed. A new one starts its own clocks."))
    return held


def finish(request: DataRequest, *, outcome: str, refused: bool, by: User, **details: Any) -> None:
    """Both clocks stop: who is told the outcome was answered."""
    request.done_at, request.done_by = timezone.now(), by
    request.answered_at = request.answered_at or request.done_at
    request.outcome, request.refused = outcome[:500], refused
    request.save()
    verb = "people.data_refused" if refused else "people.data_carried_out"
    record(verb, request.person, by=by, kind=request.kind, request=str(request.pk), **details)


def write_to(request: DataRequest, subject: str, text: str) -> None:
    """A mail to the account, else to the address on record; who has neither is told by the officer."""
    to = (request.person.user.email if request.person.user else "") or request.person.email
    if to:
        tell(to=to, subject=subject, body=text, key=f"data {request.pk} {timezone.now():%Y%m%d%H%M%S%f}", user=request.person.user)
