"""Writing lists that Excel opens, row by row, and that can be read again: texts stay texts, and no cell starts a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.text import get_valid_filename
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
INK, PAPER = "#1A2233", "#E7F0FD"


@dataclass(frozen=True)
class Column:
    """A heading, how wide the column is in letters, and whether it has to be filled."""

    label: str
    width: int = 18
    is_required: bool = False


def guarded(value: Any) -> Any:
    """A text that would start a formula, with an apostrophe before it, which reading takes off again."""
    text = "" if value is None else value
    return f"'{text}" if isinstance(text, str) and text.lstrip(" ").startswith(STARTS_FORMULA) else text


def said(value: Any) -> str:
    """A value as a cell of text: days as dd/mm/yyyy, a tick as x."""
    if isinstance(value, bool):
        return "x" if value else ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(guarded(value))


def write_xlsx(
    file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, title: str, notes: Sequence[Sequence[str]] = ()
) -> None:
    """One sheet with the heading in its first row; all cells are texts save whole numbers. `notes` make a second sheet."""
    book = Workbook(file, OPTIONS)
    sheet, text = book.add_worksheet(sheet_name(title)), book.add_format({"num_format": "@", "valign": "top"})
    write_heading(book, sheet, columns, text)
    for number, row in enumerate(rows, 1):
        for position, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, position, value)
            elif cell := said(value):
                sheet.write_string(number, position, cell, text)
    if notes:
        write_notes(book, notes)
    book.close()


def write_heading(book: Workbook, sheet: Worksheet, columns: Sequence[Column], text: Format) -> None:
    look = {"bold": True, "font_color": INK, "bg_color": PAPER, "text_wrap": True, "valign": "vcenter", "bottom": 1}
    plain, required = book.add_format(look), book.add_format(look | {"bottom": 2})
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width, text)
    sheet.set_row(0, 30)
    for position, column in enumerate(columns):
        sheet.write_string(0, position, column.label, required if column.is_required else plain)


def write_notes(book: Workbook, notes: Sequence[Sequence[str]]) -> None:
    sheet, wrapped = book.add_worksheet("Hướng dẫn"), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 2, 34, wrapped)
    for number, row in enumerate(notes):
        for position, value in enumerate(row):
            sheet.write_string(number, position, str(guarded(value)), wrapped)


def sheet_name(title: str) -> str:
    """A title fit for the tab: at most 31 letters and none of those that Excel refuses."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "Danh sách"


def xlsx_response(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, title: str, notes: Sequence[Sequence[str]] = ()
) -> FileResponse:
    """The list as a download; it is written to disk first, so that no list is ever whole in memory."""
    with ExitStack() as until_it_is_written:
        file = until_it_is_written.enter_context(TemporaryFile())
        write_xlsx(file, columns, rows, title=title, notes=notes)
        until_it_is_written.pop_all()  # The response closes it.
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{get_valid_filename(name)}.xlsx", content_type=XLSX)


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff"
    yield writer.writerow([column.label for column in columns])
    for row in rows:
        yield writer.writerow([said(value) for value in row])


def csv_response(name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """The list as CSV in UTF-8 with its mark, so that Excel reads the tones; it leaves while it is read."""
    disposition = f'attachment; filename="{get_valid_filename(name)}.csv"'
    return StreamingHttpResponse(
        csv_lines(columns, rows), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )


def list_response(kind: str, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, title: str) -> HttpResponseBase:
    """The list as `xlsx` or `csv`."""
    return csv_response(name, columns, rows) if kind == "csv" else xlsx_response(name, columns, rows, title=title)
