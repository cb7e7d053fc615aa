"""Which commune a name means: as officers write it, without tones, with or without its kind, today's or one that has ended."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from aoxanh.kit.sheets.cells import CellFault
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.places.models import Area, Level, Share, Succession

SHORT_KINDS = (("tt", "thi tran"), ("tx", "thi xa"), ("tp", "thanh pho"), ("p", "phuong"), ("x", "xa"))
SHORT_KIND = re.compile(r"(tt|tx|tp|p|x)\s*[.]\s*(?=\w)|(tt|tx|tp)\s+(?=\w)")
KIND = re.compile(r"(xa|phuong|thi tran|dac khu|thi xa|thanh pho|tinh|huyen|quan)\s+(?=\D)")
CLOSE = 0.8


@dataclass(frozen=True, slots=True)
class Place:
    """A commune with its province, as far as a list has to know it."""

    id: UUID
    key: str
    code: str
    name: str
    short_name: str
    province_id: UUID
    province: str
    starts: date | None
    ends: date | None

    @property
    def full_name(self) -> str:
        return f"{self.name}, {self.province[:1].lower()}{self.province[1:]}"


def key_of(text: str) -> str:
    """A name compared without tones, its kind in full: "TT. Đồng Mỏ" → "thi tran dong mo"."""
    plain = search_key(text).strip(" .,;")
    return SHORT_KIND.sub(lambda found: dict(SHORT_KINDS)[found[1] or found[2]] + " ", plain, count=1)


def bare(key: str) -> str:
    return KIND.sub("", key, count=1)


class PlaceNames:
    """Every commune by its names, loaded once for a long list. `near` is the province that is meant where none is named."""

    def __init__(self, on: date, near: UUID | None = None) -> None:
        self.on, self.near = on, near
        self.answers: dict[tuple[str, str], UUID | CellFault] = {}

    def find(self, text: str, province: str = "") -> UUID:
        """The commune of today that is meant. Raises CellFault (`area_unknown`, `area_ended`, `area_ambiguous`) with what may be meant."""
        if (text, province) not in self.answers:
            try:
                self.answers[text, province] = self.look_up(text, province)
            except CellFault as fault:
                self.answers[text, province] = fault
        answer = self.answers[text, province]
        if isinstance(answer, CellFault):
            raise answer
        return answer

    @cached_property
    def places(self) -> dict[UUID, Place]:
        found = Area.objects.filter(level=Level.COMMUNE).annotate(
            top=Coalesce("parent__parent_id", "parent_id", "id"), top_name=Coalesce("parent__parent__name", "parent__name", "name")
        )
        names = ("id", "search_key", "code", "name", "short_name", "top", "top_name", "during__startswith", "during__endswith")
        return {row[0]: Place(*row) for row in found.values_list(*names)}

    @cached_property
    def by_key(self) -> dict[str, list[Place]]:
        """Places by full and by bare name."""
        index = defaultdict[str, list[Place]](list)
        for place in self.places.values():
            for key in {place.key, bare(place.key)}:
                index[key].append(place)
        return index

    @cached_property
    def successors(self) -> dict[UUID, list[tuple[UUID, date, str]]]:
        """Where each ended commune went, the default first."""
        steps = defaultdict[UUID, list[tuple[UUID, date, str]]](list)
        order = {Share.WHOLE: 0, Share.PART_DEFAULT: 1, Share.PART: 2}
        for old, new, on, share in Succession.objects.filter(old__level=Level.COMMUNE).values_list("old_id", "new_id", "on", "share"):
            steps[old].append((new, on, share))
        return {old: sorted(found, key=lambda step: order[Share(step[2])]) for old, found in steps.items()}

    def look_up(self, text: str, province: str = "") -> UUID:
        own, *rest = [part.strip() for part in re.split(r"[,;–]| - ", tidy(text)) if part.strip()] or [""]
        wanted = bare(key_of(province or (rest[-1] if rest else "")))
        named = self.named(own)
        standing = self.narrow([place for place in named if self.stands(place)], wanted)
        if len(standing) == 1:
            return standing[0].id
        if standing:
            text = _("%(count)d communes are called “%(name)s”. Say of which province.") % {"count": len(standing), "name": own}
            raise CellFault("area_ambiguous", text, *(place.full_name for place in standing[:6]))
        ended = [place for place in named if not self.stands(place)]
        if there := self.narrow(ended, wanted) or ended:
            raise self.ended(there)
        raise self.unknown(own, wanted)

    def named(self, own: str) -> list[Place]:
        if own.isdigit():
            return [place for place in self.places.values() if place.code == own.zfill(5)]
        key = key_of(own)
        return self.by_key.get(key) or self.by_key.get(bare(key), [])

    def stands(self, place: Place) -> bool:
        return (place.starts is None or place.starts <= self.on) and (place.ends is None or self.on < place.ends)

    def narrow(self, places: list[Place], wanted: str) -> list[Place]:
        """Those of the province that is named, today's or an old one; else those nearby where there are any."""
        there = [place for place in places if wanted and bare(search_key(place.province)) == wanted]
        if there or wanted in self.provinces:
            return there
        return [place for place in places if place.province_id == self.near] or places

    @cached_property
    def provinces(self) -> set[str]:
        return {bare(search_key(place.province)) for place in self.places.values() if self.stands(place)}

    def ended(self, places: list[Place]) -> CellFault:
        """“Xã Y Tịch đã nhập vào xã Vạn Linh từ 01/07/2025.”"""
        old = places[0]
        standing = self.heirs(old)
        facts = {"old": old.name, "day": f"{old.ends:%d/%m/%Y}", "new": ", ".join(small(place.name) for place in standing)}
        facts["choice"] = standing[0].short_name if standing else ""
        if len(standing) == 1:
            text = _("%(old)s became part of %(new)s on %(day)s. Choose “%(choice)s” if that is right.") % facts
        else:
            text = _("%(old)s was divided among %(new)s on %(day)s. Choose the right one.") % facts
        return CellFault("area_ended", text, *(place.name for place in standing))

    def heirs(self, old: Place) -> list[Place]:
        """The communes of today that stand where the old one stood, the default first."""
        found: dict[UUID, Place] = {}
        waiting = [old]
        while waiting:
            place = waiting.pop(0)
            if self.stands(place):
                found[place.id] = place
            elif place.ends:
                waiting += [self.places[new] for new, on, _share in self.successors.get(place.id, []) if on == place.ends]
        return list(found.values())

    def unknown(self, own: str, wanted: str) -> CellFault:
        around = [place for place in self.narrow(list(self.places.values()), wanted) if self.stands(place)]
        keys = {bare(search_key(place.name)): place.name for place in around}
        offers = [keys[key] for key in get_close_matches(bare(key_of(own)), keys, n=3, cutoff=CLOSE)]
        province = around[0].province if around and len({place.province_id for place in around}) == 1 else ""
        facts = {"name": own, "province": small(province)}
        text = _("No commune is called “%(name)s” in %(province)s.") if province else _("No commune is called “%(name)s”.")
        return CellFault("area_unknown", text % facts, *offers)


def small(name: str) -> str:
    """A name inside a sentence: "Xã Vạn Linh" → "xã Vạn Linh"."""
    return name[:1].lower() + name[1:]
