"""The columns that lists of people have in common, and what a row says of a person."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from aoxanh.imports.registry import Field, Staged
from aoxanh.kit.phones import NotAPhoneError, e164, spoken
from aoxanh.kit.sheets.cells import CellFault, read_birth, read_name, with_lost_zero
from aoxanh.kit.vietnamese import search_key
from aoxanh.places.naming import PlaceNames

OLDEST = 110
SEVERAL = re.compile(r"[;/,]| - | hoặc |\n")
OLD_PREFIXES = {
    **{f"016{digit}": f"03{digit}" for digit in "23456789"},
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
"""Mobile numbers had 11 digits until 2018."""

NAME = Field(
    "full_name",
    "Họ và tên",
    (
        "Họ tên",
        "Tên",
        "Họ và tên đoàn viên",
        "Họ tên đoàn viên",
        "Họ và tên TNV",
        "Tình nguyện viên",
        "Tên đoàn viên",
        "Họ và tên hội viên",
    ),
    spreads=True,
    example="Vi Thị Hạnh",
    hint=gettext_noop("As on the identity card."),
    width=26,
)
FAMILY = Field("family_name", "Họ đệm", ("Họ", "Họ và đệm", "Họ và tên đệm", "Họ lót", "Họ và chữ đệm"), shown=False)
GIVEN = Field("given_name", "Tên gọi", ("Tên riêng",), shown=False)
BIRTH = Field(
    "birth",
    "Ngày sinh",
    ("Năm sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "NTNS", "Sinh ngày", "Ngày/tháng/năm sinh", "Sinh năm"),
    example="23/10/2003",
    hint=gettext_noop("Day/month/year; the year alone where no more is known."),
    width=14,
)
BIRTH_OF_MEN = Field("birth_male", "Năm sinh nam", ("Ngày sinh nam", "Ngày tháng năm sinh nam", "Ngày, tháng, năm sinh nam"), shown=False)
BIRTH_OF_WOMEN = Field("birth_female", "Năm sinh nữ", ("Ngày sinh nữ", "Ngày tháng năm sinh nữ", "Ngày, tháng, năm sinh nữ"), shown=False)
PHONE = Field(
    "phone",
    "Điện thoại",
    ("Số điện thoại", "SĐT", "ĐT", "Di động", "Số ĐT", "Số di động", "Điện thoại liên hệ", "ĐTDĐ", "Zalo", "Điện thoại di động"),
    example="0971 556 308",
    hint=gettext_noop("10 digits that begin with 0."),
    width=16,
)
EMAIL = Field("email", "Email", ("E-mail", "Thư điện tử", "Địa chỉ email", "Mail", "Gmail"), example="hanh@tinhnguyen.example", width=26)
AREA = Field(
    "area",
    "Xã, phường",
    (
        "Xã",
        "Phường",
        "Xã/phường",
        "Xã phường",
        "Nơi ở",
        "Xã, phường nơi ở",
        "Nơi cư trú",
        "Chỗ ở hiện nay",
        "Xã/phường/thị trấn",
        "Địa bàn",
    ),
    example="Xã Vạn Linh",
    hint=gettext_noop("By its name since 01/07/2025."),
    width=22,
)
PROVINCE = Field("province", "Tỉnh, thành phố", ("Tỉnh", "Tỉnh/thành phố", "Tỉnh thành", "Thành phố"), example="Lạng Sơn", shown=False)
ADDRESS = Field(
    "address",
    "Địa chỉ",
    ("Thôn", "Thôn, bản", "Số nhà, đường", "Địa chỉ thường trú", "Địa chỉ nơi ở", "Thôn/khu phố", "Xóm"),
    example="Thôn Phố Mới",
    shown=False,
    width=28,
)
PERSON_FIELDS = (NAME, FAMILY, GIVEN, BIRTH, BIRTH_OF_MEN, BIRTH_OF_WOMEN, PHONE, EMAIL, AREA, PROVINCE, ADDRESS)
OWN_FIELDS = (NAME, BIRTH, PHONE, EMAIL, AREA, PROVINCE, ADDRESS)
"""Those that stand on our own sheets; the others only exist on lists of others."""
NAMED_BY = (NAME.code, FAMILY.code)


name_key = lru_cache(maxsize=100_000)(search_key)
"""A name without tones; a long list asks for the same one again and again."""


@dataclass(frozen=True)
class Said:
    """What a row says of a person, None or "" where it says nothing."""

    full_name: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    phone: str = ""
    email: str = ""
    area_id: UUID | None = None
    address: str = ""


def read_person(row: Staged, places: PlaceNames) -> Said:
    """Read the cells about the person; faults and notes go into the row."""
    born = read_into(row, birth_column(row), read_born)
    said = Said(
        full_name=read_into(row, NAME.code, read_name, full_name(row)) or "",
        birth_date=born if isinstance(born, date) else None,
        birth_year=born if isinstance(born, int) else None,
        phone=read_into(row, PHONE.code, read_phone) or "",
        email=read_into(row, EMAIL.code, read_email) or "",
        area_id=read_into(row, AREA.code, lambda text: (places.find(text, row.cells.get(PROVINCE.code, "")), "")),
        address=row.cells.get(ADDRESS.code, "")[:200],
    )
    if not said.full_name and NAME.code not in row.faults:
        row.fault(NAME.code, CellFault("name_missing", _("The name is missing.")))
    return said


def read_into(row: Staged, column: str, read: Any, text: str | None = None) -> Any:
    """The value of a cell by its reader; None when the cell is empty or wrong."""
    text = row.cells.get(column, "") if text is None else text
    if not text:
        return None
    try:
        value, note = read(text)
    except CellFault as fault:
        row.fault(column, fault)
        return None
    if note:
        row.notes[column] = note
    return value


def full_name(row: Staged) -> str:
    """From one column or from two: "Vi Thị" and "Hạnh"."""
    if FAMILY.code in row.cells:
        return f"{row.cells[FAMILY.code]} {row.cells.get(GIVEN.code) or row.cells.get(NAME.code, '')}".strip()
    return row.cells.get(NAME.code, "")


def birth_column(row: Staged) -> str:
    """Old lists have one column of birth years for men and one for women."""
    return next((code for code in (BIRTH.code, BIRTH_OF_MEN.code, BIRTH_OF_WOMEN.code) if code in row.cells), BIRTH.code)


def read_born(text: str) -> tuple[date | int, str]:
    born, note = read_birth(text)
    year, this_year = born if isinstance(born, int) else born.year, date.today().year  # noqa: DTZ011 -- years only
    if isinstance(born, date) and born > date.today():  # noqa: DTZ011
        raise CellFault("born_tomorrow", _("%(day)s is still to come. Is the year right?") % {"day": f"{born:%d/%m/%Y}"})
    if not this_year - OLDEST <= year <= this_year:
        raise CellFault("year_out_of_range", _("Nobody in the list was born in %(year)d. Is the year right?") % {"year": year})
    return born, note


def read_phone(text: str) -> tuple[str, str]:
    """E.164, with the zero that Excel ate, and with the prefix of today for an old number of 11 digits."""
    number, note = with_lost_zero(text)
    digits = re.sub(r"[\s.\-()']", "", number)
    if len(digits) == 10 and digits.isdigit() and digits[0] == "1":
        digits = f"0{digits}"
    if len(digits) < 9 and digits.isdigit() and digits[0] in "35789":
        number = f"0{digits}"
    if len(digits) == 11 and digits[:4] in OLD_PREFIXES:
        number, note = OLD_PREFIXES[digits[:4]] + digits[4:], "old_prefix"
    try:
        return e164(number), note
    except NotAPhoneError as error:
        several = [part.strip() for part in SEVERAL.split(text) if part.strip()]
        if len(several) > 1:
            raise CellFault("several_phones", _("There are several numbers here. Keep one."), *several[:3]) from error
        raise CellFault("not_a_phone", str(error)) from error


def read_email(text: str) -> tuple[str, str]:
    address = text.replace(" ", "").lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise CellFault("not_an_email", _("“%(text)s” is not an e-mail address.") % {"text": text}) from error
    return address, ""


def shown_birth(day: date | None, year: int | None) -> str:
    return f"{day:%d/%m/%Y}" if day else str(year or "")


def shown_phone(number: str) -> str:
    return spoken(number) if number else ""
