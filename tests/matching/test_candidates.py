"""The one query of candidates says what the rules of signing up say."""

import numpy as np
import pytest

from aoxanh.activities import eligibility, fitting
from aoxanh.activities.candidates import candidates
from aoxanh.activities.minors import is_not_alone
from aoxanh.activities.models import Offer, Shift
from aoxanh.matching.candidates import Ceilings, Question, places, problem, read, weigh
from aoxanh.matching.solver.repair import possible
from aoxanh.matching.weights import USUAL
from aoxanh.people.models import Consent
from tests.matching.crowds import make_world

RULES = [rule for rule in eligibility.STANDING if rule is not is_not_alone]


def by_rules(world, person, shift, seen) -> set:
    """The roles (None: without one) in which the rules of signing up, of the record and of consent let the person come."""
    if not Consent.objects.filter(person=person, purpose="volunteering", withdrawn_at=None).exists() or not person.birth_date:
        return set()
    if Offer.objects.filter(person=person, shift=shift, answer__in=["", "declined"]).exists() or eligibility.why_not(seen, rules=RULES):
        return set()
    roles = {role.pk for role in seen.roles if role.free > 0 and fitting.misfit(seen, role) is None}
    if fitting.plain_places(shift, seen.roles) > 0:
        roles.add(None)
    return roles


@pytest.mark.parametrize("chance", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("bulk", [True, False], ids=["in bulk", "few"])
def test_the_query_and_the_rules_agree(commune_union, neighbour_union, secretary, settings, chance, bulk):
    world = make_world([commune_union, neighbour_union], secretary, chance=chance)
    found = places(Shift.objects.all())
    units = [commune_union.pk, neighbour_union.pk]
    facts = read(Question(found, units=units, reach_km=100, bulk=bulk))
    asked = problem(facts, found, weigh(facts, found, USUAL, reach_km=100), Ceilings(settings.HOURS_A_DAY, settings.HOURS_A_WEEK))
    lone = np.zeros(len(asked.slots), bool)
    rows = possible(type(asked)(**{**vars(asked), "slots": type(asked.slots)(**{**vars(asked.slots), "lone": lone})}))
    held_by_offer = set(Offer.objects.filter(answer="").values_list("person", flat=True))
    ours = {
        (facts.person_id(int(facts.person[row])), slot.shift.pk, slot.role and slot.role.pk)
        for row in rows
        for slot in [found.slots[int(facts.slot[row])]]
    }
    seen = candidates(world.people, world.shifts)
    theirs = {
        (person.pk, shift.pk, role)
        for person in world.people
        for shift in world.shifts
        if shift.free > 0
        for role in by_rules(world, person, shift, seen[person.pk, shift.pk])
    }
    others = {row for row in theirs if row[0] not in held_by_offer}
    assert {row for row in ours if row[0] not in held_by_offer} == others
    assert {row for row in ours if row[0] in held_by_offer} <= theirs
    assert others
