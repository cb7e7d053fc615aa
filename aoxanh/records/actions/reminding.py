"""Asking for results that are not there yet: the unit in good time, then the unit above."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record_each
from aoxanh.kit.dates import local
from aoxanh.records import letters
from aoxanh.records.models import Reminder
from aoxanh.records.queries.reminding import Due, above, due, writers

DAY_BEGINS, DAY_ENDS = 7, 22
Level = Reminder.Level


def is_quiet(now: datetime) -> bool:
    """Whether it is night in Viet Nam: no message leaves between 22 and 7 o'clock."""
    return not DAY_BEGINS <= local(now).hour < DAY_ENDS


@transaction.atomic
def remind(now: datetime | None = None) -> int:
    """Ask for the results of every activity for which it is time: one letter a day to each person, whatever the number of activities.

    Each time of asking comes once; when some were missed, only the latest is made up for. By night nothing happens. How many activities.
    """
    now = now or timezone.now()
    if is_quiet(now):
        return 0
    found = due(local(now).date())
    reminders = Reminder.objects.bulk_create(list(reminders_for(found, local(now).date())), ignore_conflicts=True)
    told = {each.activity.pk: each for each in found}
    tell_each(reminders, told)
    asked = sorted((told[pk].activity for pk in {each.activity_id for each in reminders}), key=lambda activity: str(activity.unit_id))
    for unit_id, group in groupby(asked, key=lambda activity: activity.unit_id):
        record_each("records.reminded", list(group), by=None, unit_id=unit_id)
    return len(asked)


def reminders_for(found: list[Due], on: date) -> Iterator[Reminder]:
    """Whom the letters of the day go to: who records for the unit; once it is late, or where nobody does, also who stands above."""
    units = {each.activity.unit_id for each in found}
    near, higher = writers(units, on=on), above(units, on=on)
    for each in found:
        facts = {"activity": each.activity, "stage": each.stage, "on": on}
        people = near.get(each.activity.unit_id, [])
        yield from (Reminder(level=Level.UNIT, to=user, **facts) for user in people)
        if each.is_late or not people:
            asked = {user.pk for user in people}
            yield from (
                Reminder(level=Level.ABOVE, to=user, **facts) for user in higher.get(each.activity.unit_id, []) if user.pk not in asked
            )


def tell_each(reminders: list[Reminder], told: dict[UUID, Due]) -> None:
    by_user: dict[User, list[Reminder]] = defaultdict(list)
    for each in reminders:
        by_user[each.to].append(each)
    for user, group in by_user.items():
        letters.reminded(user, [(told[each.activity_id], each.level == Level.ABOVE) for each in group], on=group[0].on)
