"""What is over and has no results yet, and what is open again to be corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from aoxanh.activities.models import Activity
from aoxanh.attendance.models import Doubt
from aoxanh.attendance.queries import people_by_activity
from aoxanh.kit.dates import local
from aoxanh.org.models import Unit
from aoxanh.records.models import Reminder, Reopening


@dataclass(frozen=True)
class Overdue:
    """An activity that is over and not recorded, with how many people came and until when its record is on time."""

    activity: Activity
    people: int
    due_on: date
    is_late: bool
    has_draft: bool
    reminders: tuple[Reminder, ...] = ()

    @property
    def reminded_on(self) -> date | None:
        """When the unit was reminded last."""
        return max((one.on for one in self.reminders if one.level == Reminder.Level.UNIT), default=None)

    @property
    def told_above_on(self) -> date | None:
        return max((one.on for one in self.reminders if one.level == Reminder.Level.ABOVE), default=None)

    @property
    def times(self) -> int:
        """On how many days somebody was reminded."""
        return len({one.on for one in self.reminders})


def due_on(activity: Activity) -> date:
    """The last day on which its record is on time."""
    assert activity.ends_at
    return local(activity.ends_at).date() + timedelta(days=settings.RECORD_ON_TIME_DAYS)


def unrecorded(units: Iterable[UUID] | QuerySet[Unit], on: date) -> QuerySet[Activity]:
    """Activities of these units that were over on the day (its end, or now when it is today) and are not recorded, the oldest first."""
    return over(on).filter(unit__in=units)


def over(on: date) -> QuerySet[Activity]:
    end = min(timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min)), timezone.now())
    waiting = Q(status__in=[Activity.Status.OPEN, Activity.Status.CLOSED], ends_at__lte=end)
    return Activity.objects.filter(waiting).select_related("unit", "record").order_by("ends_at", "id")


def overdue(units: Iterable[UUID] | QuerySet[Unit], on: date, *, limit: int | None = None) -> list[Overdue]:
    """Who has not recorded yet ("Ai còn chưa ghi nhận"): the oldest first, `is_late` past the days that settings allow."""
    sent = Prefetch("record_reminders", Reminder.objects.select_related("to__person").order_by("on", "id"))
    activities = list(unrecorded(units, on).prefetch_related(sent)[:limit])
    people = people_by_activity(activities)
    return [waiting(activity, people.get(activity.pk, 0), on) for activity in activities]


def waiting(activity: Activity, people: int, on: date) -> Overdue:
    due = due_on(activity)
    return Overdue(activity, people, due, on > due, hasattr(activity, "record"), tuple(activity.record_reminders.all()))


def being_corrected(units: Iterable[UUID] | QuerySet[Unit]) -> QuerySet[Reopening]:
    """Records of these units that are open again, the longest first."""
    found = Reopening.objects.filter(closed_at=None, record__activity__unit__in=units)
    return found.select_related("record__activity__unit", "by__person").order_by("at", "id")


def open_doubts(activity: Activity) -> QuerySet[Doubt]:
    """What no rule could decide about its attendance and nobody has decided yet."""
    return Doubt.objects.filter(shift__activity=activity, settled_at=None)


def is_open_again() -> Exists:
    """Whether a record is open again, as a column of activities."""
    return Exists(Reopening.objects.filter(record__activity=OuterRef("pk"), closed_at=None))
