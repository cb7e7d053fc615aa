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
from aoxanh.needs.models import Need
from aoxanh.org import queries
from aoxanh.org.actions import reorganisations
from aoxanh.org.models import FormerIdentity, Parentage, Post, Reorganisation, Unit
from aoxanh.org.reorganisation.plans import Plan
from aoxanh.org.tasks import take_effect_today
from tests.cast import BEGINNING, make_activity, make_need, noon
from tests.org.conftest import YESTERDAY, Decide, merged

State = Reorganisation.State


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
