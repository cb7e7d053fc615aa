"""Columns of thousands of values as one parameter each: value by value they cost more than the database takes to store them."""

from collections.abc import Iterable
from typing import Any


def array(values: Iterable[Any]) -> str:
    """The literal of a PostgreSQL array, for a parameter such as `%s::uuid[]`. Values are ids, moments, texts or None."""
    return "{" + ",".join("NULL" if value is None else quoted(value) for value in values) + "}"


def quoted(value: Any) -> str:
    if isinstance(value, str):
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'
