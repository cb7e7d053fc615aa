"""Who may do what: the one table. A grant gives a role in a unit (or its subtree) for a period.

A row is a permission with what it means and the roles that have it; a new permission is one new row. Being a volunteer or a guardian needs
no grant. An inspector has what ends in `.read`, and nothing else.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUP, ORGANISER, FOCAL, ADMIN, COORDINATOR = "group_leader", "organiser", "focal_point", "unit_administrator", "coordinator"
TRAINER, INSPECTOR, EDITOR, DATA, FINANCE, SYSTEM = (
    "trainer",
    "inspector",
    "editor",
    "data_officer",
    "finance_officer",
    "system_administrator",
)

NAMES: dict[str, tuple[Promise, Promise]] = {
    GROUP: (_("Group leader"), _("Follows the needs and activities in which the group takes part.")),
    FOCAL: (_("Focal point"), _("Publishes the unit's needs and keeps them true.")),
    ORGANISER: (_("Organiser"), _("Makes activities, takes attendance, records results.")),
    ADMIN: (_("Unit administrator"), _("Does everything for the unit, save deciding on its activities.")),
    COORDINATOR: (_("Coordinator"), _("Decides on the activities of the units below and follows the plan.")),
    TRAINER: (_("Trainer"), _("Sees the units for which a class is held.")),
    INSPECTOR: (_("Inspector"), _("Reads everything, changes nothing.")),
    EDITOR: (_("Editor"), _("Reads needs and results, to write about them.")),
    DATA: (_("Data officer"), _("Answers requests about personal data; sees sensitive fields, each reading noted.")),
    FINANCE: (_("Finance officer"), _("Reads results and figures, to account for money.")),
    SYSTEM: (_("System administrator"), _("Keeps the tree of units, officers and grants in order.")),
}

EVERYONE = tuple(NAMES)
READERS = (ORGANISER, ADMIN, COORDINATOR, INSPECTOR)

TABLE: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "desk.enter": (_("Enter the desk"), EVERYONE),
    "units.read": (_("Read units and their officers"), EVERYONE),
    "units.manage": (_("Change units and posts"), (ADMIN, COORDINATOR, SYSTEM)),
    "units.import": (_("Import units from a list"), (COORDINATOR, SYSTEM)),
    "units.reorganise": (_("Reorganise units"), (COORDINATOR, SYSTEM)),
    "officers.manage": (_("Appoint officers and end their terms"), (ADMIN, COORDINATOR, SYSTEM)),
    "grants.manage": (_("Give and withdraw grants"), (ADMIN, COORDINATOR, SYSTEM)),
    "audit.read": (_("Read the log"), (ADMIN, COORDINATOR, INSPECTOR, DATA, SYSTEM)),
    "people.read": (_("Read people"), (*READERS, DATA)),
    "people.manage": (_("Change people"), (ADMIN, COORDINATOR)),
    "people.duplicates": (_("Merge people entered twice"), (ADMIN, COORDINATOR, DATA)),
    "people.import": (_("Import people from a list"), (ADMIN, COORDINATOR)),
    "people.export": (_("Export people to a list"), (ADMIN, COORDINATOR)),
    "people.sensitive": (_("Read sensitive personal data"), (DATA,)),
    "people.data_requests": (_("Answer requests about personal data"), (DATA,)),
    "guardians.manage": (_("Invite and confirm guardians"), (ADMIN, COORDINATOR)),
    "needs.read": (_("Read needs"), (*READERS, FOCAL, GROUP, EDITOR)),
    "needs.publish": (_("Publish needs and keep them true"), (FOCAL, ADMIN, COORDINATOR)),
    "activities.read": (_("Read activities, with who signed up"), (*READERS, GROUP)),
    "activities.manage": (_("Make activities"), (ORGANISER, ADMIN)),
    "activities.approve": (_("Decide on activities of units below"), (COORDINATOR,)),
    "campaigns.manage": (_("Lead campaigns and teams"), (ADMIN, COORDINATOR)),
    "incidents.read": (_("Read reports of incidents"), READERS),
    "incidents.handle": (_("Deal with incidents"), (ORGANISER, ADMIN, COORDINATOR)),
    "matching.read": (_("Read proposals of who goes where"), (ADMIN, COORDINATOR, INSPECTOR)),
    "matching.manage": (_("Coordinate who goes where"), (ADMIN, COORDINATOR)),
    "attendance.read": (_("Read attendance"), READERS),
    "attendance.take": (_("Take attendance"), (ORGANISER, ADMIN)),
    "hours.rules": (_("Make rules by which hours count"), (ADMIN, COORDINATOR)),
    "hours.verify": (_("Verify corrections and reported hours"), (ADMIN, COORDINATOR)),
    "records.read": (_("Read results"), (*READERS, EDITOR, FINANCE)),
    "records.write": (_("Record results"), (ORGANISER, ADMIN)),
    "records.reopen": (_("Open published results again, to correct them"), (ADMIN, COORDINATOR)),
    "work.declare": (_("Declare work that was not on the portal"), (ORGANISER, ADMIN)),
    "certificates.read": (_("Read certificates"), READERS),
    "certificates.issue": (_("Issue certificates"), (ORGANISER, ADMIN)),
    "certificates.templates": (_("Write forms of certificates"), (ORGANISER, ADMIN, COORDINATOR)),
    "certificates.approve": (_("Approve forms of certificates"), (ADMIN, COORDINATOR)),
    "certificates.revoke": (_("Revoke and correct certificates"), (ADMIN,)),
    "keys.manage": (_("Enter and retire the keys that sign"), (ADMIN, SYSTEM)),
    "honour.manage": (_("Keep boards of honour"), (ADMIN, COORDINATOR)),
    "indicators.read": (_("Read the figures of plans"), (*READERS, FINANCE)),
}


@dataclass(frozen=True)
class Role:
    """A role with its name, what it is for in a sentence, and what it permits in the units it is granted for."""

    label: Promise
    purpose: Promise
    permits: frozenset[str]


ROLES: dict[str, Role] = {
    code: Role(label, purpose, frozenset(permission for permission, (_label, holders) in TABLE.items() if code in holders))
    for code, (label, purpose) in NAMES.items()
}


def roles_with(permission: str) -> list[str]:
    """Codes of the roles that permit it."""
    return list(TABLE[permission][1])


def administrative(role: str) -> bool:
    """Whether the role gives grants: a unit keeps at least one holder of such a role."""
    return "grants.manage" in ROLES[role].permits
