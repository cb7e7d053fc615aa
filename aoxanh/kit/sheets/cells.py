"""Reading one cell. Each reader takes a tidy text and gives (value, note): a note is the code of what was put right, "" for nothing.

What cannot be read raises CellFault with a sentence that says what is wrong, and where possible what was meant.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from aoxanh.kit.vietnamese import search_key, tidy

YEARS = range(1900, 2101)
SERIALS = range(10_000, 73_050)
EXCEL_BEGINS = date(1899, 12, 30)
DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
DIGITS_DAY = re.compile(r"(\d{2})(\d{2})(\d{4})")
YES = {"x", "co", "v", "1", "yes", "true", "dung", "✓", "√", "ü", "þ"}
NO = {"", "khong", "0", "no", "false", "-", "khong co"}
GUARDED = re.compile(r"^'(?=\s*[=+\-@'])")


class CellFault(ValueError):
    """What is wrong with a cell, in a sentence; `offers` are values that may have been meant."""

    def __init__(self, code: str, text: object, *offers: str) -> None:
        super().__init__(code)
        self.code, self.text, self.offers = code, str(text), offers


def plain(text: str) -> str:
    """A cell's text in NFC with single spaces, without the sign that a guarded export put before it."""
    text = text.strip()
    if not text.isascii() or not text.isprintable() or "  " in text:
        text = tidy(text)
    return GUARDED.sub("", text).strip() if text.startswith("'") else text


@lru_cache(maxsize=50_000)
def read_day(text: str) -> date:
    """A day in any of the ways people and Excel write it: 31/12/2004, 31.12.04, 2004-12-31, 38352."""
    if found := DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
        return day_of(day, month, full_year(year) if len(found[3]) == 2 else year)
    if found := ISO_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
        return day_of(day, month, year)
    if text.isascii() and text.isdigit() and len(text) == 5 and int(text) in SERIALS:
        return EXCEL_BEGINS + timedelta(days=int(text))
    if (found := DIGITS_DAY.fullmatch(text)) and int(found[3]) in YEARS:
        return day_of(*map(int, found.groups()))
    raise CellFault("not_a_day", _("“%(text)s” is not a day. Write day/month/year, like 31/12/2004.") % {"text": text})


def full_year(short: int) -> int:
    """Two digits as the year that is at most ten years ahead: 04 → 2004, 98 → 1998."""
    limit = date.today().year + 10  # noqa: DTZ011 -- a guess of the century, not a day
    return next(century + short for century in (2000, 1900) if century + short <= limit)


def day_of(day: int, month: int, year: int) -> date:
    if year not in YEARS:
        raise CellFault("no_such_year", _("There is no year %(year)d. Write the year with 4 digits.") % {"year": year})
    if not 1 <= month <= 12:
        raise no_such_month(day, month, year)
    last = monthrange(year, month)[1]
    if 1 <= day <= last:
        return date(year, month, day)
    if (day, month) == (29, 2):
        raise CellFault("no_such_day", _("February %(year)d has no 29th.") % {"year": year})
    raise CellFault("no_such_day", _("Month %(month)d has no day %(day)d.") % {"month": month, "day": day})


def no_such_month(day: int, month: int, year: int) -> CellFault:
    """Month before day, as American Excel writes, is offered the other way round."""
    text = _("There is no month %(month)d.") % {"month": month}
    if 1 <= day <= 12 and 1 <= month <= monthrange(year, day)[1]:
        return CellFault("no_such_month", text, f"{month:02d}/{day:02d}/{year}")
    return CellFault("no_such_month", text)


def read_birth(text: str) -> tuple[date | int, str]:
    """A birth date, or only its year when no more is known; month and year give the year."""
    if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS:
        return int(text), ""
    if (found := MONTH.fullmatch(text)) and 1 <= int(found[1]) <= 12 and int(found[2]) in YEARS:
        return int(found[2]), "year_only"
    return read_day(text), "serial" if text.isdigit() and len(text) == 5 else ""


@lru_cache(maxsize=50_000)
def read_name(text: str) -> tuple[str, str]:
    """A person's name; written in capitals, or without any, it is proposed with the first letter of each word large."""
    if any(sign.isdigit() for sign in text):
        raise CellFault("digits_in_name", _("A name holds no figures."))
    if len(text) > 120:
        raise CellFault("name_too_long", _("The name is longer than 120 letters. Is another column in this cell?"))
    words = text.split(" ")
    if any(is_oddly_written(word) for word in words):
        return " ".join(map(capital, words)), "capitals"
    return text, ""


def is_oddly_written(word: str) -> bool:
    """All small, or large letters inside: "HẠNH", "hạnh", "NguyễN"; but H'Hen and Y-Bih are names."""
    parts = [part for part in re.split(r"['’\-.]", word) if part]
    return any((part[0].islower() and len(parts) == 1) or any(letter.isupper() for letter in part[1:]) for part in parts)


def capital(word: str) -> str:
    return re.sub(r"(^|['’\-.])(\w)", lambda found: found[1] + found[2].upper(), word.lower())


def read_mark(text: str) -> bool:
    """A tick: x, có, 1; or none."""
    mark = search_key(text)
    if mark in YES:
        return True
    if mark in NO:
        return False
    raise CellFault("not_a_mark", _("Write x for yes, leave empty for no."))


def with_lost_zero(text: str) -> tuple[str, str]:
    """A phone number whose first zero Excel has eaten gets it back: 912345678 → 0912345678."""
    digits = re.sub(r"[\s.\-()]", "", text)
    if len(digits) == 9 and digits.isascii() and digits.isdigit() and digits[0] in "35789":
        return f"0{digits}", "zero"
    return text, ""
