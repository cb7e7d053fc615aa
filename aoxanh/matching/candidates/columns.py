"""Whole results of the database as NumPy columns: each column comes as one array in binary form, so that Python sees no rows."""

from itertools import islice
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


type Query = tuple[str, str]
"""What is asked, and the forms of its columns in order: int (int4), big (int8), real (float8), uuid (16 bytes), bool; never NULL."""

type Columns = tuple[np.ndarray, ...]


def columns(cursor: CursorWrapper, query: Query, values: dict[str, Any]) -> Columns:
    """The columns of one query."""
    text, forms = query[0], query[1].split()
    arrays = ", ".join(f"array_agg(c{number})" for number in range(len(forms)))
    return copied(cursor, f"SELECT {arrays} FROM ({text}) q ({names(forms)})", forms, values)  # noqa: S608


def columns_of_all(cursor: CursorWrapper, before: list[str], queries: list[Query], values: dict[str, Any]) -> list[Columns]:
    """The columns of several queries over the same tables (`before`, each `name AS (…)`), in one round trip."""
    parts = [(f"r{place}", text, forms.split()) for place, (text, forms) in enumerate(queries)]
    tables = [*before, *(f"{name} ({names(forms)}) AS MATERIALIZED ({text})" for name, text, forms in parts)]
    arrays = [f"(SELECT array_agg(c{number}) FROM {name})" for name, _, forms in parts for number in range(len(forms))]  # noqa: S608
    every = [form for _, _, forms in parts for form in forms]
    found = iter(copied(cursor, f"WITH {', '.join(tables)} SELECT {', '.join(arrays)}", every, values))
    return [tuple(islice(found, len(forms))) for _, _, forms in parts]


def names(forms: list[str]) -> str:
    return ", ".join(f"c{number}" for number in range(len(forms)))


def copied(cursor: CursorWrapper, query: str, forms: list[str], values: dict[str, Any]) -> Columns:
    """The arrays of the one row of a query. The cursor below Django's takes COPY also where queries are watched."""
    with cursor.cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)", values) as copy:
        data = b"".join(copy)
    found, at = [], FILE_HEADER + 2
    for form in forms:
        size = max(int.from_bytes(data[at : at + 4], signed=True), 0)
        found.append(column(memoryview(data)[at + 4 : at + 4 + size], form))
        at += 4 + size
    return tuple(found)


def column(data: memoryview, name: str) -> np.ndarray:
    """The elements of one array; none where it is NULL, as the array of no rows is."""
    form, wanted = FORMS[name]
    if not len(data):
        return np.zeros(0, wanted)
    elements = np.frombuffer(data, dtype=[("length", ">i4"), ("value", form)], offset=ARRAY_HEADER)
    return elements["value"].astype(wanted)
