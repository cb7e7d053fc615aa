"""Role × permission × scope, as a table."""

import pytest

from aoxanh.access.models import Scope
from aoxanh.access.queries import permitted_units
from aoxanh.access.roles import ROLES
from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from tests.cast import grant

ROLE_NAMES = ("focal_point", "organiser", "unit_administrator", "coordinator", "inspector")
TABLE = """
desk.enter          focal_point organiser unit_administrator coordinator inspector
units.read          focal_point organiser unit_administrator coordinator inspector
needs.read          focal_point organiser unit_administrator coordinator inspector
activities.read     .           organiser unit_administrator coordinator inspector
attendance.read     .           organiser unit_administrator coordinator inspector
records.read        .           organiser unit_administrator coordinator inspector
certificates.read   .           organiser unit_administrator coordinator inspector
indicators.read     .           organiser unit_administrator coordinator inspector
needs.publish       focal_point .         unit_administrator coordinator .
activities.manage   .           organiser unit_administrator .           .
activities.approve  .           .         .                  coordinator .
attendance.take     .           organiser unit_administrator .           .
records.write       .           organiser unit_administrator .           .
work.declare        .           organiser unit_administrator .           .
certificates.issue  .           organiser unit_administrator .           .
"""
ROWS = {words[0]: [name for name in words[1:] if name != "."] for words in map(str.split, TABLE.strip().splitlines())}


def test_the_table_is_the_whole_truth() -> None:
    assert {name: {permission for permission, names in ROWS.items() if name in names} for name in ROLE_NAMES} == {
        name: set(role.permits) for name, role in ROLES.items()
    }


@pytest.mark.parametrize("permission", ROWS)
@pytest.mark.parametrize("role", ROLE_NAMES)
def test_a_role_permits_in_its_scope_and_nowhere_else(
    role: str, permission: str, volunteer: User, other_volunteer: User, provincial_union: Unit, commune_union: Unit, neighbour_union: Unit
) -> None:
    grant(volunteer, role, provincial_union, Scope.SUBTREE)
    grant(other_volunteer, role, commune_union, Scope.UNIT)
    everywhere, one = (set(permitted_units(user, permission, on=today())) for user in (volunteer, other_volunteer))
    permits = role in ROWS[permission]
    assert everywhere == ({provincial_union, commune_union, neighbour_union} if permits else set())
    assert one == ({commune_union} if permits else set())
