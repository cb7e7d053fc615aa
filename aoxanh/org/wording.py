"""Numbers of units in words: "65 xã, phường", "20 Đoàn xã, thị trấn"."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.org.kinds import KINDS

AREA_KINDS = ("Tỉnh", "Quận", "Huyện", "Thị xã", "Thành phố", "Xã", "Phường", "Thị trấn", "Đặc khu")
LEVELS = {"provincial_union", "district_union", "commune_union"}


@dataclass(frozen=True)
class Share:
    """How many units of one kind there are, and of which kinds their areas are."""

    kind: str
    count: int
    area_kinds: tuple[str, ...]


def ordered_kinds(names: Iterable[str]) -> tuple[str, ...]:
    """Kinds of areas in the order in which they are said."""
    given = set(names)
    return tuple(name for name in AREA_KINDS if name in given)


def counted(shares: Iterable[Share]) -> str:
    """ "65 xã, phường · 3 trường học"; nothing when there is nothing."""
    return " · ".join(f"{number(share.count)} {noun(share)}" for share in shares)


def number(count: int) -> str:
    return number_format(count, force_grouping=True)


def noun(share: Share) -> str:
    """Committees of a level are counted by their areas, others by their kind."""
    if share.kind in LEVELS and share.area_kinds:
        return places(share.area_kinds)
    return lower_first(str(KINDS[share.kind].label)) if share.kind in KINDS else share.kind


def places(area_kinds: Iterable[str]) -> str:
    """ "xã, thị trấn"."""
    return ", ".join(name.lower() for name in ordered_kinds(area_kinds))


def committees(kind: str, area_kinds: Iterable[str], count: int) -> str:
    """ "20 Đoàn xã, thị trấn", "2 Tỉnh đoàn"."""
    words = places(area_kinds)
    if kind == "commune_union" and words:
        return _("%(count)s unions of %(places)s") % {"count": number(count), "places": words}
    return f"{number(count)} {KINDS[kind].label}" if kind in KINDS else units(count)


def units(count: int) -> str:
    return ngettext("%(count)s unit", "%(count)s units", count) % {"count": number(count)}


def lower_first(text: str) -> str:
    """Within a sentence; "Đoàn" keeps its capital."""
    return text if text.startswith("Đoàn") else text[:1].lower() + text[1:]
