from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.org.actions import reorganisations
from aoxanh.org.models import Unit
from aoxanh.org.reorganisation.plans import Plan
from aoxanh.records import actions, queries
from tests.cast import make_activity, noon
from tests.records.conftest import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(attended: Activity, secretary: User) -> Activity:
    actions.write_record(attended, outcome="Bếp có mái mới.", unfinished="Hai vòi nước.", beneficiaries=86, by=secretary)
    actions.add_picture(attended, file=photo(), caption="Lợp mái", consented=True, children="no", by=secretary)
    actions.publish_record(attended, by=secretary)
    attended.refresh_from_db()
    return attended


def test_the_report_tells_what_was_frozen(published: Activity, secretary: User):
    report = queries.report(published)
    assert report is not None
    assert (report.outcome, report.unfinished, report.beneficiaries) == ("Bếp có mái mới.", "Hai vòi nước.", 86)
    assert (report.people, report.turns, report.minutes, report.places) == (2, 2, 480, 18)
    assert (report.recorded_by, report.need, report.still_short) == ("Đinh Thùy Dương", published.need, 10)
    assert [shown.caption for shown in report.pictures] == ["Lợp mái"]


def test_there_is_no_report_before_it_is_published(attended: Activity, secretary: User):
    actions.write_record(attended, outcome="Bếp có mái mới.", by=secretary)
    assert queries.report(attended) is None


def test_a_preview_shows_what_publishing_would_freeze(attended: Activity, secretary: User):
    record = actions.write_record(attended, outcome="Bếp có mái mới.", by=secretary)
    preview = queries.preview(record, by=secretary)
    assert (preview.people, preview.turns, preview.minutes, preview.recorded_by) == (2, 2, 480, "Đinh Thùy Dương")


def test_overdue_names_what_is_over_and_not_recorded(attended: Activity, commune_union: Unit, neighbour_union: Unit, secretary: User):
    old = make_activity(commune_union, secretary, shifts=[(noon(-20), noon(-20) + timedelta(hours=2), 5)])
    make_activity(commune_union, secretary, shifts=[(noon(3), noon(3) + timedelta(hours=2), 5)])
    make_activity(commune_union, secretary, shifts=[(noon(-3), noon(-3) + timedelta(hours=2), 5)], status="cancelled")
    make_activity(neighbour_union, secretary, shifts=[(noon(-3), noon(-3) + timedelta(hours=2), 5)])
    found = queries.overdue(Unit.objects.filter(pk=commune_union.pk), today())
    assert [(one.activity, one.people, one.is_late) for one in found] == [(old, 0, True), (attended, 2, False)]
    assert found[1].due_on == today() + timedelta(days=14)


def test_what_is_recorded_is_not_overdue(published: Activity, commune_union: Unit):
    units = Unit.objects.filter(pk=commune_union.pk)
    assert queries.overdue(units, today()) == []
    assert [record.activity for record in queries.published_records(units)] == [published]


def test_overdue_reads_the_same_number_of_times_for_one_and_many(attended: Activity, commune_union: Unit, many: Callable[[int], None]):
    units = [commune_union.pk]
    with CaptureQueriesContext(connection) as one:
        queries.overdue(units, today())
    many(4)
    with CaptureQueriesContext(connection) as more:
        assert len(queries.overdue(units, today())) == 5
    assert len(more) == len(one)


def test_declared_works_are_those_of_the_units(commune_union: Unit, neighbour_union: Unit, secretary: User):
    for unit in (commune_union, neighbour_union):
        actions.declare_work(unit, title="Dọn nguồn nước", ended_on=today(), people=0, note="", request_id=uuid4(), by=secretary)
    assert [work.unit for work in queries.declared_works([commune_union.pk])] == [commune_union]


def test_figures_stay_with_the_unit_that_did_the_work(published: Activity, neighbour_union: Unit):
    plan = Plan()
    plan.merge([published.unit], neighbour_union)
    event = reorganisations.draft("Nhập", on=today(), by=None)
    reorganisations.plan(event, plan, by=None)
    counts = reorganisations.decide(event, by=None, seen=True).counts
    published.refresh_from_db()
    assert (counts["records.figures"], published.unit.code) == (1, "DX-06505")
