"""Who sees, manages and decides on which activity, as a table."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import override_settings

from aoxanh.activities import policies
from aoxanh.activities.models import Activity
from tests.cast import grant, make_activity, make_signup

Status = Activity.Status
PRIVATE = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.WITHDRAWN)
WHO = ("nobody", "secretary", "focal_point", "coordinator", "inspector", "outsider", "volunteer")


@pytest.fixture
def people(secretary, focal_point, coordinator, inspector, outsider, volunteer):
    cast = {
        "secretary": secretary,
        "focal_point": focal_point,
        "coordinator": coordinator,
        "inspector": inspector,
        "outsider": outsider,
        "volunteer": volunteer,
    }
    return cast | {"nobody": AnonymousUser()}


def those_who(policy, people, activity):
    return {name for name in WHO if policy(people[name]).filter(pk=activity.pk).exists()}


@pytest.mark.parametrize("status", Activity.PUBLIC)
def test_everyone_sees_what_is_public(status, commune_union, people):
    activity = make_activity(commune_union, people["secretary"], status=status)
    assert those_who(policies.visible_activities, people, activity) == set(WHO)


@pytest.mark.parametrize("status", PRIVATE)
def test_only_its_unit_and_those_above_see_what_is_not_public(status, commune_union, people):
    activity = make_activity(commune_union, people["secretary"], status=status)
    assert those_who(policies.visible_activities, people, activity) == {"secretary", "coordinator", "inspector"}


@pytest.mark.parametrize("status", Status)
def test_the_desk_shows_names_only_to_its_unit_and_those_above(status, commune_union, people):
    activity = make_activity(commune_union, people["secretary"], status=status)
    assert those_who(policies.readable_activities, people, activity) == {"secretary", "coordinator", "inspector"}


@pytest.mark.parametrize("status", Status)
def test_only_its_unit_manages(status, commune_union, people):
    activity = make_activity(commune_union, people["secretary"], status=status)
    assert those_who(policies.manageable_activities, people, activity) == {"secretary"}


@pytest.mark.parametrize("status", Status)
def test_only_the_coordinator_decides_and_only_on_what_was_submitted(status, commune_union, people):
    activity = make_activity(commune_union, people["secretary"], status=status)
    expected = {"coordinator"} if status == Status.SUBMITTED else set()
    assert those_who(policies.approvable_activities, people, activity) == expected
    assert policies.may_approve(people["coordinator"], activity) == bool(expected)


def test_a_unit_never_decides_on_its_own(provincial_union, secretary, coordinator):
    activity = make_activity(provincial_union, secretary, status=Status.SUBMITTED)
    assert not policies.may_approve(coordinator, activity)


def test_a_unit_decides_on_its_own_where_the_rules_name_its_kind(provincial_union, secretary, coordinator):
    activity = make_activity(provincial_union, secretary, status=Status.SUBMITTED)
    with override_settings(SELF_APPROVING_UNIT_KINDS=("provincial_union",)):
        assert policies.may_approve(coordinator, activity)


def test_nobody_decides_on_what_they_wrote(commune_union, coordinator):
    grant(coordinator, "organiser", commune_union)
    activity = make_activity(commune_union, coordinator, status=Status.SUBMITTED)
    assert not policies.may_approve(coordinator, activity)


def test_a_grant_that_ended_opens_nothing(activity, secretary):
    activity.status = Status.DRAFT
    activity.save()
    secretary.grants.update(during="[2020-01-01,2021-01-01)")
    assert not policies.visible_activities(secretary).exists()


def test_people_see_only_their_own_signups(shift, volunteer, other_volunteer):
    own = make_signup(shift, volunteer)
    make_signup(shift, other_volunteer)
    assert list(policies.own_signups(volunteer)) == [own]
    assert not policies.own_signups(AnonymousUser()).exists()
