"""From a file to staged rows: which sheet, which columns, which old encoding, which lines are no rows at all."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _

from aoxanh.imports.registry import ListKind, Staged
from aoxanh.kit.refusals import Refused
from aoxanh.kit.sheets import legacy
from aoxanh.kit.sheets.books import open_book
from aoxanh.kit.sheets.cells import plain
from aoxanh.kit.sheets.headings import Table, find_tables, key, letter

SAMPLE = 1000
MOST_ROWS = 100_000
NOTE = re.compile(r"(tong( cong| so)?|cong|nguoi lap( bieu| danh sach)?|chi doan|chi hoi|ghi chu|danh sach nay)\b.*")
SECTION = re.compile(r"([IVX]+|[A-Z]|\d+)\s*[.)/].*")


@dataclass
class Listing:
    """A list found in a file: its table, the encoding of each column, the names of other sheets that have a list too."""

    table: Table
    encodings: dict[str, str]
    others: list[str]
    left_out: dict[str, int] = field(default_factory=lambda: {"headings": 0, "notes": 0, "numbering": 0})

    @property
    def facts(self) -> dict[str, Any]:
        """What a person is told about how the file was understood."""
        return {
            "letters": {code: letter(columns[0]) for code, columns in self.table.columns.items()},
            "encoding": next(filter(None, self.encodings.values()), ""),
            "titles": self.table.titles,
            "storeys": self.table.storeys,
            "unread": [legacy.to_unicode(text, legacy.detect(self.table.headings)) for text in self.table.unread[:12]],
            "others": self.others,
            "left_out": self.left_out,
        }


def find_list(data: bytes, name: str, kind: ListKind, *, sheet: str = "") -> Listing:
    """The list in the file, on `sheet` where one is named.

    Refused: the codes of `open_book` and `find_tables`, `heading_missing`, `no_rows`.
    """
    tables = find_tables(open_book(data, name), kind.fields)
    table = next((table for table in tables if table.sheet.name == sheet), tables[0])
    refuse_missing(table, kind)
    others = [other.sheet.name for other in tables if other is not table]
    listing = Listing(table, {}, others)
    sample = list(islice(raw_rows(listing, kind), SAMPLE))
    if not sample:
        raise Refused("no_rows", _("There is a heading and no row under it. Write the list into the file, save it, choose it again."))
    listing.encodings = encodings([cells for _number, cells in sample])
    return listing


def refuse_missing(table: Table, kind: ListKind) -> None:
    for group in kind.essential:
        if not set(group) & table.columns.keys():
            label = next(one.label for one in kind.fields if one.code == group[0])
            read = ", ".join(f"“{one.label}”" for one in kind.fields if one.code in table.columns)
            text = _("There is no column “%(label)s” (found: %(read)s). Call it so in row %(row)d of the file, then choose it again.")
            raise Refused("heading_missing", text % {"label": label, "read": read, "row": table.titles + 1})


def encodings(sample: list[dict[str, str]]) -> dict[str, str]:
    """The old encoding of each column, from what its texts show; one that shows nothing of its own goes with the file."""
    columns: dict[str, list[str]] = {}
    for cells in sample:
        for code, text in cells.items():
            if not text.isascii():
                columns.setdefault(code, []).append(text)
    whole = legacy.detect(chain.from_iterable(columns.values()))
    return {code: legacy.detect(texts) or ("" if legacy.likeness(texts)[0] else whole) for code, texts in columns.items()}


def raw_rows(listing: Listing, kind: ListKind) -> Iterator[tuple[int, dict[str, str]]]:
    """(number in the file, texts by column) of every line that is a row. Refused: `two_tables`, `too_many_rows`."""
    table = listing.table
    places = [(code, columns) for code, columns in table.columns.items()]
    known = {name: one.code for one in kind.fields for name in one.keys}
    listing.left_out.update(headings=0, notes=0, numbering=0)
    count = 0
    for number, line in enumerate(islice(table.sheet.rows(), table.first_row, None), table.first_row + 1):
        cells = {code: text for code, columns in places if (text := text_at(line, columns))}
        if not cells:
            listing.left_out["notes"] += any(map(str.strip, line))
        elif what := no_row(cells, known, kind.title, is_first=not count):
            if what == "two_tables":
                raise two_tables(table, number)
            listing.left_out[what] += 1
        else:
            count += 1
            if count > MOST_ROWS:
                text = _("The list has more than %(most)d rows. Split it into several files.")
                raise Refused("too_many_rows", text % {"most": MOST_ROWS})
            yield number, cells


def text_at(line: list[str], columns: list[int]) -> str:
    if len(columns) == 1:
        return plain(line[columns[0]]) if columns[0] < len(line) else ""
    return plain(" ".join(line[column] for column in columns if column < len(line)))


def no_row(cells: dict[str, str], known: dict[str, str], title: str, *, is_first: bool) -> str:
    """Why a line is none of the list: a repeated heading, a line that numbers the columns, a note; "" for a row."""
    if is_first and len(cells) > 1 and all(re.fullmatch(r"\(?\d{1,2}\)?", text) for text in cells.values()):
        return "numbering"
    named = title in cells and key(cells[title])
    if named and known.get(named):
        found = {code: known.get(key(text)) for code, text in cells.items()}
        if sum(map(bool, found.values())) > 1:
            return "headings" if all(meant in {code, None} for code, meant in found.items()) else "two_tables"
    if len(cells) == 1:
        is_note = title not in cells or SECTION.fullmatch(cells[title]) or (named and NOTE.fullmatch(named))
        return "notes" if is_note else ""
    return ""


def two_tables(table: Table, number: int) -> Refused:
    facts = {"sheet": table.sheet.name, "first": table.titles + 1, "second": number}
    text = _("Sheet “%(sheet)s” holds two lists with different headings (rows %(first)d and %(second)d). Save each as a file of its own.")
    return Refused("two_tables", text % facts)


def staged_rows(listing: Listing, kind: ListKind) -> Iterator[Staged]:
    """Every row in Unicode; what was converted is noted."""
    for number, cells in raw_rows(listing, kind):
        row = Staged(number, cells)
        for code, encoding in listing.encodings.items():
            if encoding and code in cells and (text := legacy.to_unicode(cells[code], encoding)) != cells[code]:
                cells[code] = text
        yield row


def chunks(rows: Iterable[Staged], size: int) -> Iterator[list[Staged]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
