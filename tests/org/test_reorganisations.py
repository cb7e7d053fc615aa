from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps

from aoxanh.access.models import Grant
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.needs.models import Need
from aoxanh.org import queries
from aoxanh.org.actions import reorganisations
from aoxanh.org.models import FormerIdentity, Parentage, Post, Reorganisation, Unit
from aoxanh.org.reorganisation.plans import NewUnit, Plan
from aoxanh.org.tasks import take_effect_today
from aoxanh.places.models import Area
from tests.cast import BEGINNING, make_activity, make_need, noon
from tests.org.conftest import Decide

YESTERDAY = today() - timedelta(days=1)
State = Reorganisation.State


def merged(communes: list[Unit], name: str = "Đoàn xã Mới", **facts: Any) -> tuple[Plan, Any]:
    """A plan that merges the communes into one that is founded; with the id it will have."""
    plan = Plan()
    parent = Parentage.objects.get(child=communes[0], during__contains=today()).parent
    new = plan.found(NewUnit("commune_union", name, parent, **facts))
    plan.merge(communes, new)
    return plan, new


def everything() -> dict[str, set[Any]]:
    """All rows of the tables that a reorganisation touches, as they are."""
    labels = ("org.unit", "org.parentage", "org.succession", "org.post", "org.formeridentity", "access.grant")
    return {label: set(apps.get_model(label).objects.values_list()) for label in labels}


def test_communes_merge_into_one_that_is_founded(provincial_union: Unit, communes: list[Unit], decide: Decide) -> None:
    plan, new = merged(communes[:3])
    event = decide(plan, YESTERDAY)
    unit = Unit.objects.get(pk=new)
    assert (event.state, unit.name, unit.during) == (State.IN_EFFECT, "Đoàn xã Mới", during(YESTERDAY))
    assert set(queries.children(provincial_union, on=today())) == {unit, *communes[3:]}
    assert set(queries.children(provincial_union, on=YESTERDAY - timedelta(days=1))) == set(communes)
    assert set(queries.predecessors(unit)) == set(communes[:3])
    assert {old.share for old in queries.predecessors(unit)} == {"whole"}


def test_a_preview_counts_what_the_decision_does_and_leaves_nothing(communes: list[Unit]) -> None:
    plan, _ = merged(communes[:3])
    event = reorganisations.draft("Sắp xếp", on=YESTERDAY, by=None)
    reorganisations.plan(event, plan, by=None)
    before = everything()
    seen = reorganisations.preview(event)
    assert everything() == before
    assert (seen.counts.founded, seen.counts.ended, seen.counts.taken_up, seen.blocking) == (1, 3, 3, [])
    decided = reorganisations.decide(event, by=None, seen=True)
    assert {one.name: one.count for one in seen.followed}.items() <= decided.counts.items()


def test_a_decision_ahead_can_be_undone_row_by_row(
    communes: list[Unit], secretary: User, commune_union: Unit, decide: Decide, soon: date
) -> None:
    Post.objects.create(unit=communes[0], title="Bí thư", during=during(BEGINNING))
    Grant.objects.create(user=secretary, unit=communes[0], role="organiser", scope="unit", during=during(BEGINNING))
    before = everything()
    plan, _ = merged(communes[:3])
    plan.rename(communes[4], name="Đoàn xã Êm")
    plan.move(communes[5], Unit.objects.get(code="TD-20"))
    event = decide(plan, soon)
    assert event.state == State.DECIDED
    assert everything() != before
    assert reorganisations.undo(event, by=secretary).state == State.DRAFT
    assert everything() == before
    assert not event.changes.exists()


def test_an_undone_event_can_be_decided_again(communes: list[Unit], secretary: User, decide: Decide, soon: date) -> None:
    event = decide(merged(communes[:2])[0], soon)
    after = {label: len(rows) for label, rows in everything().items()}
    reorganisations.undo(event, by=secretary)
    reorganisations.decide(event, by=secretary, seen=True)
    assert {label: len(rows) for label, rows in everything().items()} == after


def test_the_tree_of_a_day_ahead_is_there_to_be_read(provincial_union: Unit, communes: list[Unit], decide: Decide, soon: date) -> None:
    _, new = plan = merged(communes[:5])
    decide(plan[0], soon)
    assert set(queries.children(provincial_union, on=soon - timedelta(days=1))) == set(communes)
    assert set(queries.children(provincial_union, on=soon)) == {Unit.objects.get(pk=new), communes[5]}


def test_posts_and_grants_end_with_their_unit(communes: list[Unit], secretary: User, decide: Decide) -> None:
    post = Post.objects.create(unit=communes[0], title="Bí thư", during=during(BEGINNING))
    later = Post.objects.create(unit=communes[0], title="Phó Bí thư", during=during(today() + timedelta(days=5)))
    grant = Grant.objects.create(user=secretary, unit=communes[0], role="organiser", scope="unit", during=during(BEGINNING))
    decide(merged(communes[:2])[0], YESTERDAY)
    for row in (post, later, grant):
        row.refresh_from_db()
    assert post.during == grant.during == during(BEGINNING, YESTERDAY)
    assert later.during.isempty


def test_units_below_go_to_the_successor_where_their_kind_may_stand(communes: list[Unit], decide: Decide) -> None:
    branch = Unit.objects.create(
        kind="branch",
        code="CD-1",
        slug="cd-1",
        name="Chi đoàn 1",
        short_name="Chi đoàn 1",
        search_key="chi doan 1",
        during=during(BEGINNING),
    )
    Parentage.objects.create(child=branch, parent=communes[0], during=during(BEGINNING))
    _, new = plan = merged(communes[:2])
    decide(plan[0], YESTERDAY)
    assert queries.parent(branch, on=today()) == Unit.objects.get(pk=new)
    assert queries.parent(branch, on=YESTERDAY - timedelta(days=1)) == communes[0]


def test_what_is_under_way_goes_to_the_successor_and_what_is_over_stays(communes: list[Unit], secretary: User, decide: Decide) -> None:
    over = make_activity(communes[0], secretary, shifts=[(noon(-9), noon(-9) + timedelta(hours=2), 5)])
    running = make_activity(communes[0], secretary)
    open_need, closed = make_need(communes[1], secretary), make_need(communes[1], secretary, status=Need.Status.CLOSED)
    _, new = plan = merged(communes[:2])
    decide(plan[0], YESTERDAY)
    units = dict(Activity.objects.values_list("pk", "unit")) | dict(Need.objects.values_list("pk", "unit"))
    assert units == {over.pk: communes[0].pk, running.pk: new, open_need.pk: new, closed.pk: communes[1].pk}


def test_of_a_split_unit_what_is_under_way_goes_where_it_lies(communes: list[Unit], secretary: User, decide: Decide) -> None:
    there = make_activity(communes[0], secretary, area=communes[2].area)
    elsewhere = make_activity(communes[0], secretary)
    plan = Plan()
    plan.split(communes[0], [communes[1], communes[2]])
    decide(plan, YESTERDAY)
    assert dict(Activity.objects.values_list("pk", "unit")) == {there.pk: communes[2].pk, elsewhere.pk: communes[1].pk}


def test_a_scheduled_event_takes_effect_by_itself(
    communes: list[Unit], secretary: User, decide: Decide, soon: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = make_activity(communes[0], secretary, shifts=[(noon(40), noon(40) + timedelta(hours=2), 5)])
    plan, new = merged(communes[:2])
    plan.rename(communes[4], name="Đoàn xã Êm")
    event = decide(plan, soon)
    late = Grant.objects.create(user=secretary, unit=communes[0], role="organiser", scope="unit", during=during(today()))
    take_effect_today(0)
    event.refresh_from_db()
    assert (event.state, Activity.objects.get().unit) == (State.DECIDED, communes[0])
    for module in ("aoxanh.org.tasks", "aoxanh.org.actions.reorganisations"):
        monkeypatch.setattr(f"{module}.today", lambda: soon)
    take_effect_today(0)
    for row in (event, activity, late, communes[4]):
        row.refresh_from_db()
    assert (event.state, activity.unit_id, communes[4].name) == (State.IN_EFFECT, new, "Đoàn xã Êm")
    assert late.during == during(today(), soon)
    take_effect_today(0)
    assert FormerIdentity.objects.filter(unit=communes[4]).count() == 1


def test_a_renamed_unit_keeps_how_it_was_called(communes: list[Unit], decide: Decide) -> None:
    plan = Plan()
    plan.rename(communes[0], name="Đoàn phường A", short_name="Đoàn phường A")
    decide(plan, YESTERDAY)
    unit = Unit.objects.get(pk=communes[0].pk)
    former = unit.former_identities.get()
    assert (unit.name, unit.search_key) == ("Đoàn phường A", "doan phuong a")
    assert (former.name, former.during) == ("Đoàn xã A", during(BEGINNING, YESTERDAY))


def test_an_event_sent_twice_is_drafted_once(communes: list[Unit]) -> None:
    sent = uuid4()
    first = reorganisations.draft("Sắp xếp", on=YESTERDAY, by=None, request_id=sent)
    assert reorganisations.draft("Sắp xếp", on=YESTERDAY, by=None, request_id=sent) == first


def test_every_step_of_an_event_is_in_the_audit(communes: list[Unit], secretary: User, decide: Decide, soon: date) -> None:
    event = decide(merged(communes[:2])[0], soon)
    reorganisations.undo(event, by=secretary)
    reorganisations.discard(event, by=secretary)
    verbs = Line.objects.filter(subject_id=event.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [
        "org.reorganisation_drafted",
        "org.reorganisation_planned",
        "org.reorganised",
        "org.reorganisation_undone",
        "org.reorganisation_discarded",
    ]


# What is refused


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


# Reversal


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
