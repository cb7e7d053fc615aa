"""A list of units: those under the unit for which it is brought."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from aoxanh.audit.actions import record_each
from aoxanh.imports.models import Row, Verdict
from aoxanh.imports.registry import Job, Staged
from aoxanh.kit.dates import during
from aoxanh.kit.phones import spoken
from aoxanh.kit.sheets.cells import CellFault
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import initials, search_key
from aoxanh.org.importing.columns import (
    ADDRESS,
    AREA,
    CODE,
    EMAIL,
    FACTS,
    KIND,
    KIND_WORDS,
    NAME,
    PARENT,
    PHONE,
    SHORT,
    SIGN,
    SINCE,
    read_phone,
    read_since,
)
from aoxanh.org.importing.undoing import by_event, take_back, text_of
from aoxanh.org.kinds import KINDS, may_stand_under
from aoxanh.org.models import Parentage, Unit
from aoxanh.org.naming import UnitNames
from aoxanh.org.queries import parent
from aoxanh.places.actions import put_spots
from aoxanh.places.models import Layer
from aoxanh.places.naming import PlaceNames


class Units:
    """The kind of list: units and under which they stand. What a unit is called and where it stands changes by an event, not by a list."""

    code = "units"
    label = gettext_lazy("Units")
    permission = "units.import"
    fields = (CODE, NAME, SHORT, KIND, PARENT, AREA, ADDRESS, PHONE, EMAIL, SIGN, SINCE)
    essential = ((NAME.code,), (KIND.code,))
    title = "name"

    def open(self, job: Job) -> "UnitWork":
        return UnitWork(job)

    def twin(self, key: str, number: int) -> tuple[str, str]:
        return ("code" if key.startswith("code:") else "name"), _("Repeats row %(number)d of this very file.") % {"number": number}

    def texts(self, row: Row) -> dict[str, str]:
        return {}

    def compare(self, row: Row) -> list[dict[str, Any]]:
        return []


class UnitWork:
    """One list of units at work."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.names = UnitNames(job.unit_id, job.on)
        self.places = PlaceNames(job.on, near=self.province)
        self.coming: dict[str, str] = {}

    @cached_property
    def province(self) -> UUID | None:
        unit = Unit.objects.select_related("area__parent__parent").get(pk=self.job.unit_id)
        above = [unit.area, *unit.area.above] if unit.area else []
        return above[-1].pk if above else None

    @cached_property
    def kinds(self) -> dict[str, str]:
        shown = {search_key(str(kind.label)): code for code, kind in KINDS.items()}
        return KIND_WORDS | shown | {search_key(label): code for code, label in labels().items()} | {code: code for code in KINDS}

    @cached_property
    def above(self) -> dict[UUID, UUID]:
        now = Parentage.objects.filter(child__in=list(self.names.units), during__contains=self.job.on)
        return dict(now.values_list("child_id", "parent_id"))

    @cached_property
    def full(self) -> dict[UUID, Unit]:
        return Unit.objects.select_related("area").in_bulk(list(self.names.units))

    @cached_property
    def above_root(self) -> Unit | None:
        """What the unit of the list stands under, which its own export names."""
        return parent(self.full[self.job.unit_id], on=self.job.on)

    @cached_property
    def by_code(self) -> dict[str, Unit]:
        return {unit.code.lower(): unit for unit in self.full.values()}

    def check(self, rows: list[Staged]) -> None:
        foreign = self.foreign_codes(rows)
        for row in rows:
            clean = self.read(row)
            row.clean = clean
            row.keys = [f"name:{search_key(row.cells.get('name', ''))}|{clean['parent'] or clean['parent_code']}"]
            row.keys += [f"code:{clean['code'].lower()}"] if clean["code"] else []
            if clean["code"].lower() in foreign:
                row.fault("code", CellFault("code_taken", _("Another unit has the code “%(code)s”.") % {"code": clean["code"]}))
            if known := self.known(clean):
                self.compare(row, clean, known)
            elif not row.faults:
                self.settle_new(row, clean)
            if row.verdict == Verdict.NEW and clean["code"]:
                self.coming[clean["code"].lower()] = clean["kind"]

    def foreign_codes(self, rows: list[Staged]) -> set[str]:
        """Codes of the list that units outside this one's part of the tree, or ended ones, have."""
        codes = [code for row in rows if (code := row.cells.get("code", ""))]
        taken = Unit.objects.filter(code__in=codes).exclude(pk__in=list(self.names.units))
        return {code.lower() for code in taken.values_list("code", flat=True)}

    def read(self, row: Staged) -> dict[str, Any]:
        """The row as facts of a unit."""
        cells = row.cells
        clean: dict[str, Any] = {name: cells.get(name, "") for name in ("code", "name", *FACTS)}
        clean |= {"kind": "", "parent": "", "parent_code": "", "area": "", "since": ""}
        readers = {"kind": self.read_kind, "area": self.read_area, "since": read_since, "phone": read_phone, "parent": self.read_parent}
        for column, read in readers.items():
            if text := cells.get(column):
                try:
                    clean |= read(text)
                except CellFault as fault:
                    row.fault(column, fault)
        for column, text in (("name", _("The name of the unit is missing.")), ("kind", _("Say what kind of unit it is."))):
            if not cells.get(column):
                row.fault(column, CellFault(f"{column}_missing", text))
        return clean

    def read_kind(self, text: str) -> dict[str, str]:
        if kind := self.kinds.get(search_key(text)):
            return {"kind": kind}
        raise CellFault("kind_unknown", _("No kind of unit is called “%(name)s”.") % {"name": text}, *self.kinds_below())

    def kinds_below(self) -> list[str]:
        own = self.names.units[self.job.unit_id].kind
        return [str(kind.label) for kind in KINDS.values() if own in kind.under]

    def read_area(self, text: str) -> dict[str, str]:
        return {"area": str(self.places.find(text))}

    def read_parent(self, text: str) -> dict[str, str]:
        """A unit under the importing one, or the code of an earlier row."""
        if found := self.names.find(text):
            return {"parent": str(found)}
        if search_key(text) in self.coming:
            return {"parent_code": text.lower()}
        raise CellFault("parent_unknown", _("No unit under yours is called “%(name)s”, nor has an earlier row this code.") % {"name": text})

    def known(self, clean: dict[str, Any]) -> Unit | None:
        """The unit that the row is about: by its code, else by its name under the same parent."""
        if found := self.by_code.get(clean["code"].lower()):
            return found
        parent = clean["parent"] or str(self.job.unit_id)
        named = [self.full[pk] for pk in self.names.by_key.get(search_key(clean["name"]), [])] if not clean["code"] else []
        return next((unit for unit in named if str(self.above.get(unit.pk, "")) == parent or len(named) == 1), None)

    def compare(self, row: Staged, clean: dict[str, Any], known: Unit) -> None:
        row.target = known.pk
        self.forgive(row, known)
        changes = {name: clean[name] for name in FACTS if clean[name] and clean[name] != getattr(known, name)}
        for name in changes:
            row.before[name] = spoken(known.phone) if name == "phone" and known.phone else getattr(known, name)
        if clean["area"] and clean["area"] != str(known.area_id or ""):
            changes["area_id"] = clean["area"]
            row.before["area"] = self.places.places[known.area_id].name if known.area_id in self.places.places else ""
        stands = str(self.above.get(known.pk, "")) if known.pk != self.job.unit_id else clean["parent"]
        if clean["name"] and search_key(clean["name"]) != known.search_key:
            row.fault("name", CellFault("name_by_event", by_event(), known.name))
        if clean["kind"] and clean["kind"] != known.kind:
            row.fault("kind", CellFault("kind_by_event", by_event(), str(KINDS[known.kind].label)))
        if clean["parent"] and clean["parent"] != stands:
            row.fault("parent", CellFault("parent_by_event", by_event()))
        clean["changes"] = changes
        if not row.faults:
            row.verdict = Verdict.CHANGED if changes else Verdict.SAME

    def forgive(self, row: Staged, known: Unit) -> None:
        """What the unit's own row of an export says is no fault: a place of its day or a whole province, the unit above the list's."""
        own = {"area": known.area, "parent": self.above_root if known.pk == self.job.unit_id else None}
        for column, thing in own.items():
            if column in row.faults and thing and search_key(row.cells[column]) == search_key(thing.name):
                del row.faults[column]
        row.verdict = Verdict.WRONG if row.faults else Verdict.NEW

    def settle_new(self, row: Staged, clean: dict[str, Any]) -> None:
        """Whether the new unit may stand where the row puts it."""
        above = self.coming.get(clean["parent_code"]) or self.names.units[UUID(clean["parent"] or str(self.job.unit_id))].kind
        if not may_stand_under(clean["kind"], above):
            facts = {"kind": KINDS[clean["kind"]].label, "above": KINDS[above].label}
            row.fault(
                "parent" if "parent" in row.cells else "kind",
                CellFault("may_not_stand", _("“%(kind)s” does not stand under “%(above)s”.") % facts),
            )

    def write(self, rows: list[Staged]) -> None:
        made = self.create([row for row in rows if row.verdict == Verdict.NEW])
        changed = [row for row in rows if row.verdict == Verdict.CHANGED]
        units = Unit.objects.select_for_update(of=("self",)).in_bulk([row.target for row in changed])
        for row in changed:
            unit, changes = units[row.target], row.clean["changes"]
            row.undo = {"made": False, "wrote": changes, "old": {name: text_of(unit, name) for name in changes}}
            for name, value in changes.items():
                setattr(unit, name, value)
        Unit.objects.bulk_update(units.values(), [*FACTS, "area_id"])
        put_spots(Layer.UNIT, [unit.pk for unit in (*made, *units.values())])
        bump_public_version()
        record_each("org.unit_imported", made, by=self.job.by, unit_id=self.job.unit_id)
        record_each("org.unit_import_changed", units.values(), by=self.job.by, unit_id=self.job.unit_id)

    def create(self, rows: list[Staged]) -> list[Unit]:
        """The new units with their parentage; codes and slugs that the list does not give are made."""
        slugs = self.taken_slugs([slugify(search_key(row.clean["name"])) for row in rows])
        by_code = {row.clean["code"].lower(): row for row in rows if row.clean["code"]}
        parents = {code.lower(): pk for pk, code in Unit.objects.filter(code__in=self.parent_codes(rows)).values_list("id", "code")}
        made, stands = [], []
        for row in rows:
            unit = self.unit(row, slugs)
            row.target, row.undo = unit.pk, {"made": True, "wrote": {name: text_of(unit, name) for name in (*FACTS, "area_id")}}
            above = row.clean["parent_code"]
            earlier = by_code.get(above)
            parent = (earlier.target if earlier else parents.get(above)) if above else row.clean["parent"] or self.job.unit_id
            assert parent
            made.append(unit)
            stands.append(Parentage(child=unit, parent_id=parent, during=unit.during))
        Unit.objects.bulk_create(made)
        Parentage.objects.bulk_create(stands)
        return made

    def parent_codes(self, rows: list[Staged]) -> list[str]:
        wanted = {row.clean["parent_code"] for row in rows if row.clean["parent_code"]}
        return [*wanted, *(code.upper() for code in wanted)]

    def unit(self, row: Staged, slugs: set[str]) -> Unit:
        clean, since = row.clean, row.clean["since"]
        facts = {name: clean[name] for name in FACTS}
        facts |= {
            "short_name": clean["short_name"] or clean["name"][:120],
            "abbreviation": clean["abbreviation"] or initials(clean["name"]),
        }
        unit = Unit(
            kind=clean["kind"],
            name=clean["name"][:200],
            search_key=search_key(clean["name"])[:240],
            slug=free_slug(slugify(search_key(clean["name"]))[:110], slugs),
            area_id=clean["area"] or self.names.units[UUID(clean["parent"] or str(self.job.unit_id))].area_id,
            during=during(date.fromisoformat(since) if since else self.job.on),
            **facts,
        )
        unit.code = clean["code"] or f"{clean['kind'][:2].upper()}-{unit.pk.hex[-8:].upper()}"
        return unit

    def taken_slugs(self, wanted: list[str]) -> set[str]:
        found = Unit.objects.filter(slug__regex=f"^({'|'.join(set(wanted))})(-[0-9]+)?$") if wanted else Unit.objects.none()
        return set(found.values_list("slug", flat=True))

    def undo(self, rows: list[Staged]) -> None:
        take_back(rows, self.job)


def free_slug(wanted: str, taken: set[str]) -> str:
    slug, number = wanted or "don-vi", 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    taken.add(slug)
    return slug


def labels() -> dict[str, str]:
    """How kinds are called on our own lists, whatever the language of the page."""
    with override("vi"):
        return {code: str(kind.label) for code, kind in KINDS.items()}


def rows(units: QuerySet[Unit], on: date) -> Iterator[Sequence[Any]]:
    """Units as rows of our own list: what goes out comes in again unchanged."""
    above = Parentage.objects.filter(child=OuterRef("pk"), during__contains=on).values("parent__name")[:1]
    found = units.select_related("area").annotate(above=Subquery(above)).order_by("search_key", "id")
    called = labels()
    for unit in found.iterator(2000):
        kind, phone, area = called[unit.kind], spoken(unit.phone) if unit.phone else "", unit.area.name if unit.area else ""
        names = [unit.code, unit.name, unit.short_name, kind, unit.above or "", area]
        yield [*names, unit.address, phone, unit.email, unit.abbreviation, unit.during.lower or ""]
