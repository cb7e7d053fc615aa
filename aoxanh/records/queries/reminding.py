"""For which activities it is time to ask for results, and whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from aoxanh.access.models import Grant
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import holds, local
from aoxanh.needs.queries.keepers import lines_above
from aoxanh.records.queries.waiting import due_on, over

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """An activity whose results are asked for today, for the how manieth time."""

    activity: Activity
    stage: int
    due_on: date
    is_late: bool


def days_of(activity: Activity) -> list[tuple[date, bool]]:
    """When its results are asked for, and whether it is late then: some days after the end, on the last day in time, then once a week."""
    assert activity.ends_at
    last = due_on(activity)
    early = [local(activity.ends_at).date() + timedelta(days=days) for days in settings.RECORD_REMIND_DAYS]
    late = [last + timedelta(days=1) + week * WEEK for week in range(settings.RECORD_LATE_WEEKS)]
    return [*((day, False) for day in early if day < last), (last, False), *((day, True) for day in late)]


def stage_on(activity: Activity, on: date) -> tuple[int, bool] | None:
    """The latest time of asking that has come by the day, counted from 1; None before the first."""
    come = [(stage, is_late) for stage, (day, is_late) in enumerate(days_of(activity), 1) if day <= on]
    return come[-1] if come else None


def due(on: date) -> list[Due]:
    """Activities without results for which a time of asking has come that nobody was asked at. Two queries."""
    found = []
    for activity in over(on).annotate(asked=Max("record_reminders__stage")):
        now = stage_on(activity, on)
        if now and now[0] > (activity.asked or 0):
            found.append(Due(activity, now[0], due_on(activity), now[1]))
    return found


def writers(units: Iterable[UUID], *, on: date) -> dict[UUID, list[User]]:
    """Of each unit who records its results by a grant in that very unit."""
    return holders(units, "records.write", on)


def above(units: Iterable[UUID], *, on: date) -> dict[UUID, list[User]]:
    """Of each unit who answers for results in the nearest unit above it where somebody does."""
    lines = lines_above(units, on=on)
    found = holders({higher for line in lines.values() for higher in line}, "records.reopen", on)
    nearest = {unit: next((higher for higher in line if higher in found), None) for unit, line in lines.items()}
    return {unit: found[higher] for unit, higher in nearest.items() if higher}


def holders(units: Iterable[UUID], permission: str, on: date) -> dict[UUID, list[User]]:
    found: dict[UUID, dict[UUID, User]] = defaultdict(dict)
    standing = Grant.objects.filter(holds(on), holds(on, "unit__during"), unit__in=list(units), role__in=roles_with(permission))
    for grant in standing.filter(user__is_active=True).select_related("user").order_by("id"):
        found[grant.unit_id][grant.user_id] = grant.user
    return {unit: list(people.values()) for unit, people in found.items()}
