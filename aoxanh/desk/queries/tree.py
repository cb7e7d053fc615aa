"""The tree of units on a day, a branch at a time: what stands directly under a unit, how much, and the way up. Constant queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, Q, QuerySet, Value, When

from aoxanh.kit.dates import holds
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.org.history import named
from aoxanh.org.models import FormerIdentity, Parentage, Unit
from aoxanh.org.wording import Share, ordered_kinds

PATHS = """
WITH RECURSIVE above(leaf, id, depth) AS (
    SELECT id, id, 0 FROM unnest(%s::uuid[]) AS given(id)
    UNION ALL
    SELECT above.leaf, p.parent_id, depth + 1 FROM org_parentage p JOIN above ON p.child_id = above.id
    WHERE p.during @> %s::date AND depth < 20
) SELECT leaf, id FROM above WHERE depth > 0 ORDER BY leaf, depth DESC
"""
FOUND = 30


@dataclass
class Node:
    """A unit in the tree: what is above it, the topmost first, and what stands directly under it."""

    unit: Unit
    below: list[Share] = field(default_factory=list)
    path: list[Unit] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(share.count for share in self.below)


def nodes(units: Iterable[Unit], *, on: date) -> list[Node]:
    """The units as they were called on the day, with what stands under each."""
    found = named(units, on)
    below = shares({unit.pk for unit in found}, on=on)
    return [Node(unit, below.get(unit.pk, [])) for unit in found]


def children(unit: Unit, *, on: date) -> QuerySet[Unit]:
    """What stands directly under the unit on the day, to be paged by (search_key, id)."""
    return Unit.objects.filter(holds(on, "parentages__during"), parentages__parent=unit).select_related("area__parent")


def shares(ids: set[UUID], *, on: date) -> dict[UUID, list[Share]]:
    """What stands directly under each of the units on the day, the most frequent kind first."""
    rows = Parentage.objects.filter(holds(on), parent__in=ids).values_list("parent_id", "child__kind", "child__area__kind")
    found: dict[UUID, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for parent, kind, area_kind, count in rows.annotate(Count("id")):
        found[parent][kind].append((area_kind or "", count))
    return {
        parent: sorted((share_of(kind, counts) for kind, counts in kinds.items()), key=lambda share: -share.count)
        for parent, kinds in found.items()
    }


def share_of(kind: str, counts: list[tuple[str, int]]) -> Share:
    area_kinds = {name for name, _count in counts}
    return Share(kind, sum(count for _name, count in counts), ordered_kinds(area_kinds))


def paths(ids: Iterable[UUID], *, on: date) -> dict[UUID, list[Unit]]:
    """What stands above each of the units on the day, the topmost first; three queries however many units."""
    with connection.cursor() as cursor:
        cursor.execute(PATHS, [list(ids), on])
        rows = cursor.fetchall()
    above = {unit.pk: unit for unit in named(Unit.objects.filter(pk__in={row[1] for row in rows}).select_related("area"), on)}
    found: dict[UUID, list[Unit]] = defaultdict(list)
    for leaf, unit_id in rows:
        found[leaf].append(above[unit_id])
    return found


def topmost(units: QuerySet[Unit], *, on: date) -> list[Node]:
    """The units that stand under no other of them, with the way up."""
    found = list(units.select_related("area__parent").order_by("search_key", "id"))
    above = paths([unit.pk for unit in found], on=on)
    own = {unit.pk for unit in found}
    tops = [unit for unit in found if not own & {upper.pk for upper in above[unit.pk]}]
    return [Node(node.unit, node.below, above[node.unit.pk]) for node in nodes(tops, on=on)]


def search(units: QuerySet[Unit], text: str, *, on: date) -> tuple[list[Node], bool]:
    """At most 30 of the units that the text finds, with the way up, and whether there are more.

    Tones may be left out; who types them gets exact matches first. Then come whole names, then words that begin so. A code finds too.
    """
    found = list(ranked(units, text, on=on).select_related("area__parent")[: FOUND + 1])
    above = paths([unit.pk for unit in found], on=on)
    return [Node(node.unit, node.below, above[node.unit.pk]) for node in nodes(found[:FOUND], on=on)], len(found) > FOUND


def ranked(units: QuerySet[Unit], text: str, *, on: date) -> QuerySet[Unit]:
    typed, key = tidy(text), search_key(text)
    former = FormerIdentity.objects.filter(holds(on), name__unaccent__icontains=key).values("unit")
    matches = Q(pk__in=former) | Q(code__iexact=typed) | Q(area__code=typed)
    words = Q()
    for word in key.split():
        words &= Q(search_key__contains=word)
    ranks = (
        Q(area__code=typed) | Q(code__iexact=typed),
        Q(name__iexact=typed) | Q(short_name__iexact=typed) | Q(area__short_name__iexact=typed),
        Q(name__icontains=typed),
        Q(search_key=key) | Q(search_key__endswith=f" {key}"),
        Q(search_key__startswith=key) | Q(search_key__contains=f" {key}"),
    )
    rank = Case(*(When(condition, then=Value(place)) for place, condition in enumerate(ranks)), default=Value(len(ranks)))
    return units.filter(words | matches).alias(rank=rank).order_by("rank", "search_key", "id")


def elsewhen(text: str, *, on: date) -> list[Unit]:
    """Up to five units of that name which do not exist on the day."""
    return list(ranked(Unit.objects.exclude(holds(on)), text, on=on)[:5])
