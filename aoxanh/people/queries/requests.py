"""Requests about personal data, and how their clocks stand."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, DateField, F, Q, QuerySet, When

from aoxanh.people.models import DataRequest, Person


@dataclass(frozen=True)
class Counts:
    """Requests that wait, and those among them that are late on either clock."""

    waiting: int
    late: int


def requests_of(person: Person) -> list[DataRequest]:
    return list(person.data_requests.order_by("-asked_at", "-id"))


def waiting(requests: QuerySet[DataRequest]) -> QuerySet[DataRequest]:
    """Open ones with `due`, the clock that strikes next."""
    due = Case(When(answered_at=None, then=F("answer_due")), default=F("carry_due"), output_field=DateField())
    return requests.filter(done_at=None).annotate(due=due)


def counts(requests: QuerySet[DataRequest], on: date) -> Counts:
    open_ones = requests.filter(done_at=None)
    late = Q(answered_at=None, answer_due__lt=on) | Q(carry_due__lt=on)
    found = open_ones.aggregate(waiting=Count("pk"), late=Count("pk", filter=late))
    return Counts(found["waiting"], found["late"])
