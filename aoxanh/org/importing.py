"""A list of units: those under the unit for which it is brought."""

import re
from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from aoxanh.audit.actions import record_each
from aoxanh.imports.models import Row, Verdict
from aoxanh.imports.registry import Field, Job, Staged
from aoxanh.kit.dates import during
from aoxanh.kit.phones import NotAPhoneError, e164, spoken
from aoxanh.kit.sheets.cells import CellFault, read_birth, with_lost_zero
from aoxanh.kit.vietnamese import initials, search_key
from aoxanh.org.kinds import KINDS, may_stand_under
from aoxanh.org.models import Parentage, Unit
from aoxanh.org.naming import UnitNames
from aoxanh.places.naming import PlaceNames

CODE = Field("code", "Mã đơn vị", ("Mã", "Mã số"), example="CD-06505-01", width=16)
NAME = Field("name", "Tên đơn vị", ("Đơn vị", "Tên", "Tên tổ chức", "Tên chi đoàn", "Chi đoàn"), example="Chi đoàn thôn Phố Mới", width=34)
SHORT = Field("short_name", "Tên ngắn", ("Tên gọi tắt", "Tên gọi ngắn"), example="CĐ Phố Mới", shown=False, width=22)
KIND = Field("kind", "Loại đơn vị", ("Loại", "Loại hình", "Cấp"), example="Chi đoàn", hint=gettext_noop("As the site calls it."), width=20)
PARENT = Field("parent", "Đơn vị cấp trên", ("Trực thuộc", "Cấp trên", "Thuộc", "Thuộc đơn vị"), example="Đoàn xã Vạn Linh", width=28)
AREA = Field("area", "Xã, phường", ("Địa bàn", "Xã", "Xã/phường"), example="Xã Vạn Linh", shown=False, width=20)
ADDRESS = Field("address", "Địa chỉ", ("Trụ sở",), example="Thôn Phố Mới", shown=False, width=28)
PHONE = Field("phone", "Điện thoại", ("SĐT", "Số điện thoại"), shown=False, width=16)
EMAIL = Field("email", "Email", ("Thư điện tử", "E-mail"), shown=False, width=26)
SIGN = Field("abbreviation", "Ký hiệu văn bản", ("Ký hiệu", "Viết tắt"), example="CĐ-PM", shown=False, width=16)
SINCE = Field("since", "Ngày thành lập", ("Thành lập", "Từ ngày", "Năm thành lập"), example="26/03/2024", shown=False, width=14)
FACTS = ("short_name", "address", "phone", "email", "abbreviation")
BY_EVENT = ("name", "kind", "parent")
LANDLINE = re.compile(r"[\d .()\-]{8,18}")
KIND_WORDS = {"doan xa": "commune_union", "doan phuong": "commune_union", "doan thanh nien xa": "commune_union", "truong": "school"}


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
        labels = {search_key(str(kind.label)): code for code, kind in KINDS.items()}
        return KIND_WORDS | labels | {code: code for code in KINDS}

    @cached_property
    def above(self) -> dict[UUID, UUID]:
        now = Parentage.objects.filter(child__in=list(self.names.units), during__contains=self.job.on)
        return dict(now.values_list("child_id", "parent_id"))

    @cached_property
    def full(self) -> dict[UUID, Unit]:
        return Unit.objects.in_bulk(list(self.names.units))

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
        units = Unit.objects.select_for_update(of=("self",)).in_bulk([row.target for row in rows if row.target])
        made = [row.target for row in rows if row.undo and row.undo["made"] and row.target]
        built_on = referred_to(made)
        gone, back = [], []
        for row in rows:
            unit = units.get(row.target) if row.target else None
            if unit is None or row.undo is None:
                row.stays = _("The unit is no longer there.")
            elif any(text_of(unit, name) != value for name, value in row.undo["wrote"].items()):
                row.stays = _("The unit was changed since.")
            elif row.undo["made"] and unit.pk in built_on:
                row.stays = _("Something else belongs to this unit by now.")
            elif row.undo["made"]:
                gone.append(unit)
            else:
                for name, value in row.undo["old"].items():
                    setattr(unit, name, value)
                back.append(unit)
        Unit.objects.bulk_update(back, [*FACTS, "area_id"])
        record_each("org.unit_import_undone", [*gone, *back], by=self.job.by, unit_id=self.job.unit_id)
        Parentage.objects.filter(child__in=gone).delete()
        Unit.objects.filter(pk__in=[unit.pk for unit in gone]).delete()


def referred_to(units: list[UUID]) -> set[UUID]:
    """Those of the units to whom any row of any app refers, save where they stand themselves and one another."""
    found: dict[type[Model], set[UUID]] = defaultdict(set)
    for relation in Unit._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if relation.many_to_many or (model is Parentage and name == "child"):
            continue
        rows = model._base_manager.filter(**{f"{name}__in": units})
        if model is Parentage:
            rows = rows.exclude(child__in=units)
        found[model] |= set(rows.values_list(f"{name}_id", flat=True))
    return set().union(*found.values())


def by_event() -> str:
    return _("What a unit is called, what it is and where it stands changes by an event of reorganisation, not by a list.")


def text_of(unit: Unit, name: str) -> str | None:
    value = getattr(unit, name)
    return None if value is None else str(value)


def free_slug(wanted: str, taken: set[str]) -> str:
    slug, number = wanted or "don-vi", 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    taken.add(slug)
    return slug


def read_since(text: str) -> dict[str, str]:
    born, _note = read_birth(text)
    return {"since": f"{born}-01-01" if isinstance(born, int) else str(born)}


def read_phone(text: str) -> dict[str, str]:
    """A mobile number, or one of an office as it is typed."""
    try:
        return {"phone": e164(with_lost_zero(text)[0])}
    except NotAPhoneError as error:
        if LANDLINE.fullmatch(text):
            return {"phone": text}
        raise CellFault("not_a_phone", str(error)) from error
