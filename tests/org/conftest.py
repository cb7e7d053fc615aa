"""A tree to reorganise: a province with six communes on its old and new ground."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from aoxanh.kit.dates import today
from aoxanh.org.actions import reorganisations
from aoxanh.org.models import Parentage, Reorganisation, Unit
from aoxanh.org.reorganisation.plans import NewUnit, Plan
from aoxanh.places.models import Area
from tests.cast import make_area, make_unit

YESTERDAY = today() - timedelta(days=1)

type Decide = Callable[[Plan, date], Reorganisation]


@pytest.fixture
def communes(provincial_union: Unit, province: Area) -> list[Unit]:
    """Đoàn xã A to F."""
    made = []
    for number, letter in enumerate("ABCDEF", 1):
        area = make_area(f"9000{number}", f"Xã {letter}", "Xã", 21.6 + number / 100, 106.5, province)
        made.append(make_unit("commune_union", f"DX-{letter}", f"Đoàn xã {letter}", f"ĐTN-{letter}", area, provincial_union))
    return made


@pytest.fixture
def soon() -> date:
    """A day on which a decided event is not in effect yet."""
    return today() + timedelta(days=30)


@pytest.fixture
def decide() -> Decide:
    """Draft, plan and decide an event."""

    def decided(plan: Plan, on: date) -> Reorganisation:
        event = reorganisations.draft("Sắp xếp", on=on, by=None)
        reorganisations.plan(event, plan, by=None)
        return reorganisations.decide(event, by=None, seen=True)

    return decided


def merged(communes: list[Unit], name: str = "Đoàn xã Mới", **facts: Any) -> tuple[Plan, Any]:
    """A plan that merges the communes into one that is founded; with the id it will have."""
    plan = Plan()
    parent = Parentage.objects.get(child=communes[0], during__contains=today()).parent
    new = plan.found(NewUnit("commune_union", name, parent, **facts))
    plan.merge(communes, new)
    return plan, new
