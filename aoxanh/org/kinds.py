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


KINDS: dict[str, UnitKind] = {
    kind.code: kind
    for kind in (
        _kind("central_union", _("Central Union"), "national", committee=True),
        _kind("provincial_union", _("Provincial union"), "province", "central_union", committee=True),
        _kind("district_union", _("District union"), "district", "provincial_union", committee=True),
        _kind("commune_union", _("Commune union"), "commune", "district_union", "provincial_union", committee=True),
        _kind("affiliated_union", _("Affiliated union"), "commune", "district_union", "provincial_union", committee=True),
        _kind("school", _("School"), "commune", "district_union", "provincial_union", "commune_union", committee=True),
        _kind(
            "vocational_centre", _("Vocational centre"), "commune", "district_union", "provincial_union", "commune_union", committee=True
        ),
        _kind("peoples_committee", _("People's Committee"), "province"),
        _kind("department", _("Department"), "province", "peoples_committee"),
        _kind("fatherland_front", _("Fatherland Front"), "province"),
    )
}


def may_stand_under(child: str, parent: str) -> bool:
    """Whether a unit of kind `child` may stand under one of kind `parent`."""
    return parent in KINDS[child].under
