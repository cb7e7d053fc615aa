"""Who may do what: the one table. A grant gives a role in a unit (or its subtree) for a period."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A role with its name and what it permits in the units it is granted for."""

    label: Promise
    permits: frozenset[str]


def _role(label: Promise, *permits: str) -> Role:
    return Role(label, frozenset(permits))


READS = ("units.read", "needs.read", "activities.read", "attendance.read", "records.read", "certificates.read", "indicators.read")

ROLES: dict[str, Role] = {
    "focal_point": _role(_("Focal point"), "desk.enter", "units.read", "needs.read", "needs.publish"),
    "organiser": _role(
        _("Organiser"), "desk.enter", *READS, "activities.manage", "attendance.take", "records.write", "work.declare", "certificates.issue"
    ),
    "unit_administrator": _role(
        _("Unit administrator"),
        "desk.enter",
        *READS,
        "needs.publish",
        "activities.manage",
        "attendance.take",
        "records.write",
        "work.declare",
        "certificates.issue",
    ),
    "coordinator": _role(_("Coordinator"), "desk.enter", *READS, "needs.publish", "activities.approve"),
    "inspector": _role(_("Inspector"), "desk.enter", *READS),
}


def roles_with(permission: str) -> list[str]:
    """Codes of the roles that permit it."""
    return [code for code, role in ROLES.items() if permission in role.permits]
