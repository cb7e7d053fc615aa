"""Asking after needs that nobody has touched for long: their focal points, again, then the unit above."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record, record_each
from aoxanh.kit.dates import during, holds, local, today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.needs import letters
from aoxanh.needs.models import Chase, ChasingRule, Need
from aoxanh.needs.queries.chasing import Days, Due, due, rules_of
from aoxanh.needs.queries.keepers import keepers, keepers_above
from aoxanh.org.models import Unit

DAY_BEGINS, DAY_ENDS = 7, 22
LONGEST_WAIT = 365
Level = Chase.Level

LET_RULES_HOLD = """
WITH RECURSIVE up(unit_id, at_id, days) AS (
    SELECT asked.unit_id, asked.unit_id, r.after_days
    FROM (SELECT DISTINCT unit_id FROM needs_need WHERE status NOT IN ('closed', 'lapsed')) asked
    LEFT JOIN needs_chasingrule r ON r.unit_id = asked.unit_id AND r.during @> %(on)s::date
    UNION ALL
    SELECT up.unit_id, p.parent_id, r.after_days FROM up JOIN org_parentage p ON p.child_id = up.at_id AND p.during @> %(on)s::date
    LEFT JOIN needs_chasingrule r ON r.unit_id = p.parent_id AND r.during @> %(on)s::date
    WHERE up.days IS NULL
), said AS (SELECT unit_id, max(days) AS days FROM up GROUP BY unit_id)
UPDATE needs_need n SET ask_after = said.days FROM said
WHERE n.unit_id = said.unit_id AND n.status NOT IN ('closed', 'lapsed') AND n.ask_after IS DISTINCT FROM said.days
"""


@transaction.atomic
def set_rule(unit: Unit, *, days: Days, by: User) -> ChasingRule:
    """From today on its needs, and those of all under it without a nearer rule, are asked after so. Refused: `days_out_of_range`."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not all(1 <= number <= LONGEST_WAIT for number in (days.after, days.again, days.escalate)):
        raise Refused("days_out_of_range", _("Give each number of days from 1 to 365."))
    end_rule(unit)
    rule = ChasingRule.objects.create(
        unit=unit, after_days=days.after, again_days=days.again, escalate_days=days.escalate, during=during(today()), set_by=by
    )
    record("needs.rule_set", rule, by=by, unit_id=unit.pk, after=days.after, again=days.again, escalate=days.escalate)
    let_rules_hold()
    return rule


@transaction.atomic
def take_back_rule(unit: Unit, *, by: User) -> None:
    """The unit has no rule of its own from today on: what holds above it holds for it."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if rule := end_rule(unit):
        record("needs.rule_ended", unit, by=by, unit_id=unit.pk, after=rule.after_days)
        let_rules_hold()


def end_rule(unit: Unit) -> ChasingRule | None:
    """End what stands; a rule that was set today never held and goes."""
    standing = ChasingRule.objects.filter(holds(today()), unit=unit).first()
    if standing and standing.during.lower == today():
        standing.delete()
    elif standing:
        standing.during = during(standing.during.lower, today())
        standing.save(update_fields=["during"])
    return standing


def let_rules_hold() -> int:
    """Write down at every open need after how many days it is stale, as the rules and the tree of today say; how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(LET_RULES_HOLD, {"on": today()})
        changed = cursor.rowcount
    if changed:
        bump_public_version()
    return changed


def is_quiet(now: datetime) -> bool:
    """Whether it is night in Viet Nam: no message leaves between 22 and 7 o'clock."""
    return not DAY_BEGINS <= local(now).hour < DAY_ENDS


@transaction.atomic
def chase(now: datetime | None = None) -> int:
    """Ask after every need that is due: one letter a day to each person, whatever the number of needs. How many were asked after.

    Who was asked on a day is not asked again on it, however often this runs; by night nothing happens.
    """
    now = now or timezone.now()
    on = local(now).date()
    if is_quiet(now):
        return 0
    found = due(on)
    chases = Chase.objects.bulk_create(list(chases_for(found, on)), ignore_conflicts=True)
    needs = {each.need.pk: each.need for each in found}
    tell_each(chases, needs)
    asked = sorted((needs[pk] for pk in {each.need_id for each in chases}), key=lambda need: str(need.unit_id))
    for unit_id, group in groupby(asked, key=lambda need: need.unit_id):
        record_each("needs.chased", list(group), by=None, unit_id=unit_id)
    return len(asked)


def chases_for(found: list[Due], on: date) -> Iterator[Chase]:
    """Who is asked today about which of them."""
    units = {each.need.unit_id for each in found}
    rules, near, above = rules_of(units, on=on), keepers(units, on=on), keepers_above(units, on=on)
    for each in found:
        unit_id = each.need.unit_id
        days = Days.of(rules[unit_id]) if unit_id in rules else Days.usual()
        people = near.get(unit_id, [])
        waits = each.last is None or (on - each.last).days >= days.again
        if people and waits:
            level = Level.FOCAL_POINT if each.last is None else Level.AGAIN
            yield from (Chase(need=each.need, level=level, to=user, on=on) for user in people)
        if is_for_above(each, days, on, has_keepers=bool(people)):
            asked = {user.pk for user in people}
            higher = above[unit_id][1] if unit_id in above else []
            yield from (Chase(need=each.need, level=Level.ABOVE, to=user, on=on) for user in higher if user.pk not in asked)


def is_for_above(each: Due, days: Days, on: date, *, has_keepers: bool) -> bool:
    """Once the focal points have let it lie for long enough, at once where there are none; then as often as they are asked."""
    if each.above is not None:
        return (on - each.above).days >= days.again
    return not has_keepers or (each.first is not None and (on - each.first).days >= days.escalate)


def tell_each(chases: list[Chase], needs: dict[UUID, Need]) -> None:
    by_user: dict[UUID, list[Chase]] = defaultdict(list)
    for each in chases:
        by_user[each.to_id].append(each)
    for group in by_user.values():
        letters.asked(group[0].to, [(needs[each.need_id], each.level == Level.ABOVE) for each in group], on=group[0].on)
