"""One activity with everything that its page says."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet, Sum, prefetch_related_objects
from django.utils import timezone

from aoxanh.activities.models import FREE, Activity, Shift, ShiftRole, Signup, Step
from aoxanh.activities.states import RESUMED
from aoxanh.org.models import Unit
from aoxanh.people.models import Skill

Status = Activity.Status
OTHER_DAYS = 6


@dataclass(frozen=True)
class ActivityPage:
    """An activity, its shifts in order of time, its skills."""

    activity: Activity
    shifts: list[Shift]
    skills: list[Skill]

    @cached_property
    def other_days(self) -> list[Activity]:
        """The next days of its series, save itself."""
        if not self.activity.series_id:
            return []
        days = Activity.objects.ahead(timezone.now()).filter(series=self.activity.series_id).exclude(pk=self.activity.pk)
        return list(days.order_by("series_on", "id")[:OTHER_DAYS])

    @cached_property
    def ahead(self) -> list[Shift]:
        """Shifts that have not begun."""
        return [shift for shift in self.shifts if not shift.has_begun]

    @property
    def places(self) -> int:
        return sum(shift.places for shift in self.shifts)

    @property
    def taken(self) -> int:
        return sum(shift.taken for shift in self.shifts)

    @property
    def free(self) -> int:
        """Places that one may still take."""
        return sum(shift.free for shift in self.ahead)

    @property
    def next_shift(self) -> Shift | None:
        """The shift that the page's button names: the first with a place, else the first ahead."""
        return next((shift for shift in self.ahead if shift.free), next(iter(self.ahead), None))

    @property
    def is_open(self) -> bool:
        """Whether one may sign up."""
        return self.activity.status == Activity.Status.OPEN and bool(self.ahead)


def activity_page(slug: str, *, among: QuerySet[Activity] | None = None) -> ActivityPage:
    """The public activity with the slug, or one of those named; raises Activity.DoesNotExist."""
    found = Activity.objects.public() if among is None else among
    related = ("unit", "area__parent__parent", "need", "campaign", "model", "picture", "training_first")
    activity = found.select_related(*related).get(slug=slug)
    shifts = list(shifts_of(activity).prefetch_related(Prefetch("roles", ShiftRole.objects.select_related("skill"))))
    prefetch_related_objects([shift for shift in shifts if shift.withheld], "waves")
    return ActivityPage(activity, shifts, list(activity.skills.all()))


def shifts_of(activity: Activity) -> QuerySet[Shift]:
    """Its shifts in order of time."""
    return activity.shifts.order_by("starts_at", "id")


def free_places(activity: Activity) -> int:
    """Places still free in shifts that have not begun."""
    shifts = activity.shifts.filter(starts_at__gt=timezone.now())
    return shifts.aggregate(free=Sum(FREE))["free"] or 0


def steps_of(activity: Activity) -> QuerySet[Step]:
    """What became of it, with who said so; a person's name costs no further query."""
    return activity.steps.select_related("by__person").order_by("at", "id")


def told_steps(steps: list[Step], words: dict[str, Any]) -> list[tuple[Step, Any, str]]:
    """The latest first, each with its words and the name of the unit for which it was decided; one query for the names."""
    names = dict(Unit.objects.filter(pk__in={step.unit_id for step in steps if step.unit_id}).values_list("pk", "short_name"))
    before = [None, *(step.status for step in steps)]
    resumed = [step.status == Status.OPEN and former == Status.POSTPONED for step, former in zip(steps, before, strict=False)]
    told = [
        (step, words[RESUMED if again else step.status], names.get(step.unit_id, "") if step.unit_id else "")
        for step, again in zip(steps, resumed, strict=True)
    ]
    return told[::-1]


def days_of_series(activity: Activity) -> list[Activity]:
    """All days of the activity's series in order; none where it stands alone."""
    return list(Activity.objects.filter(series=activity.series_id).order_by("series_on", "id")) if activity.series_id else []


def unanswered(activity: Activity) -> int:
    """How many were asked whether they still come and have not said."""
    asked = Signup.objects.filter(shift__activity=activity, status=Signup.Status.CONFIRMED, asked_at__isnull=False, answered_at=None)
    return asked.count()


def agreed_levels(activity: Activity, steps: list[Step]) -> int:
    """How many levels have agreed since it was last submitted."""
    levels = 0
    for step in steps:
        levels = 0 if step.status == Status.SUBMITTED else levels + (step.status == Status.ENDORSED)
    return levels
