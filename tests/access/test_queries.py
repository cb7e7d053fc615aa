from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from aoxanh.access.actions import give, withdraw
from aoxanh.access.models import Scope
from aoxanh.access.queries import may, permissions, permitted_ids, permitted_units
from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Succession, Unit
from tests.cast import BEGINNING, REORGANISED, make_unit

EVERYWHERE = ["needs.publish", "activities.manage", "activities.approve", "attendance.take", "records.write", "certificates.issue"]


@pytest.mark.parametrize("permission", EVERYWHERE)
def test_an_inspector_reads_and_changes_nothing(inspector: User, permission: str) -> None:
    assert list(permitted_units(inspector, permission, on=today())) == []


def test_the_coordinator_approves_in_the_whole_province(
    coordinator: User, provincial_union: Unit, commune_union: Unit, neighbour_union: Unit
) -> None:
    found = set(permitted_units(coordinator, "activities.approve", on=today()))
    assert found == {provincial_union, commune_union, neighbour_union}


def test_the_secretary_manages_her_own_unit_only(secretary: User, commune_union: Unit, neighbour_union: Unit) -> None:
    assert list(permitted_units(secretary, "activities.manage", on=today())) == [commune_union]
    assert not may(secretary, "activities.manage", neighbour_union.pk, on=today())


def test_nobody_who_is_signed_out_may_do_anything(commune_union: Unit) -> None:
    assert list(permitted_units(AnonymousUser(), "activities.read", on=today())) == []
    assert permissions(AnonymousUser(), on=today()) == frozenset()


def test_a_grant_holds_for_its_period(volunteer: User, commune_union: Unit) -> None:
    grant = give(volunteer, role="organiser", unit=commune_union, scope=Scope.UNIT, since=date(2026, 1, 1), until=date(2026, 2, 1), by=None)
    held = [
        may(volunteer, "activities.manage", commune_union.pk, on=day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 1))
    ]
    assert held == [False, True, False]
    assert Line.objects.get(subject_id=grant.pk).verb == "access.given"


def test_a_withdrawn_grant_no_longer_holds_from_its_day(volunteer: User, commune_union: Unit, secretary: User) -> None:
    grant = give(volunteer, role="organiser", unit=commune_union, scope=Scope.UNIT, since=date(2026, 1, 1), by=None)
    withdraw(grant, on=date(2026, 3, 1), by=secretary, reason="Hết nhiệm kỳ")
    held = [may(volunteer, "activities.manage", commune_union.pk, on=day) for day in (date(2026, 2, 28), date(2026, 3, 1))]
    assert held == [True, False]
    assert Line.objects.filter(subject_id=grant.pk, verb="access.withdrawn").get().details == {
        "before": None,
        "after": "2026-03-01",
        "reason": "Hết nhiệm kỳ",
    }


def test_an_unknown_role_cannot_be_given(volunteer: User, commune_union: Unit) -> None:
    with pytest.raises(KeyError):
        give(volunteer, role="king", unit=commune_union, scope=Scope.UNIT, since=today(), by=None)


def test_what_a_unit_left_is_carried_on_by_who_runs_its_main_successor(
    provincial_union: Unit, commune_union: Unit, neighbour_union: Unit, secretary: User, outsider: User, coordinator: User
) -> None:
    old = make_unit("commune_union", "DX-06520", "Đoàn xã Y Tịch", "ĐTN-YT", commune_union.area)
    Unit.objects.filter(pk=old.pk).update(during=during(BEGINNING, REORGANISED))
    Succession.objects.create(predecessor=old, successor=commune_union, on=REORGANISED, share="part_default")
    Succession.objects.create(predecessor=old, successor=neighbour_union, on=REORGANISED, share="part")
    assert {user: may(user, "activities.read", old.pk, on=today()) for user in (secretary, outsider, coordinator)} == {
        secretary: True,
        outsider: False,
        coordinator: True,
    }
    assert not may(secretary, "activities.read", old.pk, on=REORGANISED - timedelta(days=1))
    standing = Unit.objects.filter(pk__in=permitted_ids(secretary, "activities.read", on=today(), former=False))
    assert set(standing) == {commune_union}
