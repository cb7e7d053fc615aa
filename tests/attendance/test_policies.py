from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.actions import safety
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance import policies
from aoxanh.attendance.rules import arrival_of, leaving_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "may"),
    [("secretary", True), ("focal_point", False), ("coordinator", False), ("inspector", False), ("outsider", False), ("volunteer", False)],
)
def test_attendance_is_taken_by_who_organises(request: pytest.FixtureRequest, shift: Shift, name: str, may: bool):
    user: User = request.getfixturevalue(name)
    assert policies.takeable_shifts(user).filter(pk=shift.pk).exists() is may


@pytest.mark.parametrize(
    ("name", "may"),
    [("secretary", True), ("focal_point", False), ("coordinator", True), ("inspector", True), ("outsider", False), ("volunteer", False)],
)
def test_attendance_is_read_by_who_is_above_or_inspects(request: pytest.FixtureRequest, morning: Activity, name: str, may: bool):
    user: User = request.getfixturevalue(name)
    assert policies.readable_activities(user).filter(pk=morning.pk).exists() is may


def test_a_draft_has_no_attendance(shift: Shift, morning: Activity, secretary: User):
    Activity.objects.update(status="draft")
    assert not policies.takeable_shifts(secretary).exists()


def test_passes_are_read_only_at_ones_own_shift(signup: Signup, shift: Shift, secretary: User, outsider: User):
    assert list(policies.passes_at(secretary, shift.pk)) == [signup]
    assert list(policies.passes_at(outsider, shift.pk)) == []


def facts(signup: Signup) -> list[object]:
    check_in = arrival_of(signup)
    own = [signup.pk, signup.status, signup.outcome, signup.code, signup.person.full_name, signup.person.birth_date]
    own += [signup.arrived, signup.consented, signup.unread]  # type: ignore[attr-defined]
    shift = [signup.shift.pk, signup.shift.label, signup.shift.hours, signup.shift.places]
    work = [signup.shift.activity.pk, signup.shift.activity.title, signup.shift.activity.status, signup.shift.activity.unit_id]
    seen = [(row.pk, row.scan_id, row.at, row.by_id) for row in (check_in, leaving_of(signup)) if row]
    return [*own, *shift, *work, *seen, check_in and check_in.device_at]


@pytest.mark.parametrize("steps", [[], ["arrive"], ["arrive", "leave"]])
def test_the_quick_read_gives_what_the_plain_one_gives(
    request: pytest.FixtureRequest, django_assert_num_queries, signup: Signup, shift: Shift, secretary: User, steps: list[str]
):
    for step in steps:
        request.getfixturevalue(step)(signup)
    plain = policies.passes_at(secretary, shift.pk).get(code=signup.code)
    with django_assert_num_queries(1):
        quick = policies.pass_at(secretary, shift.pk, key="code", value=signup.code)
        assert quick is not None
        assert facts(quick) == facts(plain)
    assert policies.pass_at(secretary, shift.pk, key="id", value=signup.pk) == signup


def test_the_quick_read_finds_nothing_for_others(signup: Signup, shift: Shift, morning: Activity, secretary: User, outsider: User):
    assert policies.pass_at(outsider, shift.pk, key="code", value=signup.code) is None
    Activity.objects.update(status="draft")
    assert policies.pass_at(secretary, shift.pk, key="code", value=signup.code) is None


@pytest.mark.parametrize("version", [None, 1, 2])
def test_both_reads_know_who_has_not_read_the_briefing(signup: Signup, shift: Shift, secretary: User, version: int | None):
    """Of two versions the later one counts."""
    for number in (1, 2):
        safety.write_briefing(shift.activity, text=f"Đội mũ. {number}", by=secretary)
        if version == number:
            safety.read_briefing(signup, version=number)
    quick = policies.pass_at(secretary, shift.pk, key="code", value=signup.code)
    plain = policies.passes_at(secretary, shift.pk).get(code=signup.code)
    assert quick is not None
    assert (quick.unread, plain.unread) == (version != 2, version != 2)  # type: ignore[attr-defined]


def test_whoever_has_not_read_comes_in_and_is_told(signup: Signup, shift: Shift, secretary: User, sign_in):
    Shift.objects.update(starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=2))
    safety.write_briefing(shift.activity, text="Đội mũ.", by=secretary)
    answer = sign_in(secretary).post(f"/ban-lam-viec/diem-danh/{shift.pk}/den/", {"scan_id": str(uuid4()), "code": signup.code})
    assert (answer.status_code, "Chưa đọc phổ biến an toàn: phổ biến ngay." in answer.content.decode()) == (200, True)
