"""Asking for results: each time once, the unit first, then the unit above."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.notices.models import Message
from aoxanh.records import actions
from aoxanh.records.models import Reminder
from aoxanh.records.queries.reminding import due, stage_on
from tests.cast import make_activity, noon

pytestmark = pytest.mark.django_db
type SignIn = Callable[[User], Client]


def ended(unit, by: User, days: int) -> Activity:
    return make_activity(unit, by, shifts=[(noon(-days), noon(-days) + timedelta(hours=2), 5)])


def at_noon() -> datetime:
    return noon()


def stages(activity: Activity) -> list[tuple[int, str]]:
    return list(Reminder.objects.filter(activity=activity).order_by("stage", "level", "id").values_list("stage", "level"))


@pytest.mark.parametrize(("days", "stage"), [(2, None), (3, 1), (6, 1), (7, 2), (15, 3), (16, 4), (23, 5), (37, 7), (400, 7)])
def test_there_are_seven_times_of_asking(commune_union, secretary: User, days: int, stage: int | None):
    found = stage_on(ended(commune_union, secretary, days), today())
    assert (found and found[0]) == stage


def test_the_unit_is_reminded_once_each_time(commune_union, secretary: User, coordinator: User):
    activity = ended(commune_union, secretary, 3)
    assert [actions.remind(at_noon()) for _ in range(2)] == [1, 0]
    assert stages(activity) == [(1, "unit")]
    assert [letter.user for letter in Message.objects.filter(key__startswith="records.reminded:")] == [secretary]
    assert Line.objects.filter(verb="records.reminded", subject_id=activity.pk).count() == 1
    assert [actions.remind(at_noon() + timedelta(days=days)) for days in (1, 4, 5)] == [0, 1, 0]


def test_what_is_late_is_told_above(commune_union, secretary: User, coordinator: User):
    activity = ended(commune_union, secretary, 16)
    actions.remind(at_noon())
    assert stages(activity) == [(4, "above"), (4, "unit")]
    letter = Message.objects.get(key__startswith="records.reminded:", user=coordinator)
    assert "Đoàn xã Vạn Linh" in letter.body


def test_missed_times_are_not_made_up_one_by_one(commune_union, secretary: User, coordinator: User):
    activity = ended(commune_union, secretary, 400)
    assert [actions.remind(at_noon() + timedelta(days=days)) for days in (0, 1, 30)] == [1, 0, 0]
    assert {stage for stage, _level in stages(activity)} == {7}


def test_by_night_nobody_is_asked(commune_union, secretary: User):
    ended(commune_union, secretary, 3)
    assert actions.remind(noon() + timedelta(hours=11)) == 0


def test_one_letter_a_day_holds_all(commune_union, secretary: User):
    for _ in range(3):
        ended(commune_union, secretary, 4)
    assert actions.remind(at_noon()) == 3
    letter = Message.objects.get(key__startswith="records.reminded:")
    assert letter.subject.startswith("3 hoạt động")


def test_what_is_recorded_is_asked_no_more(attended: Activity, secretary: User):
    actions.write_record(attended, outcome="Xong.", by=secretary)
    actions.publish_record(attended, by=secretary)
    assert due(today() + timedelta(days=60)) == []


def test_asking_takes_as_many_queries_for_one_as_for_many(commune_union, secretary: User, coordinator: User):
    def asked() -> int:
        Reminder.objects.all().delete()
        Message.objects.all().delete()
        with CaptureQueriesContext(connection) as run:
            actions.remind(at_noon())
        return len(run)

    ended(commune_union, secretary, 16)
    one = asked()
    for _ in range(4):
        ended(commune_union, secretary, 16)
    assert asked() == one


def test_the_list_says_who_was_reminded(sign_in: SignIn, commune_union, secretary: User, coordinator: User):
    ended(commune_union, secretary, 16)
    actions.remind(at_noon())
    page = sign_in(coordinator).get(reverse("records:list")).text
    assert f"đã nhắc {today():%d/%m}" in page
    assert f"đã báo cấp trên {today():%d/%m}" in page


@given(st.integers(min_value=0, max_value=60))
def test_the_times_of_asking_never_go_back(days: int):
    activity = Activity(ends_at=timezone.make_aware(datetime(2026, 3, 2, 17)))
    first = activity.ends_at.date()  # type: ignore[union-attr]
    now, then = (stage_on(activity, first + timedelta(days=number)) or (0, False) for number in (days, days + 1))
    assert now <= then
