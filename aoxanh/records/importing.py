"""A list of work that was never on the portal: one row a work, with what it may repeat."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from uuid_utils.compat import uuid7

from aoxanh.audit.actions import record_each
from aoxanh.imports.models import Row, Verdict
from aoxanh.imports.registry import Field, Job, Staged
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.sheets.cells import CellFault, read_day
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.org.models import Unit
from aoxanh.org.naming import UnitNames
from aoxanh.records.models import DeclaredWork
from aoxanh.records.queries.declared import Like, likes, words_of, work_near

OLDEST = timedelta(days=365 * 3 + 30)
LEAST_TITLE, MOST_PEOPLE = 8, 100_000

TITLE = Field(
    "title",
    "Tên hoạt động",
    ("Hoạt động", "Nội dung hoạt động", "Việc đã làm", "Tên việc", "Nội dung", "Tên công trình, phần việc", "Công trình, phần việc"),
    spreads=True,
    example="Dọn nguồn nước thôn Khun Phang",
    hint=gettext_noop("The work and for whom, at least 8 letters."),
    width=40,
)
ENDED = Field(
    "ended_on",
    "Ngày kết thúc",
    ("Ngày", "Ngày thực hiện", "Thời gian", "Ngày tổ chức", "Ngày tháng", "Ngày hoàn thành", "Thời gian thực hiện"),
    example="15/11/2026",
    hint=gettext_noop("Day/month/year on which it ended."),
    width=16,
)
PEOPLE = Field(
    "people",
    "Số người",
    ("Số lượng", "Số người tham gia", "Số ĐVTN", "Số đoàn viên", "Số TNV", "Số lượng tham gia", "ĐVTN tham gia"),
    example="24",
    hint=gettext_noop("How many people took part, roughly."),
    width=12,
)
UNIT = Field(
    "unit", "Đơn vị", ("Đơn vị tổ chức", "Đơn vị thực hiện", "Chi đoàn", "Tổ chức", "Cơ sở Đoàn"), example="Đoàn xã Vạn Linh", width=26
)
NOTE = Field("note", "Kết quả", ("Ghi chú", "Kết quả đạt được", "Mô tả"), example="Khơi 300 m mương", shown=False, width=40)


class DeclaredList:
    """The kind of list: work done off the portal."""

    code = "declared"
    label = gettext_lazy("Declared work")
    permission = "work.declare"
    fields = (TITLE, ENDED, PEOPLE, UNIT, NOTE)
    essential = ((TITLE.code,), (ENDED.code,))
    title = TITLE.code

    def open(self, job: Job) -> "DeclaredListWork":
        return DeclaredListWork(job)

    def twin(self, key: str, number: int) -> tuple[str, str]:
        return TITLE.code, _("Repeats row %(number)d of this very file.") % {"number": number}

    def texts(self, row: Row) -> dict[str, str]:
        facts = row.clean.get("facts", {})
        shown = {TITLE.code: facts.get("title", ""), ENDED.code: fulldate(day_of(facts)), PEOPLE.code: str(facts.get("people") or "")}
        return {column: text for column, text in shown.items() if text}

    def compare(self, row: Row) -> list[dict[str, Any]]:
        """What the row may repeat, as rows of the list."""
        facts = row.clean.get("facts", {})
        on = day_of(facts)
        if not on:
            return []
        units = {unit.pk: unit.name for unit in Unit.objects.filter(pk=facts["unit"])}
        known = likes(work_near(units, on, on), unit_id=UUID(facts["unit"]), title=facts["title"], on=on)
        return [candidate(like, units[like.unit_id]) for like in known]


def candidate(like: Like, unit: str) -> dict[str, Any]:
    said = _("declared") if like.is_declared else _("on the portal")
    cells = {TITLE.code: f"{like.title} ({said})", ENDED.code: fulldate(like.on), PEOPLE.code: str(like.people or ""), UNIT.code: unit}
    return {"id": like.id, "title": like.title, "is_own": True, "is_claimed": False, "cells": cells}


def day_of(facts: dict[str, Any]) -> date | None:
    return date.fromisoformat(facts["ended_on"]) if facts.get("ended_on") else None


class DeclaredListWork:
    """One list of declared work at work."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.units = UnitNames(job.unit_id, job.on)

    def check(self, rows: list[Staged]) -> None:
        for row in rows:
            row.clean["facts"] = self.read(row)
        days = [on for row in rows if (on := day_of(row.clean["facts"]))]
        units = {UUID(row.clean["facts"]["unit"]) for row in rows}
        known = work_near(units, min(days), max(days)) if days else []
        for row in rows:
            self.compare_with(row, known)

    def read(self, row: Staged) -> dict[str, Any]:
        title = tidy(row.cells.get(TITLE.code, ""))[:160]
        if len(title) < LEAST_TITLE:
            row.fault(TITLE.code, CellFault("title_short", _("Say what was done, and where: at least 8 letters.")))
        on = self.read_into(row, ENDED.code, self.read_ended)
        people = self.read_into(row, PEOPLE.code, read_people) or 0
        unit, note = self.home(row), row.cells.get(NOTE.code, "").strip()[:1000]
        row.keys = [f"{unit}|{on}|{words_of(title)}"] if on and title else []
        return {"title": title, "ended_on": str(on or ""), "people": people, "unit": str(unit), "note": note}

    def read_into(self, row: Staged, column: str, read: Any) -> Any:
        if not (text := row.cells.get(column, "").strip()):
            if column == ENDED.code:
                row.fault(column, CellFault("day_missing", _("The day is missing.")))
            return None
        try:
            return read(text)
        except CellFault as fault:
            row.fault(column, fault)
            return None

    def read_ended(self, text: str) -> date:
        """The last day of a period such as "12-15/11/2026" or "12/11 - 15/11/2026"."""
        on = read_day(text.replace("–", "-").rsplit("-", 1)[-1].strip() if text.count("/") >= 2 and "-" in text else text)
        if on > self.job.on:
            raise CellFault("in_future", _("This day has not come yet. Work is declared when it is done."))
        if on < self.job.on - OLDEST:
            raise CellFault("too_long_ago", _("This is more than three years ago. Is the year right?"))
        return on

    def home(self, row: Staged) -> UUID:
        """The unit that the row names, among those under the unit of the list; without one that unit itself."""
        text = row.cells.get(UNIT.code, "").strip()
        try:
            found = self.units.find(text) if text else self.job.unit_id
        except CellFault as fault:
            row.fault(UNIT.code, fault)
            return self.job.unit_id
        if found is None:
            row.fault(UNIT.code, CellFault("unit_unknown", _("No unit under yours is called “%(name)s”.") % {"name": text}))
        return found or self.job.unit_id

    def compare_with(self, row: Staged, known: list[Like]) -> None:
        """What looks like work that is there already is asked about; the very same declaration is nothing new."""
        facts = row.clean["facts"]
        on = day_of(facts)
        if row.faults or not on or row.choice == "other":
            return
        found = likes(known, unit_id=UUID(facts["unit"]), title=facts["title"], on=on)
        chosen = next((like for like in found if row.choice == "same" and str(like.id) == str(row.chosen)), None)
        same = chosen or next((like for like in found if is_the_same(like, facts, on)), None)
        if same:
            row.target, row.verdict = same.id, Verdict.SAME
        elif found:
            row.ask(TITLE.code, "looks_declared" if found[0].is_declared else "looks_recorded", question(found[0]))

    def write(self, rows: list[Staged]) -> None:
        """Each row is a declaration by who brought the list, of the moment in which it is written."""
        made = []
        for row in rows:
            facts = row.clean["facts"]
            row.target = uuid7()
            row.undo = {"made": str(row.target)}
            made.append(
                DeclaredWork(
                    id=row.target,
                    unit_id=facts["unit"],
                    title=facts["title"],
                    ended_on=facts["ended_on"],
                    people=facts["people"],
                    note=facts["note"],
                    request_id=row.id,
                    declared_by=self.job.by,
                )
            )
        DeclaredWork.objects.bulk_create(made)
        record_each("records.declared", made, by=self.job.by, unit_id=self.job.unit_id)
        bump_public_version()

    def undo(self, rows: list[Staged]) -> None:
        """Declarations that came by the list are withdrawn: they stay readable and count no more. One that has become a record stays."""
        made = DeclaredWork.objects.in_bulk([UUID(row.undo["made"]) for row in rows if row.undo])
        for row in rows:
            work = made.get(UUID(row.undo["made"])) if row.undo else None
            if work and work.activity_id:
                row.stays = str(_("It has become a record since."))
        gone = [work for work in made.values() if not work.activity_id and not work.withdrawn_at]
        taken = DeclaredWork.objects.filter(pk__in=[work.pk for work in gone])
        taken.update(withdrawn_at=timezone.now(), withdrawn_by=self.job.by)
        record_each("records.withdrew_declared", gone, by=self.job.by, unit_id=self.job.unit_id)
        bump_public_version()


def is_the_same(like: Like, facts: dict[str, Any], on: date) -> bool:
    return like.is_declared and like.on == on and search_key(like.title) == search_key(facts["title"])


def question(like: Like) -> str:
    said = {"title": like.title, "day": fulldate(like.on)}
    if like.is_declared:
        return _("Like “%(title)s” of %(day)s, which is declared already. Compare.") % said
    return _("Like “%(title)s” of %(day)s, which is on the portal. Compare.") % said


def read_people(text: str) -> int:
    """A whole number; "24 ĐVTN" and "khoảng 30 người" are understood."""
    digits = "".join(sign for sign in text.split(".0", maxsplit=1)[0] if sign.isdigit() or sign == " ").split()
    if len(digits) != 1 or not 0 < int(digits[0]) <= MOST_PEOPLE:
        raise CellFault("not_a_number", _("Write how many people took part, in figures."))
    return int(digits[0])
