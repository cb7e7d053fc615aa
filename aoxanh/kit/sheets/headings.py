"""Finding the table on a sheet: its heading among title rows, merged cells and two-storey headings, its columns in any order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from aoxanh.kit.refusals import Refused
from aoxanh.kit.sheets.books import Range, Sheet
from aoxanh.kit.sheets.legacy import TCVN3, VNI, to_unicode
from aoxanh.kit.vietnamese import search_key, tidy

LOOK = 40
TALLEST = 3
LEAST = 2
IGNORED = {"stt", "tt", "so tt", "so thu tu", "no", "ly do", "ket qua", ""}
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Heading:
    """What a column may be called. `label` stands on our own sheets; `aliases` are other headings in use, compared without tones.

    `spreads`: the value may fill several columns under one merged heading, as families write names.
    """

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    spreads: bool = False

    @property
    def keys(self) -> set[str]:
        return {key(text) for text in (self.label, *self.aliases)}


@dataclass(frozen=True)
class Table:
    """Where a list begins on its sheet and which columns (counted from 0) hold what."""

    sheet: Sheet
    titles: int
    storeys: int
    columns: dict[str, list[int]]
    headings: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def first_row(self) -> int:
        """The row, counted from 0, under the heading."""
        return self.titles + self.storeys


def key(text: str) -> str:
    """A heading reduced to what matters: no tones, no brackets, no signs."""
    return SIGNS.sub(" ", BRACKETS.sub(" ", search_key(tidy(text)))).strip()


def keys_of(text: str) -> set[str]:
    """The heading as it stands and as it would read in the old encodings."""
    return {key(text), key(to_unicode(text, TCVN3)), key(to_unicode(text, VNI))} - {""}


def find_tables(sheets: Sequence[Sheet], headings: Sequence[Heading]) -> list[Table]:
    """The table of each sheet that has one, the best first. Refused: `two_headings`, `no_known_heading`."""
    found = [table for sheet in sheets if (table := find_table(sheet, headings))]
    if not found:
        known = ", ".join(f"“{heading.label}”" for heading in headings[:5])
        text = _("No heading that we know. The first row of the list needs headings such as %(known)s. The template has them all.")
        raise Refused("no_known_heading", text % {"known": known})
    return sorted(found, key=lambda table: -len(table.columns))


def find_table(sheet: Sheet, headings: Sequence[Heading]) -> Table | None:
    """The rows that name most columns; of equals those with the fewest storeys, then the first."""
    known = {name: heading for heading in headings for name in heading.keys}
    rows = filled(sheet)
    best: tuple[int, int, int] = (LEAST - 1, 0, 0)
    for storeys in range(1, TALLEST + 1):
        for start in range(len(rows) - storeys + 1):
            named = name_columns(rows[start : start + storeys], known)
            if (score := len(set(filter(None, named)))) > best[0]:
                best = (score, start, storeys)
    _score, start, storeys = best
    return make_table(sheet, rows, start, lowest(sheet.merged, start, storeys), known) if storeys else None


def lowest(merged: Iterable[Range], start: int, storeys: int) -> int:
    """The storeys with those that a heading merged downwards reaches."""
    reached = [bottom - start + 1 for (top, _left), (bottom, _right) in merged if start <= top < start + storeys]
    return min(max([storeys, *reached]), TALLEST)


def filled(sheet: Sheet) -> list[list[str]]:
    """The top of the sheet with the text of a merged range in each of its cells; rows equally long."""
    rows = sheet.head(LOOK)
    width = max(map(len, rows), default=0)
    rows = [[tidy(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for (top, left), (bottom, right) in sheet.merged:
        if bottom < len(rows) and right < width and bottom - top < TALLEST:
            for row in range(top, bottom + 1):
                rows[row][left : right + 1] = [rows[top][left]] * (right - left + 1)
    return rows


def name_columns(rows: Sequence[Sequence[str]], known: dict[str, Heading]) -> list[str]:
    """The code of each column, "" for those that nobody knows."""
    return [code_of(column, known) for column in zip(*rows, strict=True)]


def name_settled_columns(rows: Sequence[Sequence[str]], known: dict[str, Heading]) -> list[str]:
    """The same once the storeys are settled: an upper heading then also speaks for lower ones that nobody knows."""
    return [code_of(column, known) or code_of(column[:1], known) for column in zip(*rows, strict=True)]


def code_of(storeys: Sequence[str], known: dict[str, Heading]) -> str:
    """Both storeys together say most ("Năm sinh" over "Nữ"), else the lower one alone."""
    parts = list(dict.fromkeys(filter(None, storeys)))
    for text in (" ".join(parts), parts[-1] if parts else ""):
        for name in keys_of(text):
            if name in known:
                return known[name].code
    return ""


def make_table(sheet: Sheet, rows: list[list[str]], start: int, storeys: int, known: dict[str, Heading]) -> Table:
    named = name_settled_columns(rows[start : start + storeys], known)
    spreading = {heading.code for heading in known.values() if heading.spreads}
    columns: dict[str, list[int]] = {}
    for position, code in enumerate(named):
        if not code:
            if position and named[position - 1] in spreading and continues(rows, start, storeys, position):
                named[position] = named[position - 1]
                columns[named[position]].append(position)
        elif code not in columns:
            columns[code] = [position]
        elif is_one_heading(sheet.merged, start, storeys, columns[code][-1], position):
            columns[code].append(position)
        else:
            raise two_headings(known, code, columns[code][0], position)
    parts = [" ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows[start : start + storeys], strict=True)]
    unread = [part for part, code in zip(parts, named, strict=True) if not code and key(part) not in IGNORED]
    return Table(sheet, start, storeys, columns, parts, unread)


def continues(rows: list[list[str]], start: int, storeys: int, position: int) -> bool:
    """A column without a heading that is mostly full goes on where its neighbour began: a merged heading that a CSV has lost."""
    heading, below = rows[start : start + storeys], rows[start + storeys :]
    full = sum(bool(row[position]) for row in below)
    return not any(row[position] for row in heading) and full * 2 > len(below)


def is_one_heading(merged: Iterable[Range], start: int, storeys: int, left: int, right: int) -> bool:
    return any(top < start + storeys and bottom >= start and first <= left and last >= right for (top, first), (bottom, last) in merged)


def two_headings(known: dict[str, Heading], code: str, first: int, second: int) -> Refused:
    label = next(heading.label for heading in known.values() if heading.code == code)
    facts = {"first": letter(first), "second": letter(second), "label": label}
    text = _("Columns %(first)s and %(second)s are both “%(label)s”. Delete or rename one of them in the file, then choose it again.")
    return Refused("two_headings", text % facts)


def letter(column: int) -> str:
    """The column as Excel calls it: 0 → A, 26 → AA."""
    name = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        name, column = chr(ord("A") + rest) + name, column - 1
    return name
