"""Who is asked, when, whether a need is still there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.needs.actions import chase, close_need, confirm_need, set_rule, take_back_rule
from aoxanh.needs.actions.chasing import let_rules_hold
from aoxanh.needs.models import Chase, ChasingRule, Need
from aoxanh.needs.queries import rule_of
from aoxanh.needs.queries.chasing import Days
from aoxanh.notices.models import Message
from tests.cast import grant, make_need, make_user
from tests.needs.conftest import DAYTIME, NIGHT, at

Level = Chase.Level


@pytest.fixture
def old_need(commune_union, focal_point):
    """Nobody has confirmed it for 31 days, and it goes on for as long again."""
    return make_need(commune_union, focal_point, confirmed_at=timezone.now() - timedelta(days=31), ends_on=today() + timedelta(days=90))


def asked():
    return list(Chase.objects.order_by("id").values_list("level", "to__email"))


def test_a_stale_need_is_asked_of_its_focal_point_once_a_day(old_need, focal_point, secretary):
    assert [chase(at(DAYTIME)), chase(at(DAYTIME)), chase(at(DAYTIME, 1))] == [1, 0, 0]
    assert asked() == [(Level.FOCAL_POINT, focal_point.email)]
    assert Line.objects.get(verb="needs.chased").unit_id == old_need.unit_id


def test_the_letter_leads_to_the_page_with_the_answers(old_need, focal_point):
    chase(at(DAYTIME))
    message = Message.objects.get()
    assert (message.to, message.subject) == (focal_point.email, "1 nhu cầu: còn cần không?")
    assert f"/ban-lam-viec/nhu-cau/{old_need.pk}/hoi-lai/" in message.body


def test_many_needs_come_in_one_letter(commune_union, focal_point, old_need):
    make_need(commune_union, focal_point, title="Nhu cầu khác", confirmed_at=timezone.now() - timedelta(days=50))
    chase(at(DAYTIME))
    message = Message.objects.get()
    assert message.subject == "2 nhu cầu: còn cần không?"
    assert "/ban-lam-viec/nhu-cau/hoi-lai/" in message.body
    assert "Nhu cầu khác" in message.body


def test_who_has_only_a_phone_gets_the_way_in_the_text_message(old_need, focal_point):
    type(focal_point).objects.filter(pk=focal_point.pk).update(email="", phone="+84912044318")
    chase(at(DAYTIME))
    assert Message.objects.get().subject.endswith(f"/ban-lam-viec/nhu-cau/{old_need.pk}/hoi-lai/")


@pytest.mark.parametrize("clock", [NIGHT, NIGHT.replace(hour=6)])
def test_nobody_is_asked_by_night(old_need, clock):
    assert (chase(at(clock)), Message.objects.count()) == (0, 0)


def test_a_fresh_need_and_a_met_one_are_not_asked_after(commune_union, focal_point):
    make_need(commune_union, focal_point)
    make_need(commune_union, focal_point, status=Need.Status.MET, met_people=12, confirmed_at=timezone.now() - timedelta(days=60))
    assert chase(at(DAYTIME)) == 0


def test_after_a_week_it_is_asked_again_and_after_two_of_the_unit_above(old_need, focal_point, coordinator):
    for days in range(15):
        chase(at(DAYTIME, days))
    assert asked() == [
        (Level.FOCAL_POINT, focal_point.email),
        (Level.AGAIN, focal_point.email),
        (Level.AGAIN, focal_point.email),
        (Level.ABOVE, coordinator.email),
    ]
    assert "chưa trả lời" in Message.objects.get(to=coordinator.email).body


def test_where_nobody_keeps_the_unit_the_one_above_is_asked_at_once(old_need, focal_point, coordinator):
    focal_point.grants.all().delete()
    chase(at(DAYTIME))
    assert asked() == [(Level.ABOVE, coordinator.email)]


def test_without_a_focal_point_the_administrator_is_asked(old_need, focal_point, secretary):
    focal_point.grants.all().delete()
    chase(at(DAYTIME))
    assert asked() == [(Level.FOCAL_POINT, secretary.email)]


def test_a_confirmed_need_starts_anew(old_need, focal_point, coordinator):
    for days in range(14):
        chase(at(DAYTIME, days))
    confirm_need(old_need, by=focal_point)
    Need.objects.update(confirmed_at=at(DAYTIME, 14))
    assert chase(at(DAYTIME, 14)) == 0
    Need.objects.update(confirmed_at=timezone.now() - timedelta(days=31))
    Chase.objects.update(at=timezone.now() - timedelta(days=40))
    chase(at(DAYTIME, 46))
    assert asked()[-1] == (Level.FOCAL_POINT, focal_point.email)


def test_a_closed_need_is_not_asked_after(old_need, focal_point):
    close_need(old_need, reason="not_needed", by=focal_point)
    assert chase(at(DAYTIME)) == 0


def test_every_focal_point_of_the_unit_is_asked(old_need, focal_point, commune_union):
    other = make_user("daumoi2@vanlinh.example", "Nông Văn Hai")
    grant(other, "focal_point", commune_union)
    chase(at(DAYTIME))
    assert sorted(asked()) == sorted([(Level.FOCAL_POINT, focal_point.email), (Level.FOCAL_POINT, other.email)])


def test_asking_takes_the_same_queries_for_many_needs(commune_union, focal_point, django_assert_max_num_queries):
    for _ in range(40):
        make_need(commune_union, focal_point, confirmed_at=timezone.now() - timedelta(days=40))
    with django_assert_max_num_queries(25):
        assert chase(at(DAYTIME)) == 40


def test_the_nearest_rule_wins(provincial_union, commune_union, neighbour_union, coordinator, secretary):
    set_rule(provincial_union, days=Days(20, 5, 10), by=coordinator)
    set_rule(commune_union, days=Days(10, 3, 5), by=secretary)
    found = [rule_of(unit, on=today()).after_days for unit in (commune_union, neighbour_union, provincial_union)]
    assert found == [10, 20, 20]


def test_a_rule_says_when_a_need_is_stale_everywhere(old_need, commune_union, secretary):
    assert Need.objects.stale(today()).count() == 1
    set_rule(commune_union, days=Days(60, 7, 14), by=secretary)
    assert (Need.objects.stale(today()).count(), Need.objects.get().is_stale, Need.objects.get().stale_days) == (0, False, 60)
    take_back_rule(commune_union, by=secretary)
    assert (Need.objects.stale(today()).count(), Need.objects.get().is_stale) == (1, True)


def test_a_new_need_goes_by_the_rule_at_once(provincial_union, coordinator, publish):
    set_rule(provincial_union, days=Days(5, 2, 3), by=coordinator)
    assert publish().ask_after == 5


def test_the_rule_sets_the_pace_of_asking(provincial_union, old_need, coordinator, focal_point):
    set_rule(provincial_union, days=Days(5, 2, 3), by=coordinator)
    for days in range(4):
        chase(at(DAYTIME, days))
    assert [level for level, _to in asked()] == [Level.FOCAL_POINT, Level.AGAIN, Level.ABOVE]


def test_a_rule_set_twice_on_one_day_leaves_one(commune_union, secretary):
    set_rule(commune_union, days=Days(10, 3, 5), by=secretary)
    set_rule(commune_union, days=Days(12, 3, 5), by=secretary)
    assert [rule.after_days for rule in ChasingRule.objects.all()] == [12]


def test_a_rule_that_held_stays_in_the_books(commune_union, secretary):
    set_rule(commune_union, days=Days(10, 3, 5), by=secretary)
    ChasingRule.objects.update(during=(today() - timedelta(days=9), None))
    set_rule(commune_union, days=Days(12, 3, 5), by=secretary)
    assert [rule.after_days for rule in ChasingRule.objects.order_by("during")] == [10, 12]


@pytest.mark.parametrize("days", [Days(0, 7, 14), Days(30, 366, 14), Days(30, 7, -1)])
def test_days_out_of_range_are_refused(commune_union, secretary, days):
    with pytest.raises(Refused) as caught:
        set_rule(commune_union, days=days, by=secretary)
    assert caught.value.code == "days_out_of_range"


def test_rules_are_let_hold_in_one_statement_and_again_change_nothing(old_need, commune_union, secretary, django_assert_num_queries):
    set_rule(commune_union, days=Days(60, 7, 14), by=secretary)
    with django_assert_num_queries(1):
        assert let_rules_hold() == 0
