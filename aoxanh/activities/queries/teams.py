"""Reading teams: who leads them, who is in them, what they can do and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from aoxanh.activities.models import Campaign, Team, TeamMember
from aoxanh.kit.dates import holds, today
from aoxanh.kit.parts.when import WEEKDAYS
from aoxanh.people.models import Availability, Person, PersonSkill
from aoxanh.people.queries.guardians import children, standing
from aoxanh.people.queries.lists import proved_on


@dataclass(frozen=True)
class SkillInTeam:
    """How many of a team have a skill, and of how many of them an officer saw the paper."""

    name: str
    people: int
    proved: int


@dataclass(frozen=True)
class FreeDay:
    """How many of a team are usually free in each part of a weekday."""

    label: str
    morning: int
    afternoon: int
    evening: int


def running(on: date | None = None) -> QuerySet[Team]:
    """Teams that stand on the day, today without one, with their unit and campaign."""
    return Team.objects.filter(holds(on or today())).select_related("unit", "campaign", "leader")


def led_by(person: Person) -> QuerySet[Team]:
    """Teams that stand today and that the person leads, by name."""
    return with_sizes(running().filter(leader=person)).order_by("name", "id")


def teams_of(person: Person) -> QuerySet[Team]:
    """Teams that stand today in which the person is, or which the person leads, by name."""
    inside = TeamMember.objects.filter(team=OuterRef("pk"), person=person, left_at=None)
    return with_sizes(running().filter(Q(leader=person) | Q(Exists(inside)))).order_by("name", "id")


def members_of(team: Team) -> QuerySet[TeamMember]:
    """Who is in the team now, by given name."""
    return TeamMember.objects.filter(team=team, left_at=None).select_related("person__user").order_by("person__sort_key", "id")


def with_sizes(teams: QuerySet[Team]) -> QuerySet[Any]:
    """Teams with `size`, how many are in them now."""
    inside = TeamMember.objects.filter(team=OuterRef("pk"), left_at=None).order_by().values("team")
    counted = Subquery(inside.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return teams.annotate(size=Coalesce(counted, 0))


def teams_in(campaign: Campaign) -> QuerySet[Any]:
    """All teams of a campaign, by unit and name."""
    found = Team.objects.filter(campaign=campaign).select_related("unit", "leader", "front")
    return with_sizes(found).order_by("unit__search_key", "name", "id")


def by_token(token: str) -> Team | None:
    """The team behind a link, with its unit, campaign and leader; None for a link that leads nowhere."""
    return Team.objects.filter(token=token).select_related("unit", "campaign", "leader").first() if token else None


def skills_in(team: Team) -> list[SkillInTeam]:
    """What the people of the team say they can do, what most can first."""
    people = TeamMember.objects.filter(team=team, left_at=None).values("person")
    counted = (
        PersonSkill.objects.filter(person__in=people)
        .order_by()
        .values_list("skill__name")
        .annotate(people=Count("person"), proved=Count("person", filter=proved_on(today())))
    )
    return [SkillInTeam(name, number, proved) for name, number, proved in counted.order_by("-people", "skill__name")]


def free_days(team: Team) -> list[FreeDay]:
    """The week from Monday, with how many are usually free when; [] where nobody has said."""
    people = TeamMember.objects.filter(team=team, left_at=None).values("person")
    rows = Availability.objects.filter(person__in=people).order_by().values_list("weekday", "part").annotate(n=Count("person"))
    counts = {(weekday, part): number for weekday, part, number in rows}
    if not counts:
        return []
    return [
        FreeDay(str(label), *(counts.get((weekday, part), 0) for part in ("morning", "afternoon", "evening")))
        for weekday, label in enumerate(WEEKDAYS)
    ]


def without_consent(people: Iterable[Person]) -> QuerySet[Person]:
    """Of these people the children for whom no guardian's consent stands."""
    return Person.objects.filter(children(today()), ~Exists(standing().filter(child=OuterRef("pk"))), pk__in=[one.pk for one in people])
