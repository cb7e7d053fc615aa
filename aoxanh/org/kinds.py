"""Kinds of unit as data: how they are called, how high they stand, what they may stand under."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class UnitKind:
    """A kind of unit. `committee` marks *cấp bộ Đoàn, Hội*; `under` lists the kinds it may stand under (empty: it stands alone)."""

    code: str
    label: Promise
    level: str
    under: frozenset[str] = frozenset()
    committee: bool = False


def _kind(code: str, label: Promise, level: str, *under: str, committee: bool = False) -> UnitKind:
    return UnitKind(code, label, level, frozenset(under), committee)


COMMUNE_UNIONS = ("commune_union", "affiliated_union")
UNIONS = ("central_union", "provincial_union", "district_union", *COMMUNE_UNIONS)
FEDERATIONS = ("national_federation", "provincial_federation", "district_federation", "commune_federation")
ASSOCIATIONS = ("national_association", "provincial_association", "school_association")
SCHOOLS = ("school", "university", "vocational_centre")

KINDS: dict[str, UnitKind] = {
    kind.code: kind
    for kind in (
        _kind("central_union", _("Central Union"), "national", committee=True),
        _kind("provincial_union", _("Provincial union"), "province", "central_union", committee=True),
        _kind("district_union", _("District union"), "district", "provincial_union", committee=True),
        _kind("commune_union", _("Commune union"), "commune", "district_union", "provincial_union", committee=True),
        _kind("affiliated_union", _("Affiliated union"), "commune", "district_union", "provincial_union", "central_union", committee=True),
        _kind("branch", _("Branch"), "base", *COMMUNE_UNIONS, *SCHOOLS, "branch", committee=True),
        _kind("national_federation", _("Youth Federation of Viet Nam"), "national", committee=True),
        _kind(
            "provincial_federation",
            _("Provincial Youth Federation"),
            "province",
            "national_federation",
            "provincial_union",
            committee=True,
        ),
        _kind(
            "district_federation",
            _("District Youth Federation"),
            "district",
            "provincial_federation",
            "district_union",
            committee=True,
        ),
        _kind(
            "commune_federation",
            _("Commune Youth Federation"),
            "commune",
            "district_federation",
            "provincial_federation",
            "commune_union",
            committee=True,
        ),
        _kind("national_association", _("Students' Association of Viet Nam"), "national", committee=True),
        _kind(
            "provincial_association",
            _("Provincial Students' Association"),
            "province",
            "national_association",
            "provincial_union",
            committee=True,
        ),
        _kind(
            "school_association",
            _("Students' Association of a school"),
            "commune",
            "provincial_association",
            "university",
            "school",
            committee=True,
        ),
        _kind("school", _("School"), "commune", "district_union", "provincial_union", "commune_union", committee=True),
        _kind("university", _("University or college"), "commune", "central_union", "provincial_union", committee=True),
        _kind(
            "vocational_centre", _("Vocational centre"), "commune", "district_union", "provincial_union", "commune_union", committee=True
        ),
        _kind("group", _("Club, team or group"), "base", *UNIONS, *FEDERATIONS, *ASSOCIATIONS, *SCHOOLS, "branch"),
        _kind("peoples_committee", _("People's Committee"), "province", "peoples_committee"),
        _kind("department", _("Department"), "province", "peoples_committee"),
        _kind("fatherland_front", _("Fatherland Front"), "province", "fatherland_front"),
    )
}


def may_stand_under(child: str, parent: str) -> bool:
    """Whether a unit of kind `child` may stand under one of kind `parent`."""
    return parent in KINDS[child].under
