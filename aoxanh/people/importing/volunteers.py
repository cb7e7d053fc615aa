"""A list of volunteers or members of a unit."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.imports.models import Row, Verdict
from aoxanh.imports.registry import Field, Job, Staged
from aoxanh.kit.dates import during
from aoxanh.kit.sheets.cells import CellFault, read_birth
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Unit
from aoxanh.org.naming import UnitNames
from aoxanh.people.importing.columns import NAMED_BY, PERSON_FIELDS, Said, name_key, read_into, read_person, shown_birth, shown_phone
from aoxanh.people.importing.comparing import ask_about, cells_of, compare
from aoxanh.people.importing.matching import Records
from aoxanh.people.importing.writing import change_people, create_people, plain, take_back
from aoxanh.people.models import Membership
from aoxanh.places.naming import PlaceNames

UNIT = Field("unit", "Đơn vị", ("Chi đoàn", "Chi hội", "Đơn vị sinh hoạt", "Tổ chức", "CLB, đội, nhóm"), shown=False, width=26)
KIND = Field("kind", "Tham gia là", ("Đối tượng", "Loại", "Tư cách"), example="Tình nguyện viên", shown=False, width=20)
SINCE = Field(
    "since", "Từ ngày", ("Ngày tham gia", "Ngày vào Đoàn", "Ngày vào", "Ngày vào Hội"), example="26/03/2024", shown=False, width=14
)
WORDS = {
    "tinh nguyen vien": "volunteer",
    "tnv": "volunteer",
    "doan vien": "union",
    "doan vien doan tncs ho chi minh": "union",
    "hoi vien": "federation",
    "hoi vien hoi lhtn": "federation",
    "hoi vien hoi lien hiep thanh nien": "federation",
    "hoi vien hoi sinh vien": "students",
    "sinh vien": "students",
    "thanh vien clb, doi, nhom": "group",
    "thanh vien": "group",
}


class Volunteers:
    """The kind of list: who is in the unit."""

    code = "volunteers"
    label = gettext_lazy("Volunteers and members")
    permission = "people.import"
    fields = (*PERSON_FIELDS, UNIT, KIND, SINCE)
    essential = (NAMED_BY,)
    title = "full_name"

    def open(self, job: Job) -> "VolunteerWork":
        return VolunteerWork(job)

    def twin(self, key: str, number: int) -> tuple[str, str]:
        return twin(key, number)

    def texts(self, row: Row) -> dict[str, str]:
        return texts(row)

    def compare(self, row: Row) -> list[dict[str, Any]]:
        return candidates(row)


def twin(key: str, number: int) -> tuple[str, str]:
    if key.startswith("name:"):
        return "full_name", _("Repeats row %(number)d of this very file.") % {"number": number}
    column = "phone" if key.startswith("phone:") else "email"
    return column, _("The same contact stands in row %(number)d.") % {"number": number}


def texts(row: Row) -> dict[str, str]:
    """Name, birth and phone as they will be written."""
    facts = row.clean.get("facts", {})
    born = date.fromisoformat(facts["birth_date"]) if facts.get("birth_date") else None
    shown = {
        "full_name": facts.get("full_name", ""),
        "birth": shown_birth(born, facts.get("birth_year")),
        "phone": shown_phone(facts.get("phone", "")),
        "email": facts.get("email", ""),
    }
    return {column: text for column, text in shown.items() if text}


def keys_of(said: Said) -> list[str]:
    """What tells that two rows are about one person."""
    name = name_key(said.full_name)
    born = said.birth_date or said.birth_year or ""
    contacts = [f"phone:{said.phone}"] if said.phone else []
    contacts += [f"email:{said.email}"] if said.email else []
    return [*([f"name:{name}|{born}"] if born or not contacts else []), *contacts]


def candidates(row: Row) -> list[dict[str, Any]]:
    """The records that the row may mean, as rows of the list, the likeliest first."""
    ids = [UUID(pk) for pk in row.clean.get("asked", [])]
    places = PlaceNames(date.today())  # noqa: DTZ011 -- names of places only
    records = Records([], ids, units=[UUID(unit) for unit in row.clean.get("reach", [])], on=date.today())  # noqa: DTZ011
    found = [records.by_id[pk] for pk in ids if pk in records.by_id]
    return [
        {
            "id": known.id,
            "title": known.full_name,
            "is_own": known.is_own,
            "is_claimed": bool(known.user_id),
            "cells": cells_of(known, places) if known.is_own else {"full_name": known.full_name},
        }
        for known in found
    ]


class PeopleWork:
    """What lists of volunteers and of officers have in common."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.units = UnitNames(job.unit_id, job.on)
        self.places = PlaceNames(job.on, near=self.province)

    @cached_property
    def reach(self) -> list[UUID]:
        return list(self.units.units)

    @cached_property
    def province(self) -> UUID | None:
        unit = Unit.objects.select_related("area__parent__parent").get(pk=self.job.unit_id)
        above = [unit.area, *unit.area.above] if unit.area else []
        return above[-1].pk if above else None

    def read(self, rows: list[Staged]) -> tuple[list[Said], Records]:
        said = [read_person(row, self.places) for row in rows]
        chosen = [UUID(str(row.chosen)) for row in rows if row.chosen]
        return said, Records(said, chosen, units=self.reach, on=self.job.on)

    def settle(self, row: Staged, said: Said, records: Records) -> None:
        """Whom the row means, what it changes there, or what it asks."""
        row.keys = keys_of(said)
        row.clean = {"facts": plain(said.__dict__)}
        found = records.find(said) if said.full_name and row.choice != "other" else None
        sure = records.by_id.get(UUID(str(row.chosen))) if row.choice == "same" and row.chosen else found.sure if found else None
        if sure and sure.restricted_at:
            row.fault("full_name", CellFault("restricted", _("This person asked that their data are not used for now. Leave the row out.")))
        elif sure:
            row.target = sure.id
            changes = compare(row, said, sure, self.places)
            row.clean["changes"] = plain(changes)
            if not row.faults:
                row.verdict = Verdict.CHANGED if changes else Verdict.SAME
        elif found and found.asked and not row.faults:
            ask_about(row, said, found.asked)
            row.clean |= {"asked": [str(known.id) for known in found.asked], "reach": [str(self.job.unit_id)]}

    def home(self, row: Staged) -> UUID:
        """The unit that the row names; a branch that nobody has entered yet stands for the unit of the list."""
        text = row.cells.get("unit", "")
        try:
            found = self.units.find(text) if text else self.job.unit_id
        except CellFault as fault:
            row.fault("unit", fault)
            return self.job.unit_id
        if found is None:
            row.notes["unit"] = "unit_here"
        return found or self.job.unit_id


class VolunteerWork(PeopleWork):
    """One list of volunteers at work."""

    def check(self, rows: list[Staged]) -> None:
        said, records = self.read(rows)
        for row, one in zip(rows, said, strict=True):
            unit, kind = self.home(row), read_into(row, "kind", read_kind)
            since = self.first_day(row, unit)
            self.settle(row, one, records)
            row.clean["member"] = {"unit": str(unit), "kind": kind or "", "since": str(since or "")}
            row.clean["aspect"] = f"{unit} {kind or ''}"
        held = memberships({row.target for row in rows if row.target}, self.job.on)
        for row in rows:
            member = row.clean["member"]
            if row.target and row.verdict in {Verdict.SAME, Verdict.CHANGED}:
                kinds = held.get((row.target, UUID(member["unit"])), set())
                member["joins"] = bool(kinds.isdisjoint({member["kind"]}) if member["kind"] else not kinds)
                if member["joins"]:
                    row.verdict = Verdict.CHANGED
                    row.notes["full_name"] = "joins"

    def first_day(self, row: Staged, unit: UUID) -> date | None:
        """From when on the person belongs to the unit: not before the unit is there, not from a day to come."""
        since: date | None = read_into(row, "since", read_since)
        begins = self.units.units[unit].during.lower
        if since and since > self.job.on:
            row.fault("since", CellFault("not_yet", _("This day has not come yet.")))
        if since and begins and since < begins:
            row.notes["since"] = "since_unit"
            return begins
        return since

    def write(self, rows: list[Staged]) -> None:
        create_people((row for row in rows if row.verdict == Verdict.NEW), self.job)
        change_people((row for row in rows if row.verdict == Verdict.CHANGED), self.job)
        joining = [row for row in rows if row.verdict == Verdict.NEW or row.clean["member"].get("joins")]
        made = [self.membership(row, ends) for row, ends in self.with_former(joining)]
        Membership.objects.bulk_create(made)
        for row, membership in zip(joining, made, strict=True):
            assert row.undo is not None
            row.undo["attached"] = [str(membership.pk)]

    def with_former(self, rows: list[Staged]) -> Iterable[tuple[Staged, date | None]]:
        """Each row with the day on which an earlier membership of the same kind ended, so that the new one begins after it."""
        ends: dict[tuple[UUID, str, str], date] = {}
        old = Membership.objects.filter(person__in=[row.target for row in rows if row.verdict == Verdict.CHANGED])
        for person, unit, kind, period in old.values_list("person_id", "unit_id", "kind", "during"):
            if period.upper:
                key = (person, str(unit), kind)
                ends[key] = max(ends.get(key, period.upper), period.upper)
        for row in rows:
            member = row.clean["member"]
            yield row, ends.get((row.target, member["unit"], member["kind"] or "volunteer"))  # type: ignore[arg-type]

    def membership(self, row: Staged, ended: date | None) -> Membership:
        member = row.clean["member"]
        since = date.fromisoformat(member["since"]) if member["since"] else self.job.on
        start = max(since, ended) if ended else since
        assert row.target
        return Membership(person_id=row.target, unit_id=member["unit"], kind=member["kind"] or "volunteer", during=during(start))

    def undo(self, rows: list[Staged]) -> None:
        ids = [pk for row in rows if row.undo for pk in row.undo.get("attached", [])]
        take_back(rows, Membership.objects.filter(pk__in=ids), self.job)


def memberships(people: set[UUID], on: date) -> dict[tuple[UUID, UUID], set[str]]:
    """The kinds in which each person belongs to each unit, now or from a later day on."""
    held = defaultdict[tuple[UUID, UUID], set[str]](set)
    live = Membership.objects.filter(Q(during__contains=on) | Q(during__startswith__gt=on), person__in=people)
    for person, unit, kind in live.values_list("person_id", "unit_id", "kind"):
        held[person, unit].add(kind)
    return held


def read_kind(text: str) -> tuple[str, str]:
    if kind := WORDS.get(search_key(text)):
        return kind, ""
    labels = [str(label) for label in Membership.Kind.labels]
    raise CellFault("kind_unknown", _("“%(text)s” is not one of: %(known)s.") % {"text": text, "known": ", ".join(labels)}, *labels)


def read_since(text: str) -> tuple[date, str]:
    """A day, or the first day of a year."""
    day, note = read_birth(text)
    return (date(day, 1, 1), note) if isinstance(day, int) else (day, note)
