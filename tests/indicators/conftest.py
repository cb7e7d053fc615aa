"""A plan that counts the work of one commune."""

from datetime import date

import pytest

from aoxanh.indicators.models import Target
from aoxanh.kit.dates import during
from aoxanh.org.models import Unit
from aoxanh.planning.models import Carrier, Phase, Plan, Programme, ScopeUnit

WHOLE = during(date(2026, 1, 1), date(2031, 1, 1))


@pytest.fixture
def plan(commune_union: Unit, provincial_union: Unit) -> Plan:
    """A plan that counts the work of Vạn Linh alone."""
    programme = Programme.objects.create(code="1481", name="Chương trình", decision="1481/QĐ-TTg")
    plan = Plan.objects.create(
        programme=programme,
        slug="chi-lang",
        name="Kế hoạch Chi Lăng 2024–2030",
        short_name="Chi Lăng",
        document="4/2024",
        issued_by="UBND",
        during=during(date(2024, 1, 1), date(2031, 1, 1)),
    )
    Carrier.objects.create(plan=plan, unit=provincial_union, during=during(date(2025, 7, 1)))
    ScopeUnit.objects.create(plan=plan, unit=commune_union, during=during(date(2025, 7, 1)))
    return plan


@pytest.fixture
def phase(plan: Plan) -> Phase:
    phase = Phase.objects.create(plan=plan, name="2026–2030", during=WHOLE)
    Target.objects.create(phase=phase, indicator="K2", numerator=80, stretch=True)
    return phase
