"""Every row that an event opens or changes, noted as it does so: what an undo reads. Set-based, whatever the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Max, Q, QuerySet
from django.db.models.expressions import RawSQL

from aoxanh.org.models import Change, Reorganisation
from aoxanh.org.reorganisation.port import Event

LARGE = 1000
"""Steps from which on an event is worth new statistics."""

UNDO = """
UPDATE "{table}" t SET {columns} FROM (
    SELECT c.row_id, jsonb_object_agg(b.key, b.value ORDER BY c.id DESC) AS before
    FROM org_change c, jsonb_each(c.before) b WHERE c.event_id = %s AND c.label = %s AND c.kind = 'changed' GROUP BY c.row_id
) was WHERE t.id = was.row_id
"""


@dataclass(frozen=True)
class Noted:
    """Rows that were changed at once: how many, and after which line of the journal their lines begin."""

    count: int
    after: int


def ended(event: Event) -> RawSQL:
    """The period `during` of a row, cut off at the day of the event; empty if it would only begin then."""
    return RawSQL("daterange(lower(during), GREATEST(lower(during), LEAST(upper(during), %s)))", (event.on,))


def reaching(event: Event) -> Q:
    """Rows with a period that goes on past the day of the event, or begins after it."""
    return Q(during__isempty=False) & (Q(during__upper_inf=True) | Q(during__endswith__gt=event.on))


def change(event: Event, rows: QuerySet[Any], **columns: Any) -> Noted:
    """Note how the rows are, then set the columns to the expressions."""
    model = rows.model
    names = [model._meta.get_field(name).column for name in columns]
    before = ", ".join(f"'{name}', t.\"{name}\"::text" for name in names)
    picked, params = rows.order_by().values("pk").query.sql_with_params()
    after = last_line()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO org_change (event_id, kind, label, row_id, before) "
            f'SELECT %s, %s, %s, t.id, jsonb_build_object({before}) FROM "{model._meta.db_table}" t WHERE t.id IN ({picked})',
            [event.pk, Change.Kind.CHANGED, model._meta.label_lower, *params],
        )
        count = cursor.rowcount
    if count:
        noted = Change.objects.filter(event=event.pk, label=model._meta.label_lower, id__gt=after).values("row_id")
        model._default_manager.filter(pk__in=noted).update(**columns)
    return Noted(count, after)


def end(event: Event, rows: QuerySet[Any]) -> Noted:
    """End the rows on the day of the event, those of them that reach past it."""
    return change(event, rows.filter(reaching(event)), during=ended(event))


def open_rows(event: Event, model: type[models.Model], select: str, params: Sequence[Any], columns: str) -> int:
    """Insert into the model's table what the query selects (`columns` in the same order, without the id) and note it; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'WITH made AS (INSERT INTO "{model._meta.db_table}" (id, {columns}) '
            f"SELECT gen_random_uuid(), picked.* FROM ({select}) picked RETURNING id) "
            "INSERT INTO org_change (event_id, kind, label, row_id) SELECT %s, %s, %s, id FROM made",
            [*params, event.pk, Change.Kind.OPENED, model._meta.label_lower],
        )
        return cursor.rowcount


def take_statistics(event: Event, *models: type[models.Model]) -> None:
    """After an event of thousands of steps, let the planner know what it wrote: it would go through tables that it thinks empty."""
    if event.steps < LARGE:
        return
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def last_line() -> int:
    return Change.objects.aggregate(last=Max("id"))["last"] or 0


def undo(event: Reorganisation) -> None:
    """Take away what the event opened and set back what it changed, the last first."""
    with connection.cursor() as cursor:
        for model in models_of(event, Change.Kind.OPENED):
            cursor.execute(
                f'DELETE FROM "{model._meta.db_table}" WHERE id IN '
                "(SELECT row_id FROM org_change WHERE event_id = %s AND label = %s AND kind = %s)",
                [event.pk, model._meta.label_lower, Change.Kind.OPENED],
            )
        for model in models_of(event, Change.Kind.CHANGED):
            cursor.execute(UNDO.format(table=model._meta.db_table, columns=settings_of(model, event)), [event.pk, model._meta.label_lower])
    event.changes.all().delete()


def models_of(event: Reorganisation, kind: str) -> list[type[models.Model]]:
    """The models of which the event has rows in its journal, those it came to last first."""
    labels = event.changes.filter(kind=kind).values_list("label").annotate(last=Max("id")).order_by("-last")
    return [apps.get_model(label) for label, _ in labels]


def settings_of(model: type[models.Model], event: Reorganisation) -> str:
    """`"during" = …` for every column of the model that the journal holds; a column that a line does not name stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT jsonb_object_keys(before) FROM org_change WHERE event_id = %s AND label = %s AND kind = %s",
            [event.pk, model._meta.label_lower, Change.Kind.CHANGED],
        )
        names = sorted(name for (name,) in cursor.fetchall())
        kinds = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    return ", ".join(
        f"\"{name}\" = CASE WHEN was.before ? '{name}' THEN (was.before ->> '{name}')::{kinds[name]} ELSE t.\"{name}\" END"
        for name in names
    )
