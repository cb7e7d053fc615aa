"""Staged rows as they are drawn: cells with their tone and sentence, and the one thing to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from aoxanh.imports.models import Import, Row, Verdict
from aoxanh.imports.registry import Field, ListKind, kind_of
from aoxanh.imports.wording import Look, look, note

COLUMNS = 6
TWIN = "twin"


@dataclass(frozen=True)
class Cell:
    """A cell: `tone` is bad, ask, chg, new or "", `offers` are values that may be meant."""

    column: Field
    text: str
    raw: str = ""
    tone: str = ""
    note: str = ""
    offers: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether it waits to be typed again."""
        return self.tone == "bad"


@dataclass(frozen=True)
class DrawnRow:
    """A row: its title, the cells of the table, and on a phone the line of texts and the cells that have something to say."""

    row: Row
    look: Look
    title: str
    cells: list[Cell]
    deed: str

    @property
    def told(self) -> list[Cell]:
        """On a phone, what waits for a person hides what was put right."""
        return [cell for cell in self.cells if cell.note and (cell.tone in {"bad", "ask"} or not self.row.needs_a_look)]

    @property
    def line(self) -> str:
        return " · ".join(cell.text for cell in self.cells[1:] if cell.text)


def columns_of(batch: Import, rows: Iterable[Row]) -> list[Field]:
    """The columns worth a place: those of the file that its kind shows, and any in which a row has something to say."""
    kind, letters = kind_of(batch.kind), batch.facts.get("letters", {})
    telling = {column for row in rows for column in (*row.faults, *row.before)}
    wanted = [one for one in kind.fields if (one.shown and one.code in letters) or one.code in telling or one.code == kind.title]
    dull = [one for one in reversed(wanted) if one.code not in telling and one.code != kind.title]
    return [one for one in wanted if one not in dull[: max(len(wanted) - COLUMNS, 0)]]


def draw(batch: Import, rows: Sequence[Row]) -> tuple[list[Field], list[DrawnRow]]:
    """The heading and the rows of one page."""
    kind, columns = kind_of(batch.kind), columns_of(batch, rows)
    return columns, [draw_row(row, kind, columns) for row in rows]


def draw_row(row: Row, kind: ListKind, columns: Sequence[Field]) -> DrawnRow:
    understood = kind.texts(row)
    cells = [cell_of(row, column, understood) for column in columns]
    title = understood.get(kind.title) or row.cells.get(kind.title, "")
    return DrawnRow(row, look(row.verdict), title, cells, deed(row))


def cell_of(row: Row, column: Field, understood: dict[str, str]) -> Cell:
    raw = row.cells.get(column.code, "")
    if fault := row.faults.get(column.code):
        tone = "bad" if row.verdict == Verdict.WRONG else "ask"
        return Cell(column, raw, raw, tone, fault["text"], fault.get("offers", []))
    text = understood.get(column.code) or raw
    if row.verdict == Verdict.SKIPPED:
        return Cell(column, text, raw)
    if old := row.before.get(column.code):
        return Cell(column, text, raw, "chg", _("Before: %(old)s") % {"old": old})
    if told := note(row.notes.get(column.code, "")):
        return Cell(column, text, raw, "chg" if row.verdict == Verdict.CHANGED else "new", told)
    return Cell(column, text, raw)


def deed(row: Row) -> str:
    """What a person does about the row: fix it, compare it with a record, tell it from its twin in the file, put it back, or nothing."""
    if row.is_written:
        return ""
    if row.verdict == Verdict.WRONG:
        return "fix"
    if row.verdict == Verdict.DUPLICATE:
        return "twin" if any(fault["code"] == TWIN for fault in row.faults.values()) else "compare"
    return "back" if row.verdict == Verdict.SKIPPED else ""
