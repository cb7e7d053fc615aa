"""The waiting list as the log tells it, and what waits for one person's answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from aoxanh.activities.models import OPEN_PLACES, Activity, Offer, Party, Shift, Signup, Swap, Waiting, WaitingStep
from aoxanh.people.models import Person

What, Status = WaitingStep.What, Waiting.Status

GONE = (What.OFFERED, What.TAKEN, What.LEFT, What.ENDED)
"""Steps with which somebody no longer stands in the line; the first of them counts."""


def with_positions(waitings: QuerySet[Waiting]) -> QuerySet[Any]:
    """Each with `position` among those who still wait: 1 is next."""
    ahead = Waiting.objects.filter(shift=OuterRef("shift"), number__lt=OuterRef("number"), status=Status.WAITING)
    counted = Subquery(ahead.order_by().values("shift").annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return waitings.annotate(position=Coalesce(counted, 0) + 1)


def position_of(waiting: Waiting) -> int:
    """1 is next; 0 for who no longer waits."""
    if waiting.status != Status.WAITING:
        return 0
    return Waiting.objects.filter(shift=waiting.shift_id, number__lt=waiting.number, status=Status.WAITING).count() + 1


def would_be_position(shift: Shift) -> int:
    """Which position somebody would have who joined now."""
    return Waiting.objects.filter(shift=shift, status=Status.WAITING).count() + 1


def next_offer_ends(shift: Shift) -> datetime | None:
    """When the next place that is kept may come free."""
    return Offer.objects.filter(shift=shift, answer="", holds=True).order_by("until").values_list("until", flat=True).first()


@dataclass(frozen=True)
class Event:
    """A line of a person's history in a list. `of_other`: somebody ahead is gone, so they moved up. `position` after it, None when out."""

    at: datetime
    what: str
    reason: str
    position: int | None
    of_other: bool = False


def history(waiting: Waiting) -> list[Event]:
    """Everything that changed the person's position, with its reason, the first first; two queries however long the list is."""
    own = list(waiting.steps.order_by("id"))
    if not own:
        return []
    last = own[-1].pk if waiting.status != Status.WAITING else None
    ahead = WaitingStep.objects.filter(waiting__shift=waiting.shift_id, waiting__number__lt=waiting.number, what__in=GONE, pk__gt=own[0].pk)
    others = ahead.filter(pk__lt=last) if last else ahead
    return told(own, first_only(others.order_by("id")), since=own[0].pk, waiting=waiting)


def first_only(steps: Iterable[WaitingStep]) -> list[WaitingStep]:
    found: dict[UUID, WaitingStep] = {}
    for step in steps:
        found.setdefault(step.waiting_id, step)
    return list(found.values())


def told(own: list[WaitingStep], others: list[WaitingStep], *, since: int, waiting: Waiting) -> list[Event]:
    """Who was offered a place before we came is not ahead of us any more, whatever becomes of them."""
    gone_before = set(
        WaitingStep.objects.filter(waiting__in={step.waiting_id for step in others}, what__in=GONE, pk__lt=since).values_list(
            "waiting", flat=True
        )
    )
    position, events = own[0].position, []
    in_line = True
    for step in sorted([*own, *(one for one in others if one.waiting_id not in gone_before)], key=lambda one: one.pk):
        is_own = step.waiting_id == waiting.pk
        if not is_own:
            if in_line:
                position = position - 1 if position else position
                events.append(Event(step.at, What.MOVED_UP, step.what, position, of_other=True))
            continue
        in_line = in_line and step.what not in GONE
        events.append(Event(step.at, step.what, step.reason, position if in_line else None))
    return events


def order_by_log(shift: Shift) -> list[UUID]:
    """Who stands in the line, in which order, by the steps alone: what the rows must agree with."""
    line: list[UUID] = []
    for step in WaitingStep.objects.filter(waiting__shift=shift).order_by("id"):
        if step.what == What.JOINED:
            line.append(step.waiting_id)
        elif step.what in GONE and step.waiting_id in line:
            line.remove(step.waiting_id)
    return line


def waiting_in(shift: Shift) -> QuerySet[Any]:
    """Who waits or was asked, in the order of the list, with their people: for the organiser to read."""
    return Waiting.objects.filter(shift=shift, status__in=Waiting.OPEN).select_related("person", "role").order_by("number")


def waitings_of(people: Iterable[Person]) -> list[Any]:
    """What these people wait for ahead, with `position`, the soonest first."""
    ahead = Waiting.objects.filter(
        person__in=list(people), status=Status.WAITING, shift__starts_at__gt=timezone.now(), shift__activity__status=Activity.Status.OPEN
    )
    found = with_positions(ahead).select_related("person", "role", "shift__activity__unit", "shift__activity__area")
    return list(found.order_by("shift__starts_at", "id"))


def offers_of(people: Iterable[Person]) -> list[Offer]:
    """Places kept for these people, or questions to them, which can still be answered; the most urgent first."""
    now = timezone.now()
    ahead = Offer.objects.filter(person__in=list(people), answer="", until__gt=now, shift__starts_at__gt=now)
    return list(ahead.select_related("person", "role", "shift__activity__unit", "shift__activity__area").order_by("until", "id"))


def shifts_to_look_at() -> list[UUID]:
    """Shifts with offers whose time is over, or with free places while somebody waits: what the clock has to see to."""
    now = timezone.now()
    late = (
        Offer.objects.filter(answer="", until__lte=now)
        .exclude(shift__activity__status=Activity.Status.POSTPONED)
        .values_list("shift", flat=True)
    )
    open_ones = Shift.objects.filter(starts_at__gt=now, activity__status=Activity.Status.OPEN, waitings__status=Status.WAITING)
    return sorted({*late, *open_ones.filter(taken__lt=OPEN_PLACES).values_list("pk", flat=True)})


def shifts_begun_with_waiting() -> list[UUID]:
    """Shifts that began while people still waited; not those that are postponed."""
    over = Waiting.objects.filter(status__in=Waiting.OPEN, shift__starts_at__lte=timezone.now())
    return sorted(set(over.exclude(shift__activity__status=Activity.Status.POSTPONED).values_list("shift", flat=True)))


def swaps_of(people: Iterable[Person]) -> list[Swap]:
    """Wishes to swap that still stand, the oldest first."""
    open_ones = Swap.objects.filter(person__in=list(people), settled_at=None, wanted__starts_at__gt=timezone.now())
    return list(open_ones.select_related("person", "have__shift__activity", "wanted__activity__area").order_by("at", "id"))


def parties_of(person: Person) -> list[Any]:
    """Groups ahead that the person leads, with `coming`, the soonest first."""
    ahead = Party.objects.filter(leader=person, shift__ends_at__gt=timezone.now()).select_related("shift__activity__area")
    confirmed = Q(signups__status=Signup.Status.CONFIRMED)
    return list(ahead.annotate(coming=Count("signups", filter=confirmed)).order_by("shift__starts_at", "id"))


def strays() -> tuple[list[Waiting], list[Offer]]:
    """Open places in lists, and offers, of who has a place there already, or whose record was taken up into another: after a merge."""
    placed = Signup.objects.filter(shift=OuterRef("shift"), person=OuterRef("person"), status=Signup.Status.CONFIRMED)
    astray = Q(person__merged_into__isnull=False) | Q(Exists(placed))
    waitings = Waiting.objects.filter(astray, status__in=Waiting.OPEN).order_by("shift", "number")
    return list(waitings), list(Offer.objects.filter(astray, answer="").order_by("shift", "id"))
