"""Reading the tree. Every read names its day."""

from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from aoxanh.kit.dates import holds
from aoxanh.org.models import Parentage, Unit

BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT p.child_id FROM org_parentage p JOIN below ON p.parent_id = below.id WHERE p.during @> %s::date
)"""
THESE = " SELECT id FROM below"
STANDING = ", standing AS (SELECT id FROM below)"
SUBTREE = BELOW + THESE

FORMER = """, former(id) AS (
    SELECT id FROM standing
    UNION
    SELECT s.predecessor_id FROM former CROSS JOIN LATERAL (
        SELECT predecessor_id FROM org_succession
        WHERE successor_id = former.id AND "on" <= %s::date AND share IN ('whole', 'part_default') OFFSET 0
    ) s
) SELECT id FROM former"""
"""After a query that ends with units as `standing`: these, and those that ended and whose main successor is one of them.

The OFFSET keeps the planner at looking up unit by unit: it takes a recursion for large and would read all successions each time."""

ANCESTORS = """
WITH RECURSIVE above(id) AS (
    SELECT %s::uuid
    UNION
    SELECT p.parent_id FROM org_parentage p JOIN above ON p.child_id = above.id WHERE p.during @> %s::date
) SELECT id FROM above
"""

ABOVE = """
WITH RECURSIVE above(id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT p.parent_id FROM org_parentage p JOIN above ON p.child_id = above.id WHERE p.during @> %s::date
) SELECT id FROM above
"""

ONWARD = """
WITH RECURSIVE onward(id) AS (
    SELECT %s::uuid
    UNION
    SELECT s.successor_id FROM org_succession s JOIN onward ON s.predecessor_id = onward.id WHERE s."on" <= %s::date
) SELECT id FROM onward
"""

BACKWARD = """
WITH RECURSIVE backward(id) AS (
    SELECT %s::uuid
    UNION
    SELECT s.predecessor_id FROM org_succession s JOIN backward ON s.successor_id = backward.id WHERE s."on" > %s::date
) SELECT id FROM backward
"""


def active(on: date) -> QuerySet[Unit]:
    """Units that exist on the day."""
    return Unit.objects.filter(holds(on))


def subtree_ids(roots: list[UUID], *, on: date) -> RawSQL:
    """A subquery of the ids of `roots` and everything under them on the day."""
    return RawSQL(SUBTREE, (roots, on))  # noqa: S611 -- the text is ours, the values are parameters


def carried_ids(roots: list[UUID], *, on: date) -> RawSQL:
    """The ids of `subtree_ids`, and of the units that ended and whose main successor is among them: what they left is carried on there."""
    return RawSQL(BELOW + STANDING + FORMER, (roots, on, on))  # noqa: S611


def subtree(unit: Unit, *, on: date) -> QuerySet[Unit]:
    """The unit and everything under it on the day."""
    return Unit.objects.filter(pk__in=subtree_ids([unit.pk], on=on))


def ancestors(unit: Unit, *, on: date) -> QuerySet[Unit]:
    """The unit and everything above it on the day."""
    return Unit.objects.filter(pk__in=RawSQL(ANCESTORS, (unit.pk, on)))  # noqa: S611


def children(unit: Unit, *, on: date) -> QuerySet[Unit]:
    """Units directly under the unit on the day."""
    return Unit.objects.filter(holds(on, "parentages__during"), parentages__parent=unit)


def parent(unit: Unit, *, on: date) -> Unit | None:
    """The unit directly above on the day."""
    return Unit.objects.filter(holds(on, "child_parentages__during"), child_parentages__child=unit).first()


def successors(unit: Unit, *, on: date | None = None) -> QuerySet[Unit]:
    """What became of the unit at once, with the day as `since` and the share as `share`; with `on`, all that stand on that day where it
    stood, however many events lie between, itself where it still does."""
    if on is not None:
        return active(on).filter(pk__in=RawSQL(ONWARD, (unit.pk, on)))  # noqa: S611
    return Unit.objects.filter(precessions__predecessor=unit).annotate(since=F("precessions__on"), share=F("precessions__share"))


def predecessors(unit: Unit, *, on: date | None = None) -> QuerySet[Unit]:
    """What the unit was made of at once, with the day as `since` and the share as `share`; with `on`, all that stood on that earlier day
    where it stands, itself where it already did."""
    if on is not None:
        return active(on).filter(pk__in=RawSQL(BACKWARD, (unit.pk, on)))  # noqa: S611
    return Unit.objects.filter(successions__successor=unit).annotate(since=F("successions__on"), share=F("successions__share"))


def above_ids(units: list[UUID], *, on: date) -> RawSQL:
    """A subquery of the ids of these units and of everything above them on the day."""
    return RawSQL(ABOVE, (units, on))  # noqa: S611


def line_up(unit: Unit, *, on: date) -> list[UUID]:
    """The ids of the unit and of what is above it on the day, the nearest first."""
    above = dict(Parentage.objects.filter(holds(on), child__in=ancestors(unit, on=on)).values_list("child", "parent"))
    line = [unit.pk]
    while (higher := above.get(line[-1])) and higher not in line:
        line.append(higher)
    return line
