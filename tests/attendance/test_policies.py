import pytest

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance import policies

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
