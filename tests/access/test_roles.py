"""Role × permission × scope, as a table."""

import pytest

from aoxanh.access.models import Scope
from aoxanh.access.queries import permitted_units
from aoxanh.access.roles import ROLES, TABLE
from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from tests.cast import grant

WRITES = {permission for permission in TABLE if not permission.endswith(".read")} - {"desk.enter"}


def test_every_row_names_roles_that_exist() -> None:
    assert {code for _label, holders in TABLE.values() for code in holders} <= set(ROLES)


def test_every_permission_is_held_by_some_role_and_every_role_enters_the_desk() -> None:
    assert [permission for permission, (_label, holders) in TABLE.items() if not holders] == []
    assert [code for code, role in ROLES.items() if "desk.enter" not in role.permits] == []


def test_an_inspector_has_every_right_to_read_his_kind_of_things_and_none_to_change() -> None:
    assert ROLES["inspector"].permits & WRITES == set()
    assert {permission for permission in TABLE if permission.endswith(".read")} - ROLES["inspector"].permits == set()


def test_sensitive_data_are_for_the_data_officer_alone() -> None:
    assert (TABLE["people.sensitive"][1], TABLE["people.data_requests"][1]) == (("data_officer",), ("data_officer",))


def test_only_those_who_coordinate_approve() -> None:
    assert TABLE["activities.approve"][1] == ("coordinator",)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_permits_in_its_scope_and_nowhere_else(
    role: str, volunteer: User, other_volunteer: User, provincial_union: Unit, commune_union: Unit, neighbour_union: Unit
) -> None:
    grant(volunteer, role, provincial_union, Scope.SUBTREE)
    grant(other_volunteer, role, commune_union, Scope.UNIT)
    found = {
        permission: [set(permitted_units(user, permission, on=today())) for user in (volunteer, other_volunteer)] for permission in TABLE
    }
    held, none = [{provincial_union, commune_union, neighbour_union}, {commune_union}], [set[Unit](), set[Unit]()]
    assert found == {permission: held if role in holders else none for permission, (_label, holders) in TABLE.items()}
