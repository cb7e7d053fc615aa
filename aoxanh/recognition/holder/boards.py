"""Boards of honour: who reached what a unit set, and of these only who consents, by the alphabet. Nobody's hours are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from aoxanh.attendance.models import ServiceHours, Source
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.org.queries import carried_ids, subtree_ids
from aoxanh.people.models import Consent, Person
from aoxanh.people.queries.guardians import agreeing
from aoxanh.people.queries.lists import LIVING
from aoxanh.recognition.holder.contents import name_shown
from aoxanh.recognition.models import HonourBoard, NameForm, Share

HONOUR = Consent.Purpose.HONOUR


@dataclass(frozen=True)
class Reached:
    """How many reached the threshold, and how many of them stand on the board; who the others are is not said."""

    people: int
    shown: int

    @property
    def silent(self) -> int:
        return self.people - self.shown


def reached(board: HonourBoard) -> QuerySet[Person]:
    """Everyone with enough checked-in minutes in the period, in the unit and all under it, also in units that these carry on."""
    units = carried_ids([board.unit_id], on=today())
    entries = ServiceHours.objects.filter(unit_id__in=units, on__gte=board.during.lower, on__lt=board.during.upper)
    seen = entries.exclude(source=Source.SELF_REPORTED).order_by().values("person")
    enough = seen.annotate(counted=Sum("minutes")).filter(counted__gte=board.minutes)
    return Person.objects.filter(LIVING, pk__in=enough.values("person"), restricted_at=None)


def honoured(board: HonourBoard) -> QuerySet[Person]:
    """Those of them whose consent stands, children with a guardian's too, in the order of given names."""
    return reached(board).filter(agreeing(HONOUR, today())).order_by("sort_key", "id")


def names_of(people: Iterable[Person]) -> list[str]:
    """As each chose to be written; two queries with that of the people."""
    found = list(people)
    given = set(Share.objects.filter(person__in=found, name_form=NameForm.GIVEN).values_list("person", flat=True))
    return [name_shown(person, NameForm.GIVEN if person.pk in given else NameForm.FULL) for person in found]


def to_ask(board: HonourBoard) -> QuerySet[Person]:
    """Who reached it and was never asked for a consent to honour, or never answered: a yes that was taken back is a no, and left alone."""
    answered = Consent.objects.filter(person=OuterRef("pk"), purpose=HONOUR)
    return reached(board).filter(~Exists(answered)).select_related("user").order_by("id")


def figures_of(board: HonourBoard) -> Reached:
    return Reached(reached(board).count(), honoured(board).count())


def open_boards(units: Any = None) -> QuerySet[HonourBoard]:
    """Boards that hang, the latest period first."""
    boards = HonourBoard.objects.filter(closed_at=None).select_related("unit__area__parent")
    boards = boards if units is None else boards.filter(unit__in=units)
    return boards.order_by("-during", "-minutes", "id")


def boards_around(unit: Unit) -> QuerySet[HonourBoard]:
    """The unit's own boards and those of the units under it."""
    return open_boards().filter(unit_id__in=subtree_ids([unit.pk], on=today()))


def last_day(board: HonourBoard) -> date:
    end: date = board.during.upper - timedelta(days=1)
    return end


def board_of(pk: UUID) -> HonourBoard | None:
    return open_boards().filter(pk=pk).first()
