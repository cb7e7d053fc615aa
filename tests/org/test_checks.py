"""What speaks against a plan, and what an event refuses."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during
from aoxanh.kit.refusals import Refused
from aoxanh.org.actions import reorganisations
from aoxanh.org.models import Parentage, Post, Reorganisation, Unit
from aoxanh.org.reorganisation.plans import Plan
from tests.cast import BEGINNING
from tests.org.conftest import YESTERDAY, Decide, merged

State = Reorganisation.State


def blocked(event: Reorganisation) -> set[str]:
    return {conflict.code for conflict in reorganisations.preview(event).blocking}


def planned(plan: Plan, on: date = YESTERDAY, root: Unit | None = None) -> Reorganisation:
    event = reorganisations.draft("Sắp xếp", on=on, by=None, root=root)
    return reorganisations.plan(event, plan, by=None)


def test_an_empty_plan_is_blocked(db: None) -> None:
    assert blocked(planned(Plan())) == {"no_steps"}


def test_an_unknown_unit_is_blocked(db: None) -> None:
    plan = Plan()
    plan.dissolve(uuid4())
    assert blocked(planned(plan)) == {"unit_unknown"}


def test_a_unit_that_is_not_there_is_blocked(communes: list[Unit], decide: Decide) -> None:
    decide(merged(communes[:2])[0], YESTERDAY)
    plan = Plan()
    plan.dissolve(communes[0])
    assert blocked(planned(plan)) == {"unit_not_there"}


def test_a_successor_that_is_not_there_is_blocked(communes: list[Unit], decide: Decide) -> None:
    decide(merged(communes[:2])[0], YESTERDAY - timedelta(days=2))
    plan = Plan()
    plan.merge([communes[2]], communes[0])
    assert blocked(planned(plan)) == {"target_not_there"}


def test_a_successor_that_ends_in_the_same_event_is_blocked(communes: list[Unit]) -> None:
    plan = Plan()
    plan.merge([communes[2]], communes[0])
    plan.dissolve(communes[0])
    assert blocked(planned(plan)) == {"target_not_there"}


def test_a_split_without_a_main_successor_is_blocked(communes: list[Unit]) -> None:
    plan = Plan()
    plan.divide(communes[0], {communes[1].pk: "part", communes[2].pk: "part"})
    assert blocked(planned(plan)) == {"no_main_successor"}


def test_a_code_that_is_taken_is_blocked(communes: list[Unit]) -> None:
    plan, _ = merged(communes[:2], code=communes[3].code)
    assert blocked(planned(plan)) == {"address_taken"}


def test_steps_that_exclude_each_other_are_blocked(communes: list[Unit]) -> None:
    plan, _ = merged(communes[:2])
    plan.rename(communes[0], name="Đoàn xã Á")
    assert blocked(planned(plan)) == {"said_twice"}


def test_a_unit_that_takes_itself_up_is_blocked(communes: list[Unit]) -> None:
    plan = Plan()
    plan.merge([communes[0]], communes[0])
    assert "into_itself" in blocked(planned(plan))


def test_a_unit_of_another_decided_event_is_blocked(communes: list[Unit], decide: Decide, soon: date) -> None:
    plan = Plan()
    plan.rename(communes[0], name="Đoàn xã Á")
    decide(plan, soon)
    assert blocked(planned(merged(communes[:2])[0], soon - timedelta(days=1))) == {"other_event"}


def test_a_unit_outside_is_blocked(communes: list[Unit], neighbour_union: Unit) -> None:
    plan = Plan()
    plan.rename(communes[0], name="Đoàn xã Á")
    assert blocked(planned(plan, root=neighbour_union)) == {"outside"}


def test_a_kind_that_may_not_stand_there_is_blocked(communes: list[Unit]) -> None:
    plan = Plan()
    plan.move(communes[0], communes[1])
    assert blocked(planned(plan)) == {"wrong_kind"}


def test_a_unit_left_without_what_it_stood_under_is_blocked(provincial_union: Unit, communes: list[Unit]) -> None:
    plan = Plan()
    plan.dissolve(provincial_union)
    assert blocked(planned(plan)) == {"left_alone"}


def test_a_circle_is_blocked(communes: list[Unit]) -> None:
    branches = [
        Unit.objects.create(
            kind="branch", code=f"CD-{n}", slug=f"cd-{n}", name=f"Chi đoàn {n}", short_name="", search_key="", during=during(BEGINNING)
        )
        for n in (1, 2)
    ]
    Parentage.objects.create(child=branches[0], parent=communes[0], during=during(BEGINNING))
    Parentage.objects.create(child=branches[1], parent=branches[0], during=during(BEGINNING))
    plan = Plan()
    plan.move(branches[0], branches[1])
    assert blocked(planned(plan)) == {"circle"}


def test_what_is_blocked_is_not_decided(communes: list[Unit]) -> None:
    event = planned(Plan())
    with pytest.raises(Refused) as refusal:
        reorganisations.decide(event, by=None, seen=True)
    assert refusal.value.code == "plan_blocked"


def test_what_is_left_to_decide_must_be_seen(communes: list[Unit]) -> None:
    event = planned(merged(communes[:2])[0])
    assert [conflict.code for conflict in reorganisations.preview(event).to_decide] == ["nobody_in_charge"]
    with pytest.raises(Refused) as refusal:
        reorganisations.decide(event, by=None)
    assert refusal.value.code == "conflicts_unseen"


@pytest.mark.parametrize("act", [reorganisations.plan, reorganisations.decide, reorganisations.discard])
def test_only_a_draft_is_planned_decided_or_thrown_away(communes: list[Unit], secretary: User, decide: Decide, act: Any) -> None:
    event = decide(merged(communes[:2])[0], YESTERDAY)
    with pytest.raises(Refused) as refusal:
        act(event, *([Plan()] if act is reorganisations.plan else []), by=secretary)
    assert refusal.value.code == "not_a_draft"


def test_an_event_in_effect_is_not_undone(communes: list[Unit], secretary: User, decide: Decide) -> None:
    event = decide(merged(communes[:2])[0], YESTERDAY)
    with pytest.raises(Refused) as refusal:
        reorganisations.undo(event, by=secretary)
    assert refusal.value.code == "in_effect"


def test_a_draft_has_nothing_to_undo(communes: list[Unit], secretary: User, soon: date) -> None:
    with pytest.raises(Refused) as refusal:
        reorganisations.undo(planned(merged(communes[:2])[0], soon), by=secretary)
    assert refusal.value.code == "not_decided"


def test_an_event_that_others_build_upon_is_not_undone(communes: list[Unit], secretary: User, decide: Decide, soon: date) -> None:
    plan, new = merged(communes[:2])
    event = decide(plan, soon)
    later = Plan()
    later.merge([communes[2]], new)
    decide(later, soon + timedelta(days=10))
    with pytest.raises(Refused) as refusal:
        reorganisations.undo(event, by=secretary)
    assert refusal.value.code == "built_upon"


def test_an_event_whose_units_are_used_already_is_not_undone(communes: list[Unit], secretary: User, decide: Decide, soon: date) -> None:
    plan, new = merged(communes[:2])
    event = decide(plan, soon)
    Post.objects.create(unit_id=new, title="Bí thư", during=during(soon))
    with pytest.raises(Refused) as refusal:
        reorganisations.undo(event, by=secretary)
    assert refusal.value.code == "built_upon"


def test_an_event_does_not_take_effect_before_its_day(communes: list[Unit], decide: Decide, soon: date) -> None:
    with pytest.raises(Refused) as refusal:
        reorganisations.take_effect(decide(merged(communes[:2])[0], soon))
    assert refusal.value.code == "not_yet"
