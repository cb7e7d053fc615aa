"""Rules and reports follow when units merge while needs are open."""

from datetime import timedelta
from uuid import uuid4

from aoxanh.kit.dates import today
from aoxanh.needs.actions import decline_report, send_report, set_rule
from aoxanh.needs.models import ChasingRule, Need, Report
from aoxanh.needs.queries import rule_of
from aoxanh.needs.queries.chasing import Days
from aoxanh.org.models import Unit
from tests.cast import grant, make_need
from tests.needs.conftest import told
from tests.org.conftest import YESTERDAY, communes, decide, merged, soon  # noqa: F401 -- fixtures


def test_the_rule_that_asks_soonest_goes_on_at_the_successor(communes, secretary, decide):  # noqa: F811
    set_rule(communes[0], days=Days(20, 7, 14), by=secretary)
    set_rule(communes[1], days=Days(10, 3, 5), by=secretary)
    ChasingRule.objects.update(during=(today() - timedelta(days=90), None))
    need = make_need(communes[0], secretary)
    plan, new = merged(communes[:2])
    decide(plan, YESTERDAY)
    assert rule_of(Unit.objects.get(pk=new), on=today()).after_days == 10
    assert [rule.during.upper for rule in ChasingRule.objects.filter(unit__in=communes)] == [YESTERDAY, YESTERDAY]
    need.refresh_from_db()
    assert (need.unit_id, need.ask_after) == (new, 10)


def test_a_successor_with_a_rule_of_its_own_keeps_it(communes, secretary, decide):  # noqa: F811
    set_rule(communes[0], days=Days(20, 7, 14), by=secretary)
    set_rule(communes[1], days=Days(10, 3, 5), by=secretary)
    ChasingRule.objects.update(during=(today() - timedelta(days=90), None))
    plan = merged(communes[:1])[0].__class__()
    plan.merge([communes[1]], communes[0])
    decide(plan, YESTERDAY)
    assert rule_of(communes[0], on=today()).after_days == 20


def test_an_event_ahead_leaves_the_rule_until_its_day(communes, secretary, decide, soon):  # noqa: F811
    set_rule(communes[0], days=Days(20, 7, 14), by=secretary)
    plan, new = merged(communes[:2])
    decide(plan, soon)
    assert rule_of(communes[0], on=today()).after_days == 20
    assert rule_of(Unit.objects.get(pk=new), on=soon).after_days == 20


def test_a_waiting_report_goes_to_the_successor_and_an_answered_one_stays(communes, secretary, decide):  # noqa: F811
    grant(secretary, "focal_point", communes[0])
    waiting = send_report(told(area=communes[0].area), request_id=uuid4())
    answered = send_report(told(area=communes[0].area), request_id=uuid4())
    decline_report(answered, reason="Đã sửa xong.", by=secretary)
    plan, new = merged(communes[:2])
    decide(plan, YESTERDAY)
    units = dict(Report.objects.values_list("pk", "unit"))
    assert units == {waiting.pk: new, answered.pk: communes[0].pk}


def test_a_lapsed_need_stays_with_the_unit_that_had_it(communes, secretary, decide):  # noqa: F811
    need = make_need(communes[0], secretary, status=Need.Status.LAPSED)
    plan, _new = merged(communes[:2])
    decide(plan, YESTERDAY)
    assert Need.objects.get(pk=need.pk).unit == communes[0]
