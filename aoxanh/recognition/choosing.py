"""For whom an issue is: queries over the ledger of hours, and the one statement that freezes them as lines."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Length

from aoxanh.activities.models import Activity
from aoxanh.attendance.models import ServiceHours
from aoxanh.org.models import Unit
from aoxanh.org.queries import carried_ids
from aoxanh.recognition.batch import certificate_of
from aoxanh.recognition.models import CODE_LENGTH, Certificate, Issue, IssueLine, Kind
from aoxanh.recognition.paper import unprintable

WORKING = (Issue.Status.WAITING, Issue.Status.RUNNING)
POSITIVE = Q(minutes__gt=0)
LOOKED_AT = 20

FREEZE = """
INSERT INTO recognition_issueline
    (id, issue_id, "order", person_id, holder_name, minutes, starts_on, ends_on, details, problem)
SELECT gen_random_uuid(), %s, row_number() OVER (ORDER BY p.sort_key, p.id), p.id, p.full_name, who.minutes, who.first, who.last,
       CASE WHEN who.turns[1] IS NULL THEN '{{}}'::jsonb ELSE jsonb_build_object('signup', who.turns[1]) END, ''
FROM ({who}) AS who (person_id, minutes, first, last, turns) JOIN people_person p ON p.id = who.person_id
"""

type Who = QuerySet[ServiceHours, Any]
"""(person, minutes, first day, last day, sign-ups by day) of everyone for whom there will be a line."""


def who_came(activity: Activity, *, kind: str = Kind.PARTICIPATION, only: UUID | None = None) -> Who:
    """Who has counted hours in the activity, is not erased, and neither holds a certificate of the kind for it nor stands in an issue
    that is at work."""
    held = Certificate.objects.filter(activity=activity, kind=kind, person=OuterRef("person"))
    asked = lines_at_work(Issue.objects.filter(activity=activity, kind=kind))
    entries = ServiceHours.objects.filter(activity=activity)
    return summed((entries.filter(person=only) if only else entries).exclude(Exists(held)).exclude(Exists(asked)))


def who_reached(unit: Unit, *, minutes: int, year: int, with_tree: bool, on: date) -> Who:
    """Who has so many counted minutes in the year in the unit (or in its tree of the day, with what this carries on), is not erased, and
    neither holds a certificate of the same rule and year of the unit nor stands in an issue of it that is at work."""
    same = Issue.objects.filter(unit=unit, kind=Kind.HOURS, rule__minutes=minutes, rule__year=year)
    held = Certificate.objects.filter(issue__in=same, person=OuterRef("person"))
    units = Q(unit_id__in=carried_ids([unit.pk], on=on)) if with_tree else Q(unit=unit)
    entries = ServiceHours.objects.filter(units, on__range=(date(year, 1, 1), date(year, 12, 31)))
    return summed(entries.exclude(Exists(held)).exclude(Exists(lines_at_work(same))), least=minutes)


def lines_at_work(issues: QuerySet[Issue]) -> QuerySet[IssueLine]:
    return IssueLine.objects.filter(issue__in=issues.filter(status__in=WORKING), problem="", person=OuterRef("person"))


def summed(entries: QuerySet[ServiceHours], *, least: int = 1) -> Who:
    """The entries by person. Days are those on which something counted, not those of a correction that took away."""
    return (
        entries.filter(person__erased_at=None)
        .values("person")
        .annotate(
            sum=Sum("minutes"),
            first=Min("on", filter=POSITIVE),
            last=Max("on", filter=POSITIVE),
            turns=ArrayAgg("signup", filter=Q(signup__isnull=False), order_by=["on", "id"]),
        )
        .filter(sum__gte=least)
        .values_list("person", "sum", "first", "last", "turns")
    )


def anybody_came(activity: Activity) -> bool:
    return summed(ServiceHours.objects.filter(activity=activity)).exists()


def freeze(issue: Issue, who: Who) -> int:
    """A line for each, in the order of given names, in one statement; how many."""
    sql, values = who.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(FREEZE.format(who=sql), [issue.pk, *values])
        return int(cursor.rowcount)


def draft(issue: Issue, who: Who, *, number: int) -> Certificate | None:
    """The paper of the longest name among them that can be printed, not saved; None when there is none."""
    found = who.annotate(width=Length("person__full_name")).order_by("-width", "person")
    some = list(found.values_list("person", "person__full_name", "sum", "first", "last")[:LOOKED_AT])
    bad = set(unprintable([name for _person, name, *_rest in some]))
    for person, name, minutes, starts_on, ends_on in some:
        if name not in bad:
            line = IssueLine(person_id=person, holder_name=name, minutes=minutes, starts_on=starts_on, ends_on=ends_on)
            return draft_of(issue, line, number=number)
    return None


def draft_of(issue: Issue, line: IssueLine, *, number: int) -> Certificate:
    return certificate_of(issue, line, number=number, code="X" * CODE_LENGTH)
