"""Lists by key: the next page starts after the last row, so page 500 costs what page 1 does and nothing is shown twice."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Field, Model, Q, QuerySet
from django.http import HttpRequest

PARAMETER = "sau"


@dataclass(frozen=True)
class Page[Row]:
    """Rows, and the key after which the next page starts ("" when this is the last). Iterates over its rows."""

    rows: list[Row]
    next: str = ""
    query: str = ""

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def next_query(self) -> str:
        """The query string of the next page, with the filters of this one."""
        return "&".join(filter(None, [self.query, urlencode({PARAMETER: self.next})]))


def page[Row: Model](rows: QuerySet[Row], request: HttpRequest, *, by: tuple[str, ...], size: int = 20) -> Page[Row]:
    """The page that the request asks for. See `page_after` for `by`."""
    found = page_after(rows, by=by, after=request.GET.get(PARAMETER, ""), size=size)
    filters = request.GET.copy()
    filters.pop(PARAMETER, None)
    return Page(found.rows, found.next, filters.urlencode())


def page_after[Row: Model](rows: QuerySet[Row], *, by: tuple[str, ...], after: str = "", size: int = 20) -> Page[Row]:
    """`size` rows ordered by the columns `by` ("-starts_at" descends) that come after a key.

    The last column must be unique and none may be null. A key that cannot be read is taken for none: the list starts anew.
    """
    ordered = rows.order_by(*by)
    if values := read_key(rows, by, after):
        ordered = ordered.filter(beyond(by, values))
    found = list(ordered[: size + 1])
    return Page(found[:size], key_of(found[size - 1], by) if len(found) > size else "")


def beyond(by: tuple[str, ...], values: list[Any]) -> Q:
    """Rows past a key: past it in the first column, or level there and past it in the next, and so on."""
    level = [Q(**{column.lstrip("-"): value}) for column, value in zip(by, values, strict=True)]
    past = [Q(**{f"{column.lstrip('-')}__{'lt' if column[0] == '-' else 'gt'}": value}) for column, value in zip(by, values, strict=True)]
    return reduce(Q.__or__, (reduce(Q.__and__, [*level[:position], past[position]]) for position in range(len(by))))


def key_of(row: Model, by: tuple[str, ...]) -> str:
    """The place of a row in the list, fit for an address."""
    values = [attrgetter(column.lstrip("-").replace("__", "."))(row) for column in by]
    return urlsafe_b64encode(json.dumps(values, cls=Exact).encode()).decode().rstrip("=")


class Exact(DjangoJSONEncoder):
    """Keeps the microseconds of a time, that JSON for JavaScript would cut."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def read_key(rows: QuerySet[Any], by: tuple[str, ...], key: str) -> list[Any]:
    """The values in a key, of the types of their columns; empty when there is none or it is not ours."""
    try:
        values = json.loads(urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        return [column_of(rows, column.lstrip("-")).to_python(value) for column, value in zip(by, values, strict=True)]
    except (ValueError, TypeError, NotBase64, ValidationError):
        return []


def column_of(rows: QuerySet[Any], path: str) -> Field:
    """The field at the end of a path such as "shift__starts_at", or of an annotation."""
    if path in rows.query.annotations:
        return rows.query.annotations[path].output_field
    model, *steps = rows.model, *path.split("__")
    for step in steps[:-1]:
        model = model._meta.get_field(step).related_model
    try:
        return model._meta.get_field("id" if steps[-1] == "pk" else steps[-1])
    except FieldDoesNotExist:
        return F(path).resolve_expression(rows.query).output_field
