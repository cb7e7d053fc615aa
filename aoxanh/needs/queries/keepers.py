"""Who keeps the needs of a unit true, and who does above it. In few queries, however many units are asked about."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

from aoxanh.access.models import Grant
from aoxanh.access.roles import FOCAL, roles_with
from aoxanh.accounts.models import User
from aoxanh.kit.dates import holds

PERMISSION = "needs.publish"

ABOVE = """
WITH RECURSIVE up(unit_id, at_id, height) AS (
    SELECT asked.id, p.parent_id, 1 FROM unnest(%(units)s::uuid[]) asked(id)
    JOIN org_parentage p ON p.child_id = asked.id AND p.during @> %(on)s::date
    UNION ALL
    SELECT up.unit_id, p.parent_id, up.height + 1 FROM up JOIN org_parentage p ON p.child_id = up.at_id AND p.during @> %(on)s::date
) SELECT unit_id, at_id FROM up ORDER BY unit_id, height
"""


def keepers(units: Iterable[UUID], *, on: date) -> dict[UUID, list[User]]:
    """Of each unit the focal points of the day; where it has none, whoever else may publish its needs by a grant in that very unit."""
    found: dict[UUID, dict[bool, dict[UUID, User]]] = defaultdict(lambda: {True: {}, False: {}})
    grants = Grant.objects.filter(
        holds(on), holds(on, "unit__during"), unit__in=list(units), role__in=roles_with(PERMISSION), user__is_active=True
    )
    for grant in grants.select_related("user").order_by("id"):
        found[grant.unit_id][grant.role == FOCAL][grant.user_id] = grant.user
    return {unit: list((groups[True] or groups[False]).values()) for unit, groups in found.items()}


def lines_above(units: Iterable[UUID], *, on: date) -> dict[UUID, list[UUID]]:
    """Of each unit those above it on the day, the nearest first."""
    lines: dict[UUID, list[UUID]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, {"units": list(units), "on": on})
        for unit_id, above_id in cursor.fetchall():
            lines[unit_id].append(above_id)
    return lines


def keepers_above(units: Iterable[UUID], *, on: date) -> dict[UUID, tuple[UUID, list[User]]]:
    """Of each unit the nearest one above it that somebody keeps, and who; a unit above which nobody does is left out."""
    lines = lines_above(units, on=on)
    kept = keepers({above for line in lines.values() for above in line}, on=on)
    nearest = {unit: next((above for above in line if above in kept), None) for unit, line in lines.items()}
    return {unit: (above, kept[above]) for unit, above in nearest.items() if above}
