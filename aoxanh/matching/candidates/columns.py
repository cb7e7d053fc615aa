"""Whole results of the database as NumPy columns: each column comes as one array in binary form, so that Python sees no rows."""

from typing import Any

import numpy as np
from django.db.backends.utils import CursorWrapper

FILE_HEADER, ARRAY_HEADER = 19, 20
FORMS: dict[str, tuple[str, Any]] = {
    "int": (">i4", np.int64),
    "big": (">i8", np.int64),
    "real": (">f8", np.float64),
    "uuid": ("V16", "V16"),
    "bool": ("?", bool),
}


def columns(cursor: CursorWrapper, query: str, values: dict[str, Any], forms: str) -> tuple[np.ndarray, ...]:
    """The columns of a query. `forms` names them in order: int (int4), big (int8), real (float8), uuid (16 bytes), bool; never NULL."""
    names = forms.split()
    fields = ", ".join(f"c{number}" for number in range(len(names)))
    arrays = ", ".join(f"array_agg(c{number})" for number in range(len(names)))
    with cursor.cursor.copy(f"COPY (SELECT {arrays} FROM ({query}) q ({fields})) TO STDOUT (FORMAT binary)", values) as copy:  # noqa: S608
        data = b"".join(copy)
    found, at = [], FILE_HEADER + 2
    for name in names:
        size = int.from_bytes(data[at : at + 4], signed=True)
        at += 4
        found.append(column(memoryview(data)[at : at + max(size, 0)], name))
        at += max(size, 0)
    return tuple(found)


def column(data: memoryview, name: str) -> np.ndarray:
    """The elements of one array; none where it is NULL, as the array of no rows is."""
    form, wanted = FORMS[name]
    if not len(data):
        return np.zeros(0, wanted)
    elements = np.frombuffer(data, dtype=[("length", ">i4"), ("value", form)], offset=ARRAY_HEADER)
    return elements["value"].astype(wanted)
