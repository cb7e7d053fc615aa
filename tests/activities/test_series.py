"""Series: made in one go, decided at once, changed one by one or from a day on, stopped."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from aoxanh.activities import actions
from aoxanh.activities.drafts import RolePlan
from aoxanh.activities.models import Activity, Briefing, Series
from aoxanh.activities.policies import approvable_activities
from aoxanh.activities.series import days_of, preview
from aoxanh.kit.dates import today
from aoxanh.notices.models import Message
from tests.activities.conftest import plan
from tests.activities.test_actions import create, plan_of
from tests.cast import make_signup, noon

Status = Activity.Status
FIRST = today() + timedelta(days=3)


def repeat(activity, by, *, weeks=3, **facts):
    given = {"weekdays": [FIRST.weekday()], "every": 1, "until": FIRST + timedelta(weeks=weeks), "request_id": uuid4()}
    return actions.repeat(activity, by=by, **given | facts)


def days(series):
    return list(series.activities.order_by("series_on"))


@pytest.fixture
def series(draft, secretary) -> Series:
    return repeat(draft, secretary)


@pytest.fixture
def open_series(series, secretary, coordinator) -> list[Activity]:
    actions.approve(actions.submit(days(series)[0], by=secretary), by=coordinator)
    return days(series)


def test_each_week_until_a_day(series, draft):
    made = days(series)
    assert [one.series_on for one in made] == [FIRST + timedelta(weeks=week) for week in range(4)]
    assert made[0] == draft
    assert {one.status for one in made} == {Status.DRAFT}
    assert [one.shifts.get().starts_at for one in made] == [noon(3 + 7 * week) for week in range(4)]


def test_every_second_week_counts_from_the_first():
    found = days_of([0, 5], every=2, starts_on=date(2026, 11, 28), until=date(2026, 12, 31))
    assert [f"{on:%d/%m}" for on in found] == ["28/11", "07/12", "12/12", "21/12", "26/12"]


def test_public_holidays_are_named():
    told = {day.on: day.holiday for day in preview(days_of(range(7), every=1, starts_on=date(2027, 2, 1), until=date(2027, 5, 2)))}
    named = {f"{on:%d/%m}" for on, name in told.items() if name}
    assert named == {"05/02", "06/02", "07/02", "08/02", "09/02", "16/04", "30/04", "01/05"}


def test_days_are_left_out(draft, secretary):
    without = FIRST + timedelta(weeks=2)
    assert without not in [one.series_on for one in days(repeat(draft, secretary, without=[without]))]


def test_roles_briefing_and_equipment_come_along(draft, details, secretary):
    shift = replace(plan_of(draft.shifts.get()), roles=(RolePlan("Sơ cứu", 2),), least=4)
    actions.revise(draft, details=details(), shifts=[shift], by=secretary)
    Briefing.objects.create(activity=draft, version=1, text="Đội mũ.", by=secretary)
    draft.equipment.create(name="Găng tay", quantity=20)
    last = days(repeat(draft, secretary))[-1]
    assert (last.shifts.get().least, last.shifts.get().roles.get().name) == (4, "Sơ cứu")
    assert (last.briefings.get().text, last.equipment.get().quantity) == ("Đội mũ.", 20)


def test_the_same_request_makes_one_series(draft, secretary):
    request = uuid4()
    assert repeat(draft, secretary, request_id=request) == repeat(draft, secretary, request_id=request)
    assert Activity.objects.count() == 4


def test_one_submission_and_one_decision_for_all(series, secretary, coordinator):
    actions.submit(days(series)[0], by=secretary)
    assert {one.status for one in days(series)} == {Status.SUBMITTED}
    assert list(approvable_activities(coordinator)) == [days(series)[0]]
    actions.approve(days(series)[0], by=coordinator)
    assert {one.status for one in days(series)} == {Status.OPEN}
    assert [message.subject.split(":")[0] for message in Message.objects.order_by("id")] == ["Chờ bạn duyệt", "Đã duyệt"]


def test_all_are_returned_together(series, secretary, coordinator):
    actions.submit(days(series)[0], by=secretary)
    actions.return_with_reason(days(series)[0], reason="Thiếu người hướng dẫn", by=coordinator)
    assert {one.status for one in days(series)} == {Status.RETURNED}


def test_one_day_is_changed_by_itself(open_series, details, secretary):
    second = open_series[1]
    actions.revise(second, details=details(title="Riêng ngày này"), shifts=[plan_of(second.shifts.get())], by=secretary)
    series = days(second.series)
    assert [one.differs for one in series] == [False, True, False, False]
    assert series[2].title == "Sửa bếp ăn bán trú"


def test_this_day_and_the_following_change_but_not_what_differs(open_series, details, secretary):
    third = open_series[2]
    actions.revise(third, details=details(title="Riêng"), shifts=[plan_of(third.shifts.get())], by=secretary)
    second = open_series[1]
    moved = replace(plan_of(second.shifts.get(), places=30), starts_at=noon(10) + timedelta(hours=1), ends_at=noon(10) + timedelta(hours=5))
    changed = actions.revise_following(second, details=details(title="Mới"), shifts=[moved], by=secretary)
    assert changed == [second, open_series[3]]
    assert [one.title for one in days(second.series)] == ["Sửa bếp ăn bán trú", "Mới", "Riêng", "Mới"]
    assert open_series[3].shifts.get().starts_at == noon(24) + timedelta(hours=1)
    assert not Activity.objects.filter(title="Mới", differs=True).exists()


def test_what_one_day_refuses_changes_none(open_series, details, secretary, volunteer, other_volunteer, refused):
    last = open_series[3].shifts.get()
    for user in (volunteer, other_volunteer):
        make_signup(last, user)
    fewer = plan_of(open_series[1].shifts.get())
    assert refused(
        actions.revise_following, open_series[1], details=details(title="Mới"), shifts=[replace(fewer, places=1)], by=secretary
    ) == ("places_below_taken")
    assert not Activity.objects.filter(title="Mới").exists()


def test_stopping_cancels_this_day_and_the_following_and_tells_everyone(open_series, volunteer, secretary):
    make_signup(open_series[2].shifts.get(), volunteer)
    actions.stop_series(open_series[1], reason="Đã xong việc", by=secretary)
    assert [one.status for one in days(open_series[0].series)] == ["open", "cancelled", "cancelled", "cancelled"]
    assert Message.objects.filter(to=volunteer.email, subject__startswith="Đã hủy").count() == 1
    assert Series.objects.get().stopped_at is not None


def test_cancelling_one_day_leaves_the_others(open_series, secretary):
    actions.cancel(open_series[1], reason="Trùng lễ", by=secretary)
    assert [one.status for one in days(open_series[0].series)] == ["open", "cancelled", "open", "open"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"until": FIRST}, "no_days"),
        ({"weekdays": range(7), "weeks": 20}, "too_many_days"),
    ],
)
def test_a_series_that_makes_no_sense_is_refused(facts, code, draft, secretary, refused):
    assert refused(repeat, draft, secretary, **facts) == code


def test_a_series_begins_from_a_draft(activity, secretary, refused):
    assert refused(repeat, activity, secretary) == "wrong_state"


def test_a_series_is_not_repeated(series, secretary, refused):
    assert refused(repeat, days(series)[1], secretary) == "in_a_series"


def test_what_has_no_shift_does_not_come_back(commune_union, details, secretary, refused):
    assert refused(repeat, create(commune_union, details(), secretary), secretary) == "no_shifts"


def test_only_one_day_comes_back(commune_union, details, secretary, refused):
    assert refused(repeat, create(commune_union, details(), secretary, plan(noon(3)), plan(noon(4))), secretary) == "many_days"


def test_what_stands_alone_is_not_stopped(activity, secretary, refused):
    assert refused(actions.stop_series, activity, reason="Thôi", by=secretary) == "no_series"


def test_the_desk_shows_the_days_and_makes_them(draft, sign_in, secretary):
    client, address = sign_in(secretary), f"/ban-lam-viec/hoat-dong/{draft.pk}/lap-lai/"
    asked = {"weekdays": FIRST.weekday(), "every": 1, "until": f"{FIRST + timedelta(weeks=2):%Y-%m-%d}"}
    shown = client.get(address, asked).content.decode()
    assert shown.count('name="days"') == 2
    kept = f"{FIRST + timedelta(weeks=1):%Y-%m-%d}"
    sent = client.post(address, asked | {"days": [kept], "request_id": str(uuid4())})
    assert (sent.status_code, Activity.objects.count()) == (302, 2)
