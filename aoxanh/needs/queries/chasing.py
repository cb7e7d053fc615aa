"""After how long a unit's needs are asked after, and which are due today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F, Max, Min, Q

from aoxanh.kit.dates import holds
from aoxanh.needs.models import Chase, ChasingRule, Need
from aoxanh.org.models import Unit

NEAREST = """
WITH RECURSIVE up(unit_id, at_id, rule_id) AS (
    SELECT asked.id, asked.id, r.id FROM unnest(%(units)s::uuid[]) asked(id)
    LEFT JOIN needs_chasingrule r ON r.unit_id = asked.id AND r.during @> %(on)s::date
    UNION ALL
    SELECT up.unit_id, p.parent_id, r.id FROM up JOIN org_parentage p ON p.child_id = up.at_id AND p.during @> %(on)s::date
    LEFT JOIN needs_chasingrule r ON r.unit_id = p.parent_id AND r.during @> %(on)s::date
    WHERE up.rule_id IS NULL
) SELECT unit_id, rule_id FROM up WHERE rule_id IS NOT NULL
"""


@dataclass(frozen=True)
class Days:
    """How long one waits: before a need is asked after, before it is again, and before the unit above hears of it."""

    after: int
    again: int
    escalate: int

    @classmethod
    def usual(cls) -> "Days":
        return cls(settings.NEED_STALE_DAYS, settings.NEED_CHASE_AGAIN_DAYS, settings.NEED_ESCALATE_DAYS)

    @classmethod
    def of(cls, rule: ChasingRule) -> "Days":
        return cls(rule.after_days, rule.again_days, rule.escalate_days)


@dataclass(frozen=True)
class Due:
    """A stale need with what was asked since it was last confirmed: first when, last when, and when above."""

    need: Need
    first: date | None
    last: date | None
    above: date | None


def rules_of(units: Iterable[UUID], *, on: date) -> dict[UUID, ChasingRule]:
    """The rule that holds for each unit on the day, its own or the nearest above; a unit for which there is none is left out."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, {"units": list(units), "on": on})
        found = dict(cursor.fetchall())
    rules = ChasingRule.objects.select_related("unit").in_bulk(set(found.values()))
    return {unit: rules[rule] for unit, rule in found.items()}


def rule_of(unit: Unit, *, on: date) -> ChasingRule | None:
    return rules_of([unit.pk], on=on).get(unit.pk)


def own_rule(unit: Unit, *, on: date) -> ChasingRule | None:
    """The rule that the unit set for itself and those under it."""
    return ChasingRule.objects.filter(holds(on), unit=unit).first()


def stale_after(unit: Unit, *, on: date) -> int | None:
    """After how many days its needs are stale; None where no rule says, so that the default holds."""
    rule = rule_of(unit, on=on)
    return rule.after_days if rule else None


def due(on: date) -> list[Due]:
    """Every stale need of the day that has not been asked after on it."""
    since = Q(chases__at__gt=F("confirmed_at"))
    asked = since & Q(chases__level__lt=Chase.Level.ABOVE)
    needs = (
        Need.objects.stale(on)
        .select_related("unit", "area")
        .annotate(
            first=Min("chases__on", filter=since),
            last=Max("chases__on", filter=asked),
            above=Max("chases__on", filter=since & Q(chases__level=Chase.Level.ABOVE)),
        )
        .exclude(pk__in=Chase.objects.filter(on=on).values("need"))
        .order_by("confirmed_at", "id")
    )
    return [Due(need, need.first, need.last, need.above) for need in needs]
