"""Statements of hours: of a person, and of a unit in a period. People, turns and hours stand apart, and so does what people reported."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from aoxanh.activities.models import Activity, Step
from aoxanh.attendance.models import TURNS, HoursClaim, ServiceHours, Source
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Unit
from aoxanh.org.queries import carried_ids
from aoxanh.people.models import Person

REPORTED, OF_TURN = Q(source=Source.SELF_REPORTED), Q(source__in=TURNS)
BY = ("-on", "-id")
"""The order of a statement, to page it by."""


@dataclass(frozen=True)
class Sums:
    """Distinct people and their turns and minutes; apart from them the minutes that people reported, and of how many people."""

    people: int = 0
    turns: int = 0
    minutes: int = 0
    reporters: int = 0
    reported: int = 0

    @property
    def all_minutes(self) -> int:
        return self.minutes + self.reported


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both within; open where None."""

    first: date | None = None
    last: date | None = None

    @property
    def days(self) -> Q:
        since = Q(on__gte=self.first) if self.first else Q()
        return since & Q(on__lte=self.last) if self.last else since


def entries_of(person: Person, period: Period, *, among: QuerySet[ServiceHours] | None = None) -> QuerySet[Any]:
    """The person's entries with all that a line says; `is_late` those that came after the activity's results were published."""
    rows = ServiceHours.objects.all() if among is None else among
    published = Step.objects.filter(activity=OuterRef("activity"), status=Activity.Status.RECORDED, at__lt=OuterRef("at"))
    related = ("activity", "unit", "signup__shift", "claim", "by__person", "verified_by__person")
    found = rows.filter(period.days, person=person).select_related(*related)
    return found.annotate(is_late=Exists(published)).order_by(*BY)


@dataclass(frozen=True)
class Line:
    """An entry, and what the ledger comes to with it."""

    entry: Any
    running: int


def lines(rows: QuerySet[Any], shown: Iterable[Any]) -> list[Line]:
    """The entries shown, which come in the order `BY`, each with the sum of it and all before it; one query."""
    entries = list(shown)
    if not entries:
        return []
    first = entries[0]
    up_to = rows.filter(Q(on__lt=first.on) | Q(on=first.on, id__lte=first.id)).order_by()
    running = up_to.aggregate(all=Sum("minutes"))["all"] or 0
    found = []
    for entry in entries:
        found.append(Line(entry, running))
        running -= entry.minutes
    return found


def sums_of(rows: QuerySet[Any]) -> Sums:
    """The figures of some entries, in one query."""
    counted = rows.order_by().aggregate(
        served=Count("person", distinct=True, filter=~REPORTED),
        turns=Count("signup", distinct=True, filter=OF_TURN),
        of_turns=Coalesce(Sum("minutes", filter=~REPORTED), 0),
        reporters=Count("person", distinct=True, filter=REPORTED),
        reported=Coalesce(Sum("minutes", filter=REPORTED), 0),
    )
    return Sums(*(counted[name] for name in ("served", "turns", "of_turns", "reporters", "reported")))


FIGURES = """
SELECT GROUPING(kind, month), kind, month,
    count(DISTINCT person_id) FILTER (WHERE source <> 'self_reported'), count(DISTINCT signup_id) FILTER (WHERE is_turn),
    coalesce(sum(minutes) FILTER (WHERE source <> 'self_reported'), 0),
    count(DISTINCT person_id) FILTER (WHERE source = 'self_reported'), coalesce(sum(minutes) FILTER (WHERE source = 'self_reported'), 0)
FROM (
    SELECT h.person_id, h.signup_id, h.source, h.minutes, coalesce(a.kind, '') AS kind, date_trunc('month', h."on")::date AS month,
        h.source = ANY(%s) AS is_turn
    FROM attendance_servicehours h LEFT JOIN activities_activity a ON a.id = h.activity_id
    WHERE h.unit_id IN ({units}) AND h."on" <@ %s::daterange
) AS counted GROUP BY GROUPING SETS ((), (kind), (month)) ORDER BY kind, month
"""
WHOLE, OF_KIND = 0b11, 0b01


@dataclass
class UnitStatement:
    """A unit's figures in a period: of it all, by kind of activity ("": without one), and by month."""

    whole: Sums = Sums()
    kinds: dict[str, Sums] = field(default_factory=dict)
    months: dict[date, Sums] = field(default_factory=dict)


def statement_of(unit: Unit, period: Period, *, with_below: bool) -> UnitStatement:
    """What the unit answers for, alone or with everything under it on the last day; one query."""
    if with_below:
        below = carried_ids([unit.pk], on=period.last or today())
        units, values = below.sql, list(below.params)
    else:
        units, values = "%s", [unit.pk]
    days = during(period.first, next_day(period.last))
    found = UnitStatement()
    with connection.cursor() as cursor:
        cursor.execute(FIGURES.format(units=units), [[source.value for source in TURNS], *values, days])
        for which, kind, month, *figures in cursor.fetchall():
            sums = Sums(*map(int, figures))
            if which == WHOLE:
                found.whole = sums
            elif which == OF_KIND:
                found.kinds[kind] = sums
            else:
                found.months[month] = sums
    return found


def next_day(on: date | None) -> date | None:
    return date.fromordinal(on.toordinal() + 1) if on else None


def unit_entries(unit: Unit, period: Period, *, with_below: bool) -> QuerySet[ServiceHours]:
    """The entries behind `statement_of`."""
    below: Any = carried_ids([unit.pk], on=period.last or today()) if with_below else [unit.pk]
    return ServiceHours.objects.filter(period.days, unit__in=below)


def people_in(entries: QuerySet[ServiceHours]) -> QuerySet[Any]:
    """The people of these entries with their `turns`, `minutes` and `reported`; page them by ("sort_key", "id")."""
    own = entries.filter(person=OuterRef("pk")).order_by().values("person")
    whole = IntegerField()

    def figure(counted: Any) -> Coalesce:
        return Coalesce(Subquery(own.annotate(n=counted).values("n"), output_field=whole), 0)

    return Person.objects.filter(pk__in=entries.order_by().values("person")).annotate(
        turns=figure(Count("signup", distinct=True, filter=OF_TURN)),
        minutes=figure(Coalesce(Sum("minutes", filter=~REPORTED), Value(0))),
        reported=figure(Coalesce(Sum("minutes", filter=REPORTED), Value(0))),
    )


def turn_totals(signups: Iterable[UUID]) -> dict[UUID, int]:
    """What the ledger says of each of these turns, all its entries together."""
    rows = ServiceHours.objects.filter(signup__in=list(signups)).order_by().values_list("signup")
    return dict(rows.annotate(all=Sum("minutes")))


def same_day(claim: HoursClaim) -> QuerySet[Any]:
    """What else counts for the person on the day of a claim: a verifier looks whether it fits beside it."""
    return entries_of(claim.person, Period(claim.on, claim.on))


def waiting_claims(claims: QuerySet[HoursClaim]) -> QuerySet[Any]:
    """Claims that wait, the oldest first, with how often the person asked before (`before`) and what was agreed to (`agreed`)."""
    others = HoursClaim.objects.filter(person=OuterRef("person")).order_by().values("person")
    decided = others.filter(status__in=[HoursClaim.Status.APPROVED, HoursClaim.Status.REFUSED])
    return claims.annotate(
        before=Coalesce(Subquery(decided.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
        agreed=Coalesce(
            Subquery(decided.filter(status=HoursClaim.Status.APPROVED).annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
        ),
    ).order_by("at", "id")
