"""Numbers under real commits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.notices.models import Message
from aoxanh.recognition.actions import issue_for_activity
from aoxanh.recognition.models import Certificate
from tests.cast import make_activity, make_area, make_signup, make_unit, make_user, noon
from tests.recognition.conftest import appoint, note_hours, publish


@pytest.fixture
def crowd(committed_db: str) -> tuple[list[Activity], User]:
    """Two recorded activities of one unit, six people in each."""
    area = make_area("06505", "Xã Vạn Linh", "Xã", 21.6, 106.4, make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.7, 106.7))
    unit, officer = make_unit("commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", area), make_user("a@example.vn", "Đinh Thùy Dương")
    appoint(unit, officer)
    people = [make_user(f"nguoi{n}@example.vn", f"Vi Thị Hạnh {n}") for n in range(6)]
    activities = [make_activity(unit, officer, shifts=[(noon(-2), noon(-2) + timedelta(hours=4), 9)]) for _ in range(2)]
    for activity in activities:
        publish(activity, officer)
        for user in people:
            note_hours(make_signup(activity.shifts.get(), user), officer)
    return activities, officer


def test_officers_who_issue_at_once_share_no_number_and_leave_no_gap(crowd: tuple[list[Activity], User]) -> None:
    activities, officer = crowd

    def issue(turn: int) -> int:
        try:
            return len(issue_for_activity(activities[turn % 2], by=officer, issued_on=today()))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(issue, range(6))) == 12
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 13))
    assert Message.objects.count() == 12


def test_an_issue_that_is_rolled_back_leaves_no_gap(crowd: tuple[list[Activity], User]) -> None:
    (activity, other), officer = crowd
    with pytest.raises(RuntimeError), transaction.atomic():
        issue_for_activity(activity, by=officer, issued_on=today())
        raise RuntimeError
    assert [c.number for c in issue_for_activity(other, by=officer, issued_on=today())] == [1, 2, 3, 4, 5, 6]
