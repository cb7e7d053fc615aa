"""What a campaign brought: every figure counted from activities, sign-ups, attendance and published results, never typed in.

People are distinct, turns (lượt) and minutes are what attendance counted, beneficiaries what published results say. A unit's figures are
those of its own activities and of those of units under it that do not take part by themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from aoxanh.activities.models import Activity, Campaign, Goal, Participation, Signup
from aoxanh.activities.queries.campaigns import HELD, homes
from aoxanh.attendance.models import CheckIn, ServiceHours
from aoxanh.org.models import Unit
from aoxanh.people.models import Person

ACTS = """
WITH homes(unit, home) AS (SELECT * FROM unnest(%(units)s::uuid[], %(homes)s::uuid[])),
acts AS MATERIALIZED (
    SELECT a.id, a.status, a.need_id, a.ends_at, coalesce(h.home, a.unit_id) AS home, a.front_id AS front, s.id AS stage,
           date_trunc('month', a.ends_at AT TIME ZONE %(zone)s)::date AS month
    FROM activities_activity a LEFT JOIN homes h ON h.unit = a.unit_id
    LEFT JOIN LATERAL (
        SELECT id FROM activities_stage WHERE campaign_id = a.campaign_id AND during @> (a.ends_at AT TIME ZONE %(zone)s)::date
        ORDER BY during, id LIMIT 1
    ) AS s ON true
    WHERE a.campaign_id = %(campaign)s AND a.status = ANY(%(held)s)
)"""

SETS = "GROUPING SETS ((), (home), (front), (stage), (month))"
WHICH = "GROUPING(home, front, stage, month), home, front, stage, month"

WORK_FIGURES = """, count(*), count(*) FILTER (WHERE acts.status = 'recorded'), count(*) FILTER (WHERE acts.ends_at <= now()),
    coalesce(sum(places), 0), coalesce(sum(taken), 0), coalesce(sum(coalesce((o.was->>'beneficiaries')::int, r.beneficiaries)), 0),
    count(DISTINCT need_id), count(DISTINCT need_id) FILTER (WHERE n.status = 'met')
FROM acts
LEFT JOIN LATERAL (SELECT sum(places) AS places, sum(taken) AS taken FROM activities_shift WHERE activity_id = acts.id) AS sh ON true
LEFT JOIN records_record r ON r.activity_id = acts.id AND r.published_at IS NOT NULL
LEFT JOIN records_reopening o ON o.record_id = r.id AND o.closed_at IS NULL
LEFT JOIN needs_need n ON n.id = acts.need_id"""

TURN_FIGURES = """, count(DISTINCT su.person_id), count(*), coalesce(sum(h.minutes), 0)
FROM acts JOIN activities_shift sh ON sh.activity_id = acts.id JOIN activities_signup su ON su.shift_id = sh.id
JOIN attendance_checkin c ON c.signup_id = su.id
LEFT JOIN LATERAL (SELECT sum(minutes) AS minutes FROM attendance_servicehours WHERE signup_id = su.id) AS h ON true"""

WORK = " ".join((ACTS, "SELECT", WHICH, WORK_FIGURES, "GROUP BY", SETS))
TURNS = " ".join((ACTS, "SELECT", WHICH, TURN_FIGURES, "GROUP BY", SETS))

WHOLE, HOME, FRONT, STAGE, MONTH = 0b1111, 0b0111, 0b1011, 0b1101, 0b1110
"""What GROUPING says of a row: a bit is 0 for the column by which it is grouped."""


@dataclass(frozen=True)
class Figures:
    """Counted from records. `over` activities have ended, `recorded` ones have published results; `met` of the `needs` that they answer."""

    activities: int = 0
    recorded: int = 0
    over: int = 0
    places: int = 0
    taken: int = 0
    beneficiaries: int = 0
    needs: int = 0
    met: int = 0
    people: int = 0
    turns: int = 0
    minutes: int = 0

    @property
    def hours(self) -> int:
        return self.minutes // 60

    def reached(self, measure: str) -> int:
        """The figure that a goal of this measure is held against."""
        return int(getattr(self, OF_GOALS[measure]))


OF_GOALS: dict[str, str] = {
    Goal.Measure.ACTIVITIES: "activities",
    Goal.Measure.PEOPLE: "people",
    Goal.Measure.TURNS: "turns",
    Goal.Measure.HOURS: "hours",
    Goal.Measure.BENEFICIARIES: "beneficiaries",
    Goal.Measure.NEEDS: "met",
}


@dataclass
class Results:
    """Figures of the whole, and by unit, front (None: of none), stage (None: outside all) and month."""

    whole: Figures = Figures()
    units: dict[UUID, Figures] = field(default_factory=dict)
    fronts: dict[UUID | None, Figures] = field(default_factory=dict)
    stages: dict[UUID | None, Figures] = field(default_factory=dict)
    months: dict[date, Figures] = field(default_factory=dict)


def results(campaign: Campaign) -> Results:
    """All figures of a campaign in four queries, however many activities it has."""
    units = list(Activity.objects.filter(campaign=campaign, status__in=HELD).order_by().values_list("unit", flat=True).distinct())
    at_home = homes(campaign, units)
    given: dict[str, Any] = {
        "campaign": campaign.pk,
        "units": list(at_home),
        "homes": list(at_home.values()),
        "held": [str(status) for status in HELD],
        "zone": settings.TIME_ZONE,
    }
    found = Results()
    with connection.cursor() as cursor:
        cursor.execute(WORK, given)
        sort(found, cursor.fetchall(), lambda _old, row: Figures(*map(int, row)))
        cursor.execute(TURNS, given)
        sort(found, cursor.fetchall(), lambda old, row: replace(old, people=row[0], turns=row[1], minutes=int(row[2])))
    return found


def sort(found: Results, rows: Iterable[tuple[Any, ...]], make: Callable[[Figures, tuple[Any, ...]], Figures]) -> None:
    for which, home, front, stage, month, *figures in rows:
        if which == WHOLE:
            found.whole = make(found.whole, tuple(figures))
            continue
        tables: dict[int, tuple[dict[Any, Figures], Any]] = {
            HOME: (found.units, home),
            FRONT: (found.fronts, front),
            STAGE: (found.stages, stage),
            MONTH: (found.months, month),
        }
        table, key = tables[which]
        table[key] = make(table.get(key, Figures()), tuple(figures))


@dataclass(frozen=True)
class Aim:
    """A goal and how far it is."""

    goal: Goal
    reached: int

    @property
    def is_met(self) -> bool:
        return self.reached >= self.goal.value

    @property
    def missing(self) -> int:
        return max(0, self.goal.value - self.reached)


@dataclass(frozen=True)
class UnitLine:
    """A unit in a campaign: leading, taking part, or there by its activities alone (`participation` is None)."""

    unit: Unit
    figures: Figures
    participation: Participation | None = None
    leads: bool = False
    aims: tuple[Aim, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Takes part and has nothing in it yet."""
        return not self.figures.activities and not self.leads

    @property
    def promised(self) -> int:
        return self.participation.people if self.participation else 0


def aims(campaign: Campaign, found: Results) -> list[Aim]:
    """The goals of the whole, in the order of the measures."""
    goals = campaign.goals.filter(unit=None)
    return sorted((Aim(goal, found.whole.reached(goal.measure)) for goal in goals), key=lambda aim: ORDER.index(aim.goal.measure))


ORDER = [measure.value for measure in Goal.Measure]


def unit_lines(campaign: Campaign, found: Results) -> list[UnitLine]:
    """Everyone who takes part, those without an activity first, then by name; three queries."""
    asked = {row.unit_id: row for row in campaign.participations.filter(declined_at=None).select_related("unit")}
    others = Unit.objects.in_bulk([pk for pk in {*found.units, campaign.unit_id} if pk not in asked])
    goals: dict[UUID, list[Goal]] = {}
    for goal in campaign.goals.filter(unit__isnull=False).order_by("measure"):
        goals.setdefault(goal.unit_id, []).append(goal)  # type: ignore[arg-type]
    lines = []
    for pk, unit in {**others, **{pk: row.unit for pk, row in asked.items()}}.items():
        figures = found.units.get(pk, Figures())
        own = tuple(Aim(goal, figures.reached(goal.measure)) for goal in goals.get(pk, ()))
        lines.append(UnitLine(unit, figures, asked.get(pk), pk == campaign.unit_id, own))
    return sorted(lines, key=lambda line: (not line.is_missing, line.unit.search_key, str(line.unit.pk)))


def turns_in(activities: QuerySet[Activity]) -> QuerySet[Any]:
    """The turns behind figures, each a sign-up that came, with its `minutes`; page them by ("-shift__starts_at", "id")."""
    came = Signup.objects.filter(shift__activity__in=activities.order_by().values("pk"), check_in__isnull=False)
    entries = ServiceHours.objects.filter(signup=OuterRef("pk")).order_by().values("signup")
    minutes = entries.annotate(all=Sum("minutes")).values("all")
    related = came.select_related("person", "shift__activity__unit")
    return related.annotate(minutes=Coalesce(Subquery(minutes, output_field=IntegerField()), 0))


def people_in(activities: QuerySet[Activity]) -> QuerySet[Any]:
    """The people behind figures with their `turns` and `minutes`; page them by ("sort_key", "id")."""
    ids = activities.order_by().values("pk")
    came = CheckIn.objects.filter(signup__shift__activity__in=ids, signup__person=OuterRef("pk")).order_by().values("signup__person")
    hours = ServiceHours.objects.filter(signup__shift__activity__in=ids, signup__person=OuterRef("pk")).order_by().values("signup__person")
    whole = IntegerField()
    return Person.objects.filter(Exists(came)).annotate(
        turns=Coalesce(Subquery(came.annotate(n=Count("pk")).values("n"), output_field=whole), 0),
        minutes=Coalesce(Subquery(hours.annotate(n=Sum("minutes")).values("n"), output_field=whole), 0),
    )
