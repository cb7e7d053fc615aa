"""Reading what came of activities, what waits to be recorded, and what units declared."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.attendance.queries import Totals, expected_totals, people_by_activity
from aoxanh.kit.dates import local
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from aoxanh.records.models import DeclaredWork, Record, RecordPicture
from aoxanh.training.models import CoordinationModel


@dataclass(frozen=True)
class Report:
    """What the public page of a recorded activity tells. Its figures are frozen; a preview has those that publishing would freeze."""

    record: Record
    people: int
    turns: int
    minutes: int
    places: int
    recorded_by: str
    pictures: list[RecordPicture] = field(default_factory=list)

    @property
    def everyone_agreed(self) -> bool:
        """Whether consent is noted for every picture."""
        return all(shown.consented for shown in self.pictures)

    @property
    def outcome(self) -> str:
        return self.record.outcome

    @property
    def unfinished(self) -> str:
        return self.record.unfinished

    @property
    def beneficiaries(self) -> int:
        return self.record.beneficiaries

    @property
    def recorded_at(self) -> datetime | None:
        return self.record.published_at

    @property
    def need(self) -> Need | None:
        return self.record.activity.need

    @property
    def model(self) -> CoordinationModel | None:
        return self.record.activity.model

    @property
    def still_short(self) -> int:
        """People that the need asked for and did not get."""
        return max(0, self.need.people_wanted - self.people) if self.need else 0


@dataclass(frozen=True)
class Overdue:
    """An activity that is over and not recorded, with how many people came and until when its record is on time."""

    activity: Activity
    people: int
    due_on: date
    is_late: bool
    has_draft: bool


def report(activity: Activity) -> Report | None:
    """What the public page of a recorded activity tells; None before it is published."""
    if activity.status != Activity.Status.RECORDED:
        return None
    record = records_with_facts().filter(activity=activity, published_at__isnull=False).first()
    return told(record, Totals(record.people, record.turns, record.minutes), record.published_by) if record else None


def preview(record: Record, *, by: User) -> Report:
    """The report as publishing would make it now."""
    return told(record, expected_totals(record.activity), by)


def told(record: Record, figures: Totals, by: User | None) -> Report:
    places = record.activity.shifts.aggregate(all=Sum("places"))["all"] or 0
    pictures = list(record.pictures.select_related("picture"))
    return Report(record, figures.people, figures.turns, figures.minutes, places, name_of(by), pictures)


def records_with_facts() -> QuerySet[Record]:
    return Record.objects.select_related("activity__need", "activity__model", "activity__unit", "published_by__person")


def name_of(user: User | None) -> str:
    person = getattr(user, "person", None)
    return person.full_name if person else str(user or "")


def draft_of(activity: Activity) -> Record | None:
    """The record of the activity, written or published."""
    return records_with_facts().filter(activity=activity).first()


def unrecorded(units: Iterable[UUID] | QuerySet[Unit], on: date) -> QuerySet[Activity]:
    """Activities of these units that were over on the day (its end, or now when it is today) and are not recorded, the oldest first."""
    end = min(timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min)), timezone.now())
    waiting = Q(status__in=[Activity.Status.OPEN, Activity.Status.CLOSED], ends_at__lte=end)
    return Activity.objects.filter(waiting, unit__in=units).select_related("unit", "record").order_by("ends_at", "id")


def overdue(units: Iterable[UUID] | QuerySet[Unit], on: date, *, limit: int | None = None) -> list[Overdue]:
    """Who has not recorded yet ("Ai còn chưa ghi nhận"): the oldest first, `is_late` past the days that settings allow."""
    activities = list(unrecorded(units, on)[:limit])
    people = people_by_activity(activities)
    return [waiting(activity, people.get(activity.pk, 0), on) for activity in activities]


def waiting(activity: Activity, people: int, on: date) -> Overdue:
    due_on = local(activity.ends_at).date() + timedelta(days=settings.RECORD_ON_TIME_DAYS)  # type: ignore[arg-type]
    return Overdue(activity, people, due_on, on > due_on, hasattr(activity, "record"))


def published_records(units: Iterable[UUID] | QuerySet[Unit]) -> QuerySet[Record]:
    """Published records of these units; page them by ("-published_at", "id")."""
    return records_with_facts().filter(activity__unit__in=units, published_at__isnull=False).order_by("-published_at", "id")


def declared_works(units: Iterable[UUID] | QuerySet[Unit]) -> QuerySet[Any]:
    """What these units declared, with who declared it; page by ("-ended_on", "id")."""
    return (
        DeclaredWork.objects.filter(unit__in=units, withdrawn_at=None)
        .select_related("unit", "declared_by__person")
        .order_by("-ended_on", "id")
    )
