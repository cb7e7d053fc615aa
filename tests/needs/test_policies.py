import pytest
from django.contrib.auth.models import AnonymousUser

from aoxanh.kit.dates import during, today
from aoxanh.needs import policies
from aoxanh.needs.models import Need


@pytest.mark.parametrize(
    ("who", "sees", "manages"),
    [
        ("focal_point", True, True),
        ("secretary", True, True),
        ("coordinator", True, True),
        ("inspector", True, False),
        ("outsider", False, False),
        ("volunteer", False, False),
    ],
)
def test_who_sees_and_who_keeps_a_need(request, need, who, sees, manages):
    user = request.getfixturevalue(who)
    assert list(policies.visible_needs(user)) == ([need] if sees else [])
    assert policies.may_manage(user, need) == manages


def test_who_is_signed_out_sees_nothing_at_the_desk(need):
    assert list(policies.visible_needs(AnonymousUser())) == []
    assert list(policies.publishable_units(AnonymousUser())) == []


def test_a_focal_point_publishes_for_the_own_unit_only(focal_point, commune_union, neighbour_union):
    assert list(policies.publishable_units(focal_point)) == [commune_union]
    assert (policies.may_publish(focal_point, commune_union), policies.may_publish(focal_point, neighbour_union)) == (True, False)


def test_a_coordinator_publishes_for_every_unit_below(coordinator, provincial_union, commune_union, neighbour_union):
    assert set(policies.publishable_units(coordinator)) == {provincial_union, commune_union, neighbour_union}


def test_a_unit_that_ended_publishes_nothing(focal_point, commune_union):
    commune_union.during = during(None, today())
    commune_union.save()
    assert list(policies.publishable_units(focal_point)) == []


def test_visible_needs_stay_a_query(focal_point, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert policies.visible_needs(focal_point).model is Need
