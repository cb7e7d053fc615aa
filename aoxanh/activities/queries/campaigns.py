"""Reading campaigns: who takes part, for whom a unit's activity counts, what is in them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from aoxanh.activities.models import Activity, Briefing, Campaign, Contract, Equipment, Front, Participation, Stage
from aoxanh.activities.queries.lists import day_start, with_places
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.org.queries import ancestors, subtree_ids

HELD = (Activity.Status.OPEN, Activity.Status.POSTPONED, Activity.Status.CLOSED, Activity.Status.RECORDED)
"""Activities that count: agreed to, and not called off."""

ABOVE = """
WITH RECURSIVE above(id) AS (
    SELECT unnest(%s::uuid[])
    UNION
    SELECT p.parent_id FROM org_parentage p JOIN above ON p.child_id = above.id WHERE p.during @> %s::date
) SELECT id FROM above
"""

# Upward by parentage, and from units that ended to those that carry them on; the nearest that takes part is where the work counts.
HOMES = """
WITH RECURSIVE above(start, id, depth) AS (
    SELECT unit, unit, 0 FROM unnest(%s::uuid[]) AS unit
    UNION ALL
    SELECT above.start, next.id, above.depth + 1 FROM above CROSS JOIN LATERAL (
        SELECT parent_id AS id FROM org_parentage WHERE child_id = above.id AND during @> %s::date
        UNION ALL
        SELECT successor_id FROM org_succession
        WHERE predecessor_id = above.id AND "on" <= %s::date AND share IN ('whole', 'part_default')
    ) AS next WHERE above.depth < 12
) SELECT DISTINCT ON (start) start, id FROM above WHERE id = ANY(%s::uuid[]) ORDER BY start, depth
"""


def above_ids(units: list[UUID], *, on: date) -> RawSQL:
    """A subquery of the ids of these units and of all that stand above them on the day."""
    return RawSQL(ABOVE, (units, on))  # noqa: S611 -- the text is ours, the values are parameters


def day_of_tree(campaign: Campaign) -> date:
    """The day whose tree says what belonged to whom: today, or the last day of a campaign that is over."""
    upper = campaign.during.upper
    return min(today(), upper - timedelta(days=1)) if upper else today()


def homes(campaign: Campaign, units: Iterable[UUID]) -> dict[UUID, UUID]:
    """For each of these units the one that takes part for it: itself, or the nearest above; units without any are missing."""
    asked, on = list(units), day_of_tree(campaign)
    parts = [*standing_in(campaign).values_list("unit", flat=True), campaign.unit_id]
    with connection.cursor() as cursor:
        cursor.execute(HOMES, (asked, on, on, parts))
        return dict(cursor.fetchall())


def standing_in(campaign: Campaign) -> QuerySet[Participation]:
    """Who was invited or joined, and did not decline."""
    return Participation.objects.filter(campaign=campaign, declined_at=None)


def takes_part(campaign: Campaign, unit: Unit) -> bool:
    """Whether the unit, or one above it, leads the campaign or takes part in it."""
    above = set(ancestors(unit, on=today()).values_list("pk", flat=True))
    return campaign.unit_id in above or standing_in(campaign).filter(unit__in=above).exists()


def open_to(units: QuerySet[Unit], on: date) -> QuerySet[Campaign]:
    """Campaigns under way on the day into which one of these units may put an activity, by name."""
    above = above_ids(list(units.values_list("pk", flat=True)), on=on)
    inside = Participation.objects.filter(campaign=OuterRef("pk"), unit_id__in=above, declined_at=None)
    mine = Q(unit_id__in=above) | Q(Exists(inside))
    return Campaign.objects.filter(holds(on), mine, status=Campaign.Status.OPEN).order_by("name", "id")


def uninvited(campaign: Campaign) -> QuerySet[Unit]:
    """Living units under the leading one that were not asked yet, by name."""
    below = Unit.objects.filter(holds(today()), pk__in=subtree_ids([campaign.unit_id], on=today())).exclude(pk=campaign.unit_id)
    asked = Participation.objects.filter(campaign=campaign).values("unit")
    return below.exclude(pk__in=asked).order_by("search_key", "id")


def counted(campaigns: QuerySet[Campaign]) -> QuerySet[Any]:
    """Campaigns with `units` that take part beside the leading one, `activity_count`, and `unanswered` invitations."""

    def count(rows: QuerySet[Any]) -> Coalesce:
        found = rows.filter(campaign=OuterRef("pk")).order_by().values("campaign").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(found, output_field=IntegerField()), 0)

    return campaigns.annotate(
        units=count(Participation.objects.filter(declined_at=None)),
        unanswered=count(Participation.objects.filter(declined_at=None, answered_at=None)),
        activity_count=count(Activity.objects.filter(status__in=HELD)),
    )


def participations(campaign: Campaign) -> QuerySet[Any]:
    """Everyone who was asked or joined, with `activity_count` of the unit's own: first who has none, then by name."""
    own = Activity.objects.filter(campaign=campaign, status__in=HELD, unit=OuterRef("unit")).order_by().values("unit")
    counted = Subquery(own.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    rows = Participation.objects.filter(campaign=campaign).select_related("unit__area__parent", "front")
    return rows.annotate(activity_count=Coalesce(counted, 0)).order_by("unit__search_key", "id")


def activities_in(campaign: Campaign, *, unit: Unit | None = None, front: Front | None = None, stage: Stage | None = None) -> QuerySet[Any]:
    """The activities that count, narrowed to those that count for a unit, of a front, or that end within a stage; the latest first."""
    found = Activity.objects.filter(campaign=campaign, status__in=HELD)
    if unit:
        found = found.filter(unit_id__in=counted_for(campaign, unit))
    if front:
        found = found.filter(front=front)
    if stage:
        found = found.filter(within(stage))
    return with_places(found).select_related("unit", "area__parent", "front").order_by("-starts_at", "id")


def counted_for(campaign: Campaign, unit: Unit) -> list[UUID]:
    """Ids of the units whose activities count for this one."""
    units = list(Activity.objects.filter(campaign=campaign).order_by().values_list("unit", flat=True).distinct())
    found = homes(campaign, units)
    return [one for one in units if found.get(one, one) == unit.pk]


def within(stage: Stage) -> Q:
    """Activities that end on a day of the stage."""
    period = stage.during
    ends = Q(ends_at__gte=day_start(period.lower)) if period.lower else Q()
    return ends & (Q(ends_at__lt=day_start(period.upper)) if period.upper else Q())


def safety_counts(campaign: Campaign) -> dict[str, int]:
    """Of the activities that count: how many have a safety briefing, equipment, insurance."""
    held = Activity.objects.filter(campaign=campaign, status__in=HELD)
    known = held.annotate(
        has_briefing=Exists(Briefing.objects.filter(activity=OuterRef("pk"))),
        has_equipment=Exists(Equipment.objects.filter(activity=OuterRef("pk"))),
    )
    return known.aggregate(
        all=Count("pk"),
        briefed=Count("pk", filter=Q(has_briefing=True)),
        equipped=Count("pk", filter=Q(has_equipment=True)),
        insured=Count("pk", filter=Q(insured=True)),
    )


def contracts_of(campaign: Campaign) -> QuerySet[Contract]:
    """Contracts of a programme with their people; page them by ("person__sort_key", "id")."""
    return Contract.objects.filter(campaign=campaign).select_related("person").order_by("person__sort_key", "id")


def ending_soon(on: date, days: int) -> Q:
    """Contracts in force on the day that end within so many days."""
    return Q(holds(on), ended_on=None, during__endswith__lte=on + timedelta(days=days))


def contract_counts(campaign: Campaign, on: date, days: int) -> dict[str, int]:
    """How many are in force, end soon, ended before their time, or ran out."""
    now = Q(holds(on)) & (Q(ended_on=None) | Q(ended_on__gte=on))
    return Contract.objects.filter(campaign=campaign).aggregate(
        all=Count("pk"),
        now=Count("pk", filter=now),
        soon=Count("pk", filter=ending_soon(on, days)),
        broken=Count("pk", filter=Q(ended_on__lt=on)),
        over=Count("pk", filter=Q(ended_on=None, during__endswith__lte=on)),
    )
