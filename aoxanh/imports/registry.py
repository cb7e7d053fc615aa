"""The port by which an app says what a list of its rows means. Kinds register in `AppConfig.ready`; the machine knows no domain.

A kind opens a Work for one import. `check` judges rows, `write` writes those that were judged new or changed, `undo` takes written ones
back. Each gets many rows at once and answers with a constant number of queries.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.utils.functional import Promise
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.imports.models import Verdict
from aoxanh.kit.sheets.cells import CellFault
from aoxanh.kit.sheets.headings import Heading


@dataclass(frozen=True)
class Field(Heading):
    """A column of a list: `example` and `hint` stand in the template, `width` in letters; `shown` columns make the preview."""

    example: str = ""
    hint: object = ""
    width: int = 18
    shown: bool = True


@dataclass(slots=True)
class Staged:
    """A row under examination; the names are those of `imports.Row`.

    `clean["aspect"]` tells rows apart that are rightly about one thing: the unit in which a person is listed.
    """

    number: int
    cells: dict[str, str]
    clean: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    faults: dict[str, dict[str, Any]] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    verdict: str = Verdict.NEW
    target: UUID | None = None
    choice: str = ""
    chosen: UUID | None = None
    undo: dict[str, Any] | None = None
    stays: str = ""
    id: UUID = field(default_factory=uuid7)

    def fault(self, column: str, found: CellFault) -> None:
        """Note what is wrong with a cell: the row cannot be written."""
        self.faults[column] = {"code": found.code, "text": found.text, "offers": list(found.offers)}
        self.verdict = Verdict.WRONG

    def ask(self, column: str, code: str, text: object) -> None:
        """Note what a person has to decide before the row can be written."""
        self.faults[column] = {"code": code, "text": str(text), "offers": []}
        self.verdict = Verdict.DUPLICATE


@dataclass(frozen=True)
class Job:
    """For whom and for which unit rows are judged, and on which day; `subject_id` is that of the import."""

    id: UUID
    unit_id: UUID
    by: User
    on: date
    subject_id: UUID | None = None


class Work(Protocol):
    """One import of a kind at work."""

    def check(self, rows: list[Staged]) -> None:
        """Fill `clean`, `notes`, `faults`, `before`, `keys`, `verdict`, `target` from `cells`; heed `choice` and `chosen`."""

    def write(self, rows: list[Staged]) -> None:
        """Write rows that are new or changed, and note in each its `target` and `undo`; one that turns out wrong gets its fault instead."""

    def undo(self, rows: list[Staged]) -> None:
        """Take back rows that were written; one that something has built on since stays, with a sentence in `stays`."""


class ListKind(Protocol):
    """What a list of something means. `essential`: of each group one column must be there. `title` is the column that names a row."""

    code: str
    permission: str
    title: str

    @property
    def label(self) -> Promise: ...

    @property
    def fields(self) -> tuple[Field, ...]: ...

    @property
    def essential(self) -> tuple[tuple[str, ...], ...]: ...

    def open(self, job: Job) -> Work: ...

    def twin(self, key: str, number: int) -> tuple[str, str]:
        """(column, sentence) that a row bears which repeats the key of row `number`."""

    def texts(self, row: Any) -> dict[str, str]:
        """The cells of the row as they were understood, where that reads better than what was typed."""

    def compare(self, row: Any) -> list[dict[str, Any]]:
        """What might be meant by a duplicate row: for each candidate its `id`, `title` and `cells` by column."""


KINDS: dict[str, ListKind] = {}
HOMES: dict[str, Callable[[UUID], str]] = {}
"""Kinds whose lists are about one thing and are brought on its own page: the address of that page by the thing's id."""


def register(kind: ListKind, *, home: Callable[[UUID], str] | None = None) -> None:
    KINDS[kind.code] = kind
    if home:
        HOMES[kind.code] = home


def kind_of(code: str) -> ListKind:
    return KINDS[code]
