"""Reading plans: which phase it is, who carries the plan, whose work counts on which day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from aoxanh.kit.dates import holds, is_within
from aoxanh.planning.models import Carrier, Phase, Plan, ScopeUnit

SCOPE = """
scope(unit_id, during, whole_subtree) AS (
    SELECT unit_id, during, whole_subtree FROM planning_scopeunit WHERE plan_id = %(plan)s
    UNION
    SELECT p.child_id, p.during * s.during, true
    FROM org_parentage p JOIN scope s ON p.parent_id = s.unit_id AND p.during && s.during
    WHERE s.whole_subtree
)
"""
"""For WITH RECURSIVE: every unit whose work counts for the plan, each with its days; the tree is read on the day of the work."""


@dataclass(frozen=True)
class Carried:
    """A plan as it stands on a day: its phase (None outside all), who carries it, and over how many units."""

    plan: Plan
    phase: Phase | None
    carrier: Carrier | None
    units: int


def plans() -> QuerySet[Plan]:
    return Plan.objects.select_related("programme").order_by("slug")


def phases(plan: Plan) -> list[Phase]:
    return list(plan.phases.order_by("during"))


def phase_on(found: list[Phase], on: date) -> Phase | None:
    """The phase that the day lies in; before the first and after the last, None."""
    return next((phase for phase in found if is_within(on, phase.during)), None)


def carrier_on(plan: Plan, on: date) -> Carrier | None:
    return plan.carriers.filter(holds(on)).select_related("unit").first()


def carriers(plan: Plan) -> QuerySet[Carrier]:
    """All who carried the plan, the first first."""
    return plan.carriers.select_related("unit").order_by("during")


def scope_on(plan: Plan, on: date) -> QuerySet[ScopeUnit]:
    """The units named in the plan's scope on the day, by name."""
    return plan.scope_units.filter(holds(on)).select_related("unit").order_by("unit__search_key")


def carried(plan: Plan, on: date) -> Carried:
    """The plan as it stands on the day."""
    return Carried(plan, phase_on(phases(plan), on), carrier_on(plan, on), scope_on(plan, on).count())
