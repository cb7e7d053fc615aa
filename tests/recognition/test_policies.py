import pytest
from django.contrib.auth.models import AnonymousUser

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.recognition import policies
from aoxanh.recognition.models import Certificate
from aoxanh.records.models import Record

pytestmark = pytest.mark.django_db

WHO = ["secretary", "coordinator", "inspector", "focal_point", "outsider", "volunteer"]


@pytest.mark.parametrize(
    ("who", "reads", "issues"),
    [
        ("secretary", True, True),
        ("coordinator", True, False),
        ("inspector", True, False),
        ("focal_point", False, False),
        ("outsider", False, False),
    ],
)
def test_who_reads_and_who_issues(request: pytest.FixtureRequest, done: Activity, who: str, reads: bool, issues: bool) -> None:
    user: User = request.getfixturevalue(who)
    found = (policies.readable_activities(user).exists(), policies.issuable_activities(user).exists(), policies.may_issue(user, done))
    assert found == (reads, issues, issues)


def test_only_recorded_activities_are_issuable(done: Activity, secretary: User) -> None:
    Record.objects.update(published_at=None)
    assert (policies.issuable_activities(secretary).count(), policies.issuing_activities(secretary).count()) == (0, 1)


def test_a_certificate_is_seen_by_its_holder_and_those_who_read_in_the_unit(
    request: pytest.FixtureRequest, certificate: Certificate
) -> None:
    seen = {who: policies.visible_certificates(request.getfixturevalue(who)).filter(pk=certificate.pk).exists() for who in WHO}
    assert seen == {
        "secretary": True,
        "coordinator": True,
        "inspector": True,
        "focal_point": False,
        "outsider": False,
        "volunteer": True,
    }


def test_another_volunteer_and_a_stranger_see_none(certificate: Certificate, other_volunteer: User) -> None:
    assert [policies.visible_certificates(user).count() for user in (other_volunteer, AnonymousUser())] == [0, 0]
    assert [policies.readable_activities(user).count() for user in (other_volunteer, AnonymousUser())] == [0, 0]
