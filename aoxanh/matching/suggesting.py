"""Suggestions from the same engine: who could come to a shift, and what is near a person these days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from aoxanh.activities.models import Activity, Shift
from aoxanh.matching.candidates import Ceilings, Facts, Places, Question, Weighed, places_of, problem, read, weigh
from aoxanh.matching.checking import skill_names, with_all
from aoxanh.matching.explaining import Reason, why
from aoxanh.matching.models import Assignment, Proposal
from aoxanh.matching.solver.repair import possible
from aoxanh.matching.weights import USUAL, weights_of
from aoxanh.people.models import Person

REACH_KM = 25
DAYS = 10
SHIFTS, PEOPLE = 150, 1500
"""So many shifts are weighed for a person, the soonest; so many people for a shift, the nearest."""

NEARBY = """
SELECT id FROM (
    SELECT a.id, km, sum(n) OVER (ORDER BY km, a.id) - n AS before FROM (
        SELECT a.id, 111.195 * sqrt((a.latitude - %(latitude)s) ^ 2
            + ((a.longitude - %(longitude)s) * cos(radians(%(latitude)s))) ^ 2) AS km
        FROM places_area a WHERE a.latitude BETWEEN %(latitude)s - %(up)s AND %(latitude)s + %(up)s AND a.level = 'commune'
    ) a, LATERAL (SELECT count(*) AS n FROM people_person p WHERE p.area_id = a.id) p WHERE km <= %(reach)s AND n > 0
) near WHERE before < %(people)s
"""


@dataclass(frozen=True)
class Fitting:
    """A person who could come to the shift, and why."""

    person: Person
    points: int
    why: list[Reason]


@dataclass(frozen=True)
class Found:
    """The best of those whom the asker may see, and how many fit besides in units that they do not see."""

    people: list[Fitting]
    others: int


@dataclass(frozen=True)
class Suggestion:
    """A shift for a person, and why."""

    shift: Shift
    points: int
    why: list[Reason]


def people_for_shift(shift: Shift, *, visible: QuerySet[Person], most: int = 20, proposal: Proposal | None = None) -> Found:
    """Who could come, the best first: by every hard rule, not asked before, not placed elsewhere at that hour."""
    found = places_of(with_all([shift]))
    reach = proposal.reach_km if proposal else REACH_KM
    facts = read(Question(found, areas=near_areas(shift, reach), reach_km=reach, proposal=proposal.pk if proposal else None))
    weighed = weigh(facts, found, weights_of(proposal.weights if proposal else USUAL), reach_km=reach)
    ceilings = Ceilings(proposal.most_a_day, proposal.most_a_week) if proposal else Ceilings(settings.HOURS_A_DAY, settings.HOURS_A_WEEK)
    rows = best_of_each(facts.person, weighed, able(facts, found, weighed, ceilings))
    ids = {facts.person_id(int(facts.person[row])): row for row in rows}
    for placed in placed_at(shift, proposal):
        ids.pop(placed, None)
    seen = visible.filter(pk__in=list(ids)).in_bulk()
    chosen = [pk for pk in ids if pk in seen][:most]
    names = skill_names(facts)
    people = [Fitting(seen[pk], int(weighed.total[ids[pk]]), why(facts, found, weighed, ids[pk], names)) for pk in chosen]
    return Found(people, len(ids) - len(seen))


def near_areas(shift: Shift, reach: float) -> list[UUID]:
    """Communes around, the nearest with some people in all."""
    at = {"latitude": shift.activity.latitude, "longitude": shift.activity.longitude}
    with connection.cursor() as cursor:
        cursor.execute(NEARBY, {**at, "up": reach / 111.0, "reach": reach, "people": PEOPLE})
        return [area for (area,) in cursor.fetchall()]


def placed_at(shift: Shift, proposal: Proposal | None) -> list[UUID]:
    """Who has a place of the proposal at the hours of the shift."""
    if not proposal:
        return []
    same_hours = Assignment.objects.filter(proposal=proposal, shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at)
    return list(same_hours.values_list("person", flat=True))


def able(facts: Facts, found: Places, weighed: Weighed, ceilings: Ceilings) -> np.ndarray:
    """The rows that break nothing with the places that people have already; a shift where they wait for an adult is left out."""
    return possible(problem(facts, found, weighed, ceilings)) if len(facts.person) else np.zeros(0, np.int64)


def best_of_each(of: np.ndarray, weighed: Weighed, rows: np.ndarray) -> list[int]:
    """The best row for each person (or shift), the best first."""
    order = rows[np.lexsort((rows, -weighed.total[rows]))]
    _, first = np.unique(of[order], return_index=True)
    best: list[int] = order[np.sort(first)].tolist()
    return best


def suggest_for_person(person: Person, *, most: int = 3) -> list[Suggestion]:
    """Open shifts of the next days to which the person may go, the best first, one for each activity."""
    shifts = near_shifts(person)
    if not shifts:
        return []
    found = places_of(shifts)
    facts = read(Question(found, people=[person.pk], reach_km=REACH_KM))
    weighed = weigh(facts, found, USUAL, reach_km=REACH_KM)
    rows = able(facts, found, weighed, Ceilings(settings.HOURS_A_DAY, settings.HOURS_A_WEEK))
    activity = np.array([hash(slot.shift.activity_id) for slot in found.slots], np.int64)
    best = best_of_each(activity[facts.slot], weighed, rows)[:most]
    names = skill_names(facts)
    return [
        Suggestion(found.slots[int(facts.slot[row])].shift, int(weighed.total[row]), why(facts, found, weighed, row, names)) for row in best
    ]


def near_shifts(person: Person) -> Sequence[Shift]:
    """Open shifts with places of the next days around where the person lives."""
    if not person.area:
        return []
    up, now = REACH_KM / 111.0, timezone.now()
    at = {
        "activity__latitude__range": (person.area.latitude - up, person.area.latitude + up),
        "activity__longitude__range": (person.area.longitude - up * 1.1, person.area.longitude + up * 1.1),
    }
    until = now + timedelta(days=DAYS)
    soon = Shift.objects.filter(activity__status=Activity.Status.OPEN, starts_at__gt=now, starts_at__lt=until, **at)
    free = [shift for shift in soon.order_by("starts_at", "id")[: SHIFTS * 2] if shift.free > 0]
    return with_all(free[:SHIFTS]) if free else []
