"""Citizens' reports: looked at first, answered always, seen by nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from aoxanh.needs import policies
from aoxanh.needs.actions import (
    decline_report,
    forget_reporters,
    merge_report,
    publish_need,
    reroute_reports,
    send_report,
)
from aoxanh.needs.models import Need, Report, Step
from aoxanh.notices.models import Message
from tests.cast import make_area, make_need
from tests.needs.conftest import LAOS, QUAN_SON, facts, told

State = Report.State


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_report_goes_to_the_unit_of_its_commune(report, commune_union, van_linh):
    assert (report.unit, report.area, report.state) == (commune_union, van_linh, State.PENDING)
    line = Line.objects.get(verb="needs.report_sent")
    assert (line.by, line.unit_id, line.details) == (None, commune_union.pk, {"area": "06505"})


def test_it_goes_above_where_nobody_keeps_the_commune(coordinator, provincial_union, commune_union):
    assert send_report(told(), request_id=uuid4()).unit == provincial_union


def test_it_goes_to_the_province_where_the_commune_has_no_unit(coordinator, provincial_union, province):
    area = make_area("06529", "Xã Bắc Sơn", "Xã", 21.9, 106.3, province)
    assert send_report(told(area=area), request_id=uuid4()).unit == provincial_union


def test_where_nobody_takes_reports_one_is_told_whom_to_call(commune_union):
    assert refusal(lambda: send_report(told(), request_id=uuid4())) == "nobody_there"
    assert Report.objects.count() == 0


def test_a_point_abroad_is_refused(focal_point):
    assert refusal(lambda: send_report(told(latitude=LAOS[0], longitude=LAOS[1]), request_id=uuid4())) == "outside_vietnam"


def test_a_report_sent_twice_is_kept_once(focal_point):
    request_id = uuid4()
    assert send_report(told(), request_id=request_id) == send_report(told(text="Khác hẳn, gửi lại."), request_id=request_id)


def test_the_reporter_gets_the_code_and_the_focal_point_a_letter(report, focal_point, monkeypatch):
    sms = Message.objects.get(to="+84912044318")
    assert f"/nhu-cau/bao-tin/{report.code}/" in sms.subject
    assert "Sinh" not in sms.subject + sms.body


def test_those_who_look_at_it_are_told_by_day_and_in_the_morning(report, focal_point, monkeypatch):
    Message.objects.all().delete()
    monkeypatch.setattr("aoxanh.needs.actions.reports.is_quiet", lambda now: True)
    reroute_reports()
    assert Message.objects.count() == 0
    monkeypatch.setattr("aoxanh.needs.actions.reports.is_quiet", lambda now: False)
    reroute_reports()
    reroute_reports()
    message = Message.objects.get()
    assert (message.to, message.subject) == (focal_point.email, "Một tin báo ở xã Vạn Linh chờ bạn xem")
    assert report.name not in message.body


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("focal_point", True),
        ("secretary", True),
        ("coordinator", True),
        ("inspector", False),
        ("outsider", False),
        ("volunteer", False),
    ],
)
def test_a_pending_report_is_seen_by_its_moderators_only(request, report, who, sees):
    user = request.getfixturevalue(who)
    assert list(policies.moderated_reports(user)) == ([report] if sees else [])


def test_signed_out_nobody_sees_a_report(report):
    assert list(policies.moderated_reports(AnonymousUser())) == []


def test_a_report_becomes_a_need_and_the_reporter_hears_of_it(report, commune_union, focal_point):
    need = publish_need(commune_union, facts=facts(), request_id=uuid4(), by=focal_point, report=report)
    report.refresh_from_db()
    assert (report.state, report.need, report.decided_by, need.source) == (State.ACCEPTED, need, focal_point, Need.Source.REPORT)
    assert Message.objects.filter(to=report.phone).order_by("-id").first().subject.startswith("Tin bạn báo đã lên bản đồ nhu cầu")


def test_a_report_is_added_to_a_need_which_is_confirmed_by_it(report, commune_union, focal_point):
    need = make_need(commune_union, focal_point, confirmed_at=timezone.now() - timedelta(days=40))
    merge_report(report, need, by=focal_point)
    need.refresh_from_db()
    assert (need.is_stale, need.steps.get().why, need.confirmed_at) == (False, Step.Why.MERGED, Report.objects.get().at)


def test_a_report_is_not_added_to_what_is_over(report, need, focal_point):
    Need.objects.update(status=Need.Status.LAPSED)
    assert refusal(lambda: merge_report(report, need, by=focal_point)) == "over"
    assert Report.objects.get().is_pending


def test_a_declined_report_tells_its_reason_to_the_reporter(report, focal_point):
    decline_report(report, reason="Trường đã có dự án sửa bếp từ tháng trước.", by=focal_point)
    message = Message.objects.filter(to=report.phone).order_by("-id").first()
    assert "Trường đã có dự án" in message.body
    assert Report.objects.get().state == State.DECLINED


def test_declining_without_a_reason_is_refused(report, focal_point):
    assert refusal(lambda: decline_report(report, reason="  ", by=focal_point)) == "reason_missing"


def test_a_report_is_answered_once(report, focal_point, secretary, need):
    decline_report(report, reason="Đã sửa xong.", by=focal_point)
    assert refusal(lambda: merge_report(report, need, by=secretary)) == "already_decided"
    assert refusal(lambda: decline_report(report, reason="Khác.", by=secretary)) == "already_decided"


def test_a_need_made_of_an_answered_report_is_not_published(report, commune_union, focal_point):
    decline_report(report, reason="Đã sửa xong.", by=focal_point)
    made = lambda: publish_need(commune_union, facts=facts(), request_id=uuid4(), by=focal_point, report=report)  # noqa: E731
    assert refusal(made) == "already_decided"
    assert Need.objects.count() == 0


def test_a_report_that_lies_for_three_days_goes_up(report, coordinator, provincial_union):
    assert reroute_reports() == 0
    Report.objects.update(routed_at=timezone.now() - timedelta(days=3, hours=1))
    assert reroute_reports() == 1
    assert Report.objects.get().unit == provincial_union
    line = Line.objects.get(verb="needs.report_sent_up")
    assert line.details == {"before": str(report.unit_id), "reason": "late"}


def test_a_report_goes_up_when_its_focal_point_leaves(report, focal_point, coordinator, provincial_union):
    focal_point.grants.all().delete()
    reroute_reports()
    assert Report.objects.get().unit == provincial_union


def test_name_and_number_are_forgotten_90_days_after_the_answer(report, focal_point):
    decline_report(report, reason="Đã sửa xong.", by=focal_point)
    assert forget_reporters() == 0
    Report.objects.update(decided_at=timezone.now() - timedelta(days=91))
    assert [forget_reporters(), forget_reporters()] == [1, 0]
    kept = Report.objects.get()
    assert (kept.name, kept.phone, kept.email, bool(kept.text)) == ("", "", "", True)


def test_a_report_from_next_door_goes_next_door(focal_point, outsider, neighbour_union, quan_son):
    found = send_report(told(latitude=QUAN_SON[0], longitude=QUAN_SON[1]), request_id=uuid4())
    assert (found.unit, found.area) == (neighbour_union, quan_son)
