import pytest

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.records import policies

pytestmark = pytest.mark.django_db

CAST = ["secretary", "coordinator", "inspector", "focal_point", "outsider", "volunteer"]


def allowed(request: pytest.FixtureRequest, reach: object, activity: Activity) -> set[str]:
    return {name for name in CAST if reach(request.getfixturevalue(name)).filter(pk=activity.pk).exists()}  # type: ignore[operator]


def test_records_are_written_by_who_organises(request: pytest.FixtureRequest, yesterday: Activity):
    assert allowed(request, policies.recordable_activities, yesterday) == {"secretary"}


def test_records_are_followed_by_who_is_above_or_inspects(request: pytest.FixtureRequest, yesterday: Activity):
    assert allowed(request, policies.readable_activities, yesterday) == {"secretary", "coordinator", "inspector"}


def test_work_is_declared_by_who_organises(request: pytest.FixtureRequest, commune_union):
    may = {name for name in CAST if policies.declaring_units(request.getfixturevalue(name)).filter(pk=commune_union.pk).exists()}
    assert may == {"secretary"}


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "cancelled", "withdrawn"])
def test_what_people_could_not_join_is_not_recorded(yesterday: Activity, secretary: User, status: str):
    Activity.objects.update(status=status)
    assert not policies.recordable_activities(secretary).exists()
