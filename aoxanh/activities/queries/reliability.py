"""Who stayed away or gave back late, counted kindly: for the organiser of a shift in which they have a place, and for nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.people.models import Person

LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Absences:
    """In the last year: how often somebody did not come or gave back late, and how often of these with a good reason."""

    times: int
    excused: int


def missed() -> Q:
    """Places that stayed empty, or were given back too late for another to be asked."""
    return Q(outcome=Signup.Outcome.ABSENT) | Q(was_late=True)


def absences_of(people: Iterable[UUID]) -> dict[UUID, Absences]:
    """By person, those with any; one query."""
    since = timezone.now() - LOOK_BACK
    rows = Signup.objects.filter(missed(), person__in=list(people), shift__starts_at__gte=since).order_by().values_list("person")
    return {person: Absences(times, excused) for person, times, excused in rows.annotate(Count("pk"), Count("excused_at"))}


def missed_in(activity: Activity) -> QuerySet[Any]:
    """What to excuse or not in the activity: the latest first."""
    rows = Signup.objects.filter(missed(), shift__activity=activity).select_related("person", "shift")
    return rows.order_by("-shift__starts_at", "person__sort_key", "id")


def unexplained(person: Person) -> QuerySet[Signup]:
    """Absences about which the person may still say a word, and has not; the latest first."""
    since = timezone.now() - timedelta(days=settings.ABSENCE_WORD_DAYS)
    rows = Signup.objects.filter(person=person, outcome=Signup.Outcome.ABSENT, excused_at=None, why="", shift__ends_at__gt=since)
    return rows.select_related("shift__activity").order_by("-shift__ends_at", "id")


def once_absent(shift: Shift, *, most: int = 50) -> list[tuple[Signup, Absences]]:
    """People of the shift who stayed away before, the most often first."""
    seen = {row.person_id: row for row in Signup.objects.filter(shift=shift, status=Signup.Status.CONFIRMED).select_related("person")}
    found = absences_of(seen)
    ordered = sorted(found.items(), key=lambda pair: (pair[1].excused - pair[1].times, seen[pair[0]].person.sort_key))
    return [(seen[person], absences) for person, absences in ordered[:most]]
