"""Staged rows in and out of the table, thousands at once."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from aoxanh.imports.models import Row
from aoxanh.imports.registry import Staged

COPY = (
    "COPY imports_row (id, batch_id, number, cells, clean, notes, faults, before, keys, verdict, target, choice, chosen, is_written, undo,"
    " stays) FROM STDIN"
)
UPDATE = """
UPDATE imports_row SET cells = new.cells, clean = new.clean, notes = new.notes, faults = new.faults, before = new.before,
    keys = ARRAY(SELECT jsonb_array_elements_text(new.keys)), verdict = new.verdict, target = new.target, choice = new.choice,
    chosen = new.chosen, undo = new.undo, stays = new.stays, is_written = new.is_written
FROM jsonb_to_recordset(%s::jsonb) AS new(id uuid, cells jsonb, clean jsonb, notes jsonb, faults jsonb, before jsonb, keys jsonb,
    verdict text, target uuid, choice text, chosen uuid, undo jsonb, stays text, is_written boolean)
WHERE imports_row.id = new.id
"""
SLOTS = ("number", "cells", "clean", "notes", "faults", "before", "keys", "verdict", "target", "choice", "chosen", "undo", "stays", "id")


def dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if value else "{}"


def add(batch_id: UUID, rows: Sequence[Staged]) -> None:
    """Rows that are not in the table yet."""
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(
                (
                    row.id,
                    batch_id,
                    row.number,
                    dump(row.cells),
                    dump(row.clean),
                    dump(row.notes),
                    dump(row.faults),
                    dump(row.before),
                    row.keys,
                    str(row.verdict),
                    row.target,
                    row.choice,
                    row.chosen,
                    False,
                    dump(row.undo) if row.undo else None,
                    row.stays,
                )
            )


def save(rows: Iterable[Staged], *, written: set[UUID] = frozenset()) -> None:  # type: ignore[assignment]
    """Rows that are in the table, as they are now; `written` are the ids of those that were carried out."""
    records = [
        {name: getattr(row, name) for name in SLOTS if name != "number"} | {"verdict": str(row.verdict), "is_written": row.id in written}
        for row in rows
    ]
    if records:
        with connection.cursor() as cursor:
            cursor.execute(UPDATE, [json.dumps(records, default=str, ensure_ascii=False)])


def load(rows: QuerySet[Row]) -> list[Staged]:
    return [Staged(**dict(zip(SLOTS, values, strict=True))) for values in rows.values_list(*SLOTS)]


def staged(row: Row) -> Staged:
    return Staged(**{name: getattr(row, name) for name in SLOTS})


def counts(batch_id: UUID) -> dict[str, int]:
    """How many rows there are of each verdict, those that are written apart."""
    found = Row.objects.filter(batch=batch_id).order_by().values_list("verdict", "is_written").annotate(Count("id"))
    return {f"written_{verdict}" if is_written else verdict: count for verdict, is_written, count in found}
