"""A small weekend that a coordinator fills: shifts beside each other and one after the other, volunteers who may come."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift
from aoxanh.kit.dates import during, local
from aoxanh.matching.actions.moves import change
from aoxanh.matching.models import Assignment, Move, Proposal
from aoxanh.org.models import Unit
from aoxanh.people.models import Consent, Membership, Person
from tests.cast import BEGINNING, make_activity, make_user, noon

SATURDAY = 5
HTMX = {"HX-Request": "true"}
WHY = [["near", 24, {"km": 3.2}], ["fair", 20, {"turns": 0}], ["busy", -4, {}]]


def morning() -> datetime:
    """Seven o'clock of a Saturday ahead."""
    ahead = (SATURDAY - local(noon()).weekday()) % 7 or 7
    return noon(ahead) - timedelta(hours=5)


def make_volunteer(name: str, unit: Unit, **facts: Any) -> Person:
    """An adult of the unit with an account who agreed to take part."""
    user = make_user(f"{uuid4().hex[:12]}@tinhnguyen.example", name, facts.pop("birth_date", date(2000, 3, 8)), unit.area)
    Consent.objects.create(person=user.person, purpose="volunteering", version="1", channel="web", by=user)
    Membership.objects.create(person=user.person, unit=unit, during=during(BEGINNING))
    for field, value in facts.items():
        setattr(user.person, field, value)
    user.person.save()
    return user.person


def make_shift(unit: Unit, by: User, title: str, *, hour: int = 7, hours: int = 4, places: int = 3, days: int = 0, **facts: Any) -> Shift:
    start = morning() + timedelta(days=days, hours=hour - 7)
    found = make_activity(unit, by, title=title, shifts=[(start, start + timedelta(hours=hours), places)], **facts)
    return found.shifts.get()


def make_board(unit: Unit, by: User, **facts: Any) -> Proposal:
    """A proposal over that Saturday and Sunday, ready and sent to nobody."""
    first = local(morning()).date()
    given: dict[str, Any] = {
        "starts_on": first,
        "ends_on": first + timedelta(days=1),
        "weights": {"skill": 40, "near": 25, "fair": 20, "keep": 15},
        "status": Proposal.Status.READY,
        "solved_at": timezone.now() - timedelta(minutes=1),
        "seconds": 2.4,
        "value": 9_997,
        "bound": 10_000,
        "request_id": uuid4(),
        "created_by": by,
    }
    return Proposal.objects.create(unit=unit, **given | facts)


def propose(proposal: Proposal, person: Person, shift: Shift, **facts: Any) -> Assignment:
    return Assignment.objects.create(proposal=proposal, person=person, shift=shift, **{"points": 40, "why": WHY} | facts)


def mover(proposal: Proposal, by: User) -> Callable[..., Move]:
    """Changes the proposal as a page that knows its present state."""

    def do(kind: str, person: Person, **facts: Any) -> Move:
        given = {"revision": Proposal.objects.get(pk=proposal.pk).revision, "request_id": uuid4(), "by": by}
        return change(proposal, kind=kind, person=person, **given | facts)

    return do


def where(proposal: Proposal) -> dict[str, str]:
    """Who is proposed for what, by name and title."""
    found = Assignment.objects.filter(proposal=proposal).select_related("person", "shift__activity")
    return {one.person.full_name: one.shift.activity.title for one in found}


def url(name: str, proposal: Proposal, *more: Any) -> str:
    """The address of a page of the proposal."""
    return reverse(f"matching:{name}", args=[proposal.pk, *(one.pk for one in more)])


def body(response: Any) -> str:
    return str(response.content.decode())
