"""Files as officers bring them, made by the test, and the cast that lists are about."""

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from xlsxwriter import Workbook

from aoxanh.accounts.models import User
from aoxanh.imports import actions
from aoxanh.imports.models import Import, Row
from aoxanh.kit.dates import during
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, Person
from aoxanh.places.models import Area, Share, Succession

HEADING = ["STT", "Họ và tên", "Ngày sinh", "Số điện thoại", "Xã"]


def xlsx(rows: Sequence[Sequence[Any]], *, merged: Sequence[tuple[int, int, int, int, str]] = (), sheet: str = "Sheet1") -> bytes:
    """A workbook with one sheet; `merged` are (first row, first column, last row, last column, text)."""
    file = BytesIO()
    book = Workbook(file)
    page, day = book.add_worksheet(sheet), book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(rows):
        for position, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(number, position, value, day)
            elif value not in {"", None}:
                page.write(number, position, value)
    for top, left, bottom, right, text in merged:
        page.merge_range(top, left, bottom, right, text)
    book.close()
    return file.getvalue()


def bring(data: bytes, by: User, unit: Unit, *, kind: str = "volunteers", name: str = "Danh sach DV thang 11.xlsx") -> Import:
    return actions.upload(data, name=name, kind=kind, unit_id=unit.pk, request_id=uuid4(), by=by)


def row_of(batch: Import, number: int) -> Row:
    return Row.objects.get(batch=batch, number=number)


def verdicts(batch: Import) -> dict[int, str]:
    return dict(Row.objects.filter(batch=batch).order_by("number").values_list("number", "verdict"))


def member(unit: Unit, name: str, **facts: Any) -> Person:
    person = Person.objects.create(full_name=name, **facts)
    Membership.objects.create(person=person, unit=unit, during=during(date(2025, 7, 1)))
    return person


@pytest.fixture
def y_tich(province: Area, van_linh: Area) -> Area:
    """A commune that became part of Vạn Linh."""
    old = Area.objects.create(
        level="commune",
        code="06490",
        name="Xã Y Tịch",
        kind="Xã",
        short_name="Y Tịch",
        search_key="xa y tich",
        slug="y-tich",
        latitude=21.6,
        longitude=106.5,
        parent=province,
        during=during(None, date(2025, 7, 1)),
    )
    Succession.objects.create(old=old, new=van_linh, share=Share.WHOLE, on=date(2025, 7, 1))
    return old


type Brought = Callable[..., Import]


@pytest.fixture
def brought(secretary: User, commune_union: Unit) -> Brought:
    """Brings rows under the usual heading for Đoàn xã Vạn Linh."""

    def bring_rows(*rows: Sequence[Any], heading: Sequence[str] = HEADING, kind: str = "volunteers") -> Import:
        return bring(xlsx([heading, *rows]), secretary, commune_union, kind=kind)

    return bring_rows
