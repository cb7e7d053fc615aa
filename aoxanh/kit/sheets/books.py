"""Opening a file: XLSX, XLS, ODS and CSV as sheets of texts."""

import csv
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum, XmlError, ZipError

from aoxanh.kit.refusals import Refused
from aoxanh.kit.sheets import legacy

LARGEST_MB = 20
LARGEST_UNPACKED_MB = 400
SAMPLE = 200
OLD_EXCEL, ZIP = b"\xd0\xcf\x11\xe0", b"PK"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

type Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Sheet:
    """Rows of texts from the first row of the sheet on, and its merged cells as ((row, column), (row, column)) counted from 0.

    `height` is how many rows there are, about.
    """

    name: str
    height: int
    rows: Callable[[], Iterator[list[str]]]
    merged: list[Range] = field(default_factory=list)

    def head(self, count: int) -> list[list[str]]:
        return list(islice(self.rows(), count))


def open_book(data: bytes, name: str) -> list[Sheet]:
    """The sheets that a person sees, in order. Refused: `file_empty`, `file_too_large`, `password_protected`, `not_a_workbook`."""
    if not data.strip(b"\0 \r\n\t"):
        raise Refused("file_empty", _("The file is empty. Open it in Excel, check that the list is there, save it, then choose it again."))
    if len(data) > LARGEST_MB * 2**20:
        raise Refused("file_too_large", _("The file is larger than %(size)d MB. Split it into several files.") % {"size": LARGEST_MB})
    if data.startswith((OLD_EXCEL, ZIP)):
        return workbook(data)
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not is_bare_utf16(data):
        raise not_a_workbook()
    if data.lstrip()[:200].lower().startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"%pdf", b"{\\rtf")):
        raise not_a_workbook()
    return [text_sheet(decode(data), name)]


def not_a_workbook() -> Refused:
    return Refused(
        "not_a_workbook",
        _("This file is not an Excel list. Open it in Excel, choose Save As, “Excel Workbook (.xlsx)”, then choose that file."),
    )


def workbook(data: bytes) -> list[Sheet]:
    if data.startswith(OLD_EXCEL) and ENCRYPTED in data:
        raise protected()
    if data.startswith(ZIP):
        refuse_bombs(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        shown = [
            meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
        ]
        return [workbook_sheet(book, name) for name in shown]
    except PasswordError as error:
        raise protected() from error
    except (CalamineError, XmlError, ZipError) as error:
        raise not_a_workbook() from error


def protected() -> Refused:
    return Refused(
        "password_protected",
        _("The file has a password. Open it in Excel, remove the password (File, Info, Protect Workbook), save, choose it again."),
    )


def refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise not_a_workbook() from error
    if unpacked > LARGEST_UNPACKED_MB * 2**20:
        raise Refused(
            "file_too_large", _("The file is larger than %(size)d MB. Split it into several files.") % {"size": LARGEST_UNPACKED_MB}
        )


def workbook_sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    return Sheet(
        name, sheet.total_height, lambda: (list(map(text_of, row)) for row in sheet.iter_rows()), list(sheet.merged_cell_ranges or [])
    )


def text_of(value: Any) -> str:
    """A cell as a person reads it: dates as 31/12/2004, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float | int):
        return str(int(value)) if value == int(value) else f"{value:.10g}"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.time() != time() else f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if isinstance(value, timedelta) else str(value)


def text_sheet(text: str, name: str) -> Sheet:
    first = text[:20_000]
    delimiter = max(";\t,|", key=lambda sign: sum(line.count(sign) for line in first.splitlines()[:30]))
    clean = text.replace("\0", "")
    return Sheet(name, clean.count("\n") + 1, lambda: iter(csv.reader(StringIO(clean, newline=""), delimiter=delimiter)))


def is_bare_utf16(data: bytes) -> bool:
    """UTF-16 without its mark: in Latin text every other byte is mostly zero."""
    sample = data[: 2 * SAMPLE]
    return sample[1::2].count(0) * 3 > len(sample) or sample[0::2].count(0) * 3 > len(sample)


def decode(data: bytes) -> str:
    """A text file as text: by its mark, as UTF-8 if it is, else as the old code page in which it reads most like Vietnamese."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if is_bare_utf16(data):
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_code_page(data)


def decode_code_page(data: bytes) -> str:
    """windows-1258 where its tones make Vietnamese words; else Latin-1, under which TCVN3 and VNI wait to be recognised."""
    old, windows = data.decode("latin-1"), legacy.nfc(data.decode("cp1258", errors="replace"))
    lines = slice(0, 100_000)
    best_old = max(alike(legacy.to_unicode(line, encoding) for line in old[lines].splitlines()) for encoding in (legacy.TCVN3, legacy.VNI))
    return windows if alike(windows[lines].splitlines()) > best_old else old


def alike(texts: Iterable[str]) -> float:
    found, words = legacy.likeness(texts)
    return found / words if words else 0
