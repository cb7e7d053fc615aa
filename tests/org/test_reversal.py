from datetime import date, timedelta

import pytest

from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.org import queries
from aoxanh.org.actions import reorganisations
from aoxanh.org.models import Reorganisation, Unit
from aoxanh.places.models import Area
from tests.org.conftest import YESTERDAY, Decide, merged

State = Reorganisation.State


def test_a_reversal_founds_anew_what_ended_and_ends_what_was_founded(
    provincial_union: Unit, communes: list[Unit], secretary: User, decide: Decide
) -> None:
    plan, new = merged(communes[:3])
    plan.rename(communes[4], name="Đoàn xã Êm")
    event = decide(plan, YESTERDAY - timedelta(days=5))
    later = reorganisations.reverse(event, on=YESTERDAY, by=secretary)
    assert (later.state, later.reverses) == (State.DRAFT, event)
    reorganisations.decide(later, by=secretary, seen=True)
    now = queries.children(provincial_union, on=today()).exclude(code="DX-06505")
    assert sorted(unit.name for unit in now) == [f"Đoàn xã {letter}" for letter in "ABCDEF"]
    assert {unit.code for unit in now} & {unit.code for unit in communes} == {unit.code for unit in communes[3:]}
    assert sorted(unit.name for unit in queries.successors(communes[1], on=today())) == ["Đoàn xã A", "Đoàn xã B", "Đoàn xã C"]
    assert set(queries.predecessors(Unit.objects.get(pk=new), on=YESTERDAY - timedelta(days=6))) == set(communes[:3])


def test_a_reversal_comes_after_the_event(communes: list[Unit], secretary: User, decide: Decide) -> None:
    event = decide(merged(communes[:3])[0], YESTERDAY)
    with pytest.raises(Refused) as refusal:
        reorganisations.reverse(event, on=YESTERDAY, by=secretary)
    assert refusal.value.code == "too_early"


def test_what_is_not_in_effect_is_not_reversed(communes: list[Unit], secretary: User, decide: Decide, soon: date) -> None:
    event = decide(merged(communes[:3])[0], soon)
    with pytest.raises(Refused) as refusal:
        reorganisations.reverse(event, on=soon + timedelta(days=1), by=secretary)
    assert refusal.value.code == "not_in_effect"


def test_two_units_may_bear_one_name_at_different_times(communes: list[Unit], decide: Decide, van_linh: Area) -> None:
    plan, first = merged(communes[:2], "Đoàn xã A")
    decide(plan, YESTERDAY)
    assert Unit.objects.filter(name="Đoàn xã A").count() == 2
    assert queries.active(today()).get(name="Đoàn xã A").pk == first
