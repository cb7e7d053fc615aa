"""What units declared, and what looks like it on the portal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from aoxanh.activities.models import Activity
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Unit
from aoxanh.records.models import DeclaredWork

NEAR = timedelta(days=1)
ALIKE = 0.72
HELD = (Activity.Status.OPEN, Activity.Status.CLOSED, Activity.Status.RECORDED)
EMPTY_WORDS = frozenset(["tai", "o", "cua", "va", "cho", "cac", "nhung", "thon", "xa", "ban", "khu", "lan", "ngay"])


@dataclass(frozen=True)
class Like:
    """Work that a declaration may repeat: an activity of the portal or another declaration."""

    id: UUID
    unit_id: UUID
    title: str
    on: date
    people: int | None
    is_declared: bool
    slug: str = ""


def declared_works(units: Iterable[UUID] | QuerySet[Unit]) -> QuerySet[Any]:
    """What these units declared and has not become a record, with who declared it; page by ("-ended_on", "id")."""
    return (
        DeclaredWork.objects.filter(unit__in=units, withdrawn_at=None)
        .select_related("unit", "declared_by__person", "activity")
        .order_by("-ended_on", "id")
    )


def words_of(title: str) -> str:
    """What a title is about: without tones, in the order of its words, without those that say little."""
    return " ".join(sorted(word for word in search_key(title).split() if word not in EMPTY_WORDS))


def is_alike(one: str, other: str) -> bool:
    """Whether two titles seem to speak of the same: nearly all letters, in any order of words."""
    left, right = words_of(one), words_of(other)
    if not left or not right:
        return False
    shorter, longer = sorted((set(left.split()), set(right.split())), key=len)
    return (shorter <= longer and len(shorter) > 1) or SequenceMatcher(None, left, right).ratio() >= ALIKE


def work_near(units: Iterable[UUID], first: date, last: date) -> list[Like]:
    """All work of the units that ended between the days, a day more on both sides: of the portal, and declared. Two queries."""
    start, end = first - NEAR, last + NEAR
    activities = (
        Activity.objects.filter(unit__in=list(units), status__in=HELD, declared_work=None)
        .annotate(on=TruncDate("ends_at"))
        .filter(on__gte=start, on__lte=end)
    )
    works = DeclaredWork.objects.filter(unit__in=list(units), ended_on__range=(start, end), withdrawn_at=None)
    return [
        *(
            Like(one.pk, one.unit_id, one.title, one.on, None, is_declared=False, slug=one.slug)
            for one in activities.order_by("ends_at", "id")
        ),
        *(Like(one.pk, one.unit_id, one.title, one.ended_on, one.people, is_declared=True) for one in works.order_by("ended_on", "id")),
    ]


def likes(known: Iterable[Like], *, unit_id: UUID, title: str, on: date) -> list[Like]:
    """Those of the unit, of that day or the one before or after, whose title is alike."""
    return [one for one in known if one.unit_id == unit_id and abs(one.on - on) <= NEAR and is_alike(one.title, title)]


def like_it(unit_id: UUID, *, title: str, on: date) -> list[Like]:
    """Work that seems to be the same as what is about to be declared."""
    return likes(work_near([unit_id], on, on), unit_id=unit_id, title=title, on=on)
