"""Going through the rows of an import some thousands a transaction: resumed, a pass goes on where it stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from aoxanh.imports import queue, store
from aoxanh.imports.judging import open_work
from aoxanh.imports.models import Import, Row
from aoxanh.imports.registry import Staged, Work

CHUNK = 2500
AT_ONCE = 400
"""So many rows are gone through while their owner waits."""


@dataclass(frozen=True)
class Pass:
    """What is done to which rows while an import is in a state.

    `rows`: those still to come, in their order. `do` gives the ids of rows that stand written afterwards. `finish` ends the pass.
    """

    state: Import.State
    rows: Callable[[Import], QuerySet[Row]]
    do: Callable[[Work, Import, list[Staged]], set[UUID]]
    finish: Callable[[Import], None]


def begin(batch: Import, going: Pass, *, whole: int) -> Import:
    """Start a pass over so many rows: at once when they are few, else by a job. The import's row must be held."""
    batch.state, batch.done, batch.whole, batch.touched_at = going.state, 0, whole, timezone.now()
    batch.save()
    if whole > AT_ONCE:
        queue.enqueue(queue.JOB_OF[going.state], batch)
    else:
        carry(batch.pk, going)
        batch.refresh_from_db()
    return batch


def carry(import_id: UUID, going: Pass) -> None:
    """Carry out a pass. What an earlier run did is not done again."""
    batch = Import.objects.select_related("by").get(pk=import_id)
    with override(batch.by.language):
        work = open_work(batch)
        while step(import_id, going, work):
            pass


@transaction.atomic
def step(import_id: UUID, going: Pass, work: Work) -> bool:
    """The next rows; whether there may be others."""
    batch = Import.objects.select_for_update(of=("self",)).select_related("by").get(pk=import_id)
    if batch.state != going.state:
        return False
    lock_kind(batch.kind)
    rows = store.load(going.rows(batch)[:CHUNK])
    if not rows:
        going.finish(batch)
        return False
    store.save(rows, written=going.do(work, batch, rows))
    batch.done, batch.touched_at = batch.done + len(rows), timezone.now()
    batch.save(update_fields=["done", "touched_at"])
    return True


def lock_kind(kind: str) -> None:
    """Two lists of one kind write in turns, or both would make the same person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"imports {kind}"])
