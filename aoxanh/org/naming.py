"""Which unit a name means, among those under one unit: by code, full or short name, tones ignored; an ended one leads to its successors."""

from collections import defaultdict
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from aoxanh.kit.sheets.cells import CellFault
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.org.models import Succession, Unit
from aoxanh.org.queries import subtree_ids


class UnitNames:
    """The units under `root` on the day, itself included, loaded once for a long list."""

    def __init__(self, root: UUID, on: date) -> None:
        self.root, self.on = root, on
        self.answers: dict[str, UUID | CellFault | None] = {}

    @cached_property
    def units(self) -> dict[UUID, Unit]:
        wanted = ("id", "code", "name", "short_name", "search_key", "kind", "area_id", "during")
        return Unit.objects.filter(pk__in=subtree_ids([self.root], on=self.on)).only(*wanted).in_bulk()

    @cached_property
    def by_key(self) -> dict[str, list[UUID]]:
        index = defaultdict[str, list[UUID]](list)
        for unit in self.units.values():
            for key in {search_key(unit.name), search_key(unit.short_name), search_key(unit.code)}:
                index[key].append(unit.pk)
        return index

    def find(self, text: str) -> UUID | None:
        """The unit that is meant, None where nobody knows the name. Raises CellFault (`unit_ended`, `unit_ambiguous`)."""
        if text not in self.answers:
            try:
                self.answers[text] = self.look_up(search_key(tidy(text)), text)
            except CellFault as fault:
                self.answers[text] = fault
        answer = self.answers[text]
        if isinstance(answer, CellFault):
            raise answer
        return answer

    def look_up(self, key: str, text: str) -> UUID | None:
        found = self.by_key.get(key, [])
        if len(found) > 1:
            codes = [self.units[pk].code for pk in found]
            raise CellFault(
                "unit_ambiguous",
                _("Several units are called “%(name)s”. Write the code of the one that is meant.") % {"name": text},
                *codes,
            )
        if found:
            return found[0]
        heirs = Succession.objects.filter(predecessor__search_key=key, successor__in=list(self.units)).order_by("share", "on")
        if heir := heirs.select_related("successor", "predecessor").first():
            facts = {"old": heir.predecessor.name, "new": heir.successor.name, "day": f"{heir.on:%d/%m/%Y}"}
            words = _("%(old)s became part of %(new)s on %(day)s. Choose “%(new)s” if that is right.") % facts
            raise CellFault("unit_ended", words, heir.successor.name)
        return None
