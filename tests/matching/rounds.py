"""A round of dispatch and what tests do with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.matching.actions import dispatch as actions
from aoxanh.matching.legs import LegPlan
from aoxanh.matching.models import Dispatch, Leg
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, Person
from aoxanh.places.models import Area
from tests.cast import BEGINNING

SATURDAY = 2
"""Days from now on which the round is."""


@pytest.fixture
def dispatch(provincial_union: Unit, coordinator: User) -> Dispatch:
    days = {"starts_on": today() + timedelta(days=SATURDAY), "ends_on": today() + timedelta(days=SATURDAY + 1)}
    return actions.create_dispatch(provincial_union, name="Sau mưa lũ", request_id=uuid4(), by=coordinator, **days)


@pytest.fixture
def plan(dispatch: Dispatch, van_linh: Area, neighbour_union: Unit, commune_union: Unit) -> Callable[..., LegPlan]:
    def make(**facts: Any) -> LegPlan:
        given = {"area": van_linh, "sender": neighbour_union, "people": 5, "starts_on": dispatch.starts_on, "ends_on": dispatch.ends_on}
        return LegPlan(**given | facts)

    return make


def members(unit: Unit, number: int) -> list[Person]:
    people = [Person.objects.create(full_name=f"Vi Văn {number}") for number in range(number)]
    Membership.objects.bulk_create(Membership(person=person, unit=unit, during=during(BEGINNING)) for person in people)
    return people


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def put(dispatch: Dispatch, plan: LegPlan, by: User, **more: Any) -> Leg:
    dispatch.refresh_from_db()
    return actions.put_leg(dispatch, plan=plan, revision=dispatch.revision, by=by, **more)


def sent_leg(dispatch: Dispatch, plan: LegPlan, by: User) -> Leg:
    leg = put(dispatch, plan, by)
    actions.send(dispatch, revision=1, by=by)
    return leg
