"""Writing the good rows, in the background, some thousands a transaction: resumed, it goes on where it stopped."""

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.imports import queue, store
from aoxanh.imports.judging import judge, open_work
from aoxanh.imports.models import TO_WRITE, Import, Row, Source
from aoxanh.imports.registry import Work
from aoxanh.kit.refusals import Refused

CHUNK = 2500
AT_ONCE = 400
"""So many rows are written while their owner waits."""


@transaction.atomic
def commit(batch: Import, *, by: User) -> Import:
    """Write every row that is new or changed; the others stay to be looked at. Refused: `not_open`, `nothing_to_write`.

    Pressed twice, the second finds the first at work and changes nothing.
    """
    batch = Import.objects.select_for_update(of=("self",)).select_related("by").get(pk=batch.pk)
    if batch.state == Import.State.WRITING:
        return batch
    if not batch.is_open:
        raise Refused("not_open", _("This list is no longer to be looked at. Bring the file again."))
    if not batch.to_write:
        raise Refused("nothing_to_write", _("No row of this list is new or changed, so there is nothing to write."))
    batch.state, batch.done, batch.whole, batch.touched_at = Import.State.WRITING, 0, batch.to_write, timezone.now()
    batch.save()
    if batch.whole > AT_ONCE:
        queue.enqueue(queue.WRITE, batch)
    else:
        write(batch.pk)
        batch.refresh_from_db()
    return batch


def write(import_id: UUID) -> None:
    """Carry out a commit. What an earlier run wrote is not written again."""
    batch = Import.objects.select_related("by").get(pk=import_id)
    with override(batch.by.language):
        work = open_work(batch)
        while write_chunk(import_id, work):
            pass


@transaction.atomic
def write_chunk(import_id: UUID, work: Work) -> bool:
    """The next rows, judged once more because the world went on since the preview; whether there may be others."""
    batch = Import.objects.select_for_update(of=("self",)).select_related("by").get(pk=import_id)
    if batch.state != Import.State.WRITING:
        return False
    lock_kind(batch.kind)
    waiting = Row.objects.filter(batch=batch, verdict__in=TO_WRITE, is_written=False)
    rows = store.load(waiting.order_by("number")[:CHUNK])
    if not rows:
        finish(batch)
        return False
    judge(work, rows, batch.facts.get("letters", {}))
    good = [row for row in rows if row.verdict in TO_WRITE]
    work.write(good)
    store.save(rows, written={row.id for row in good if row.verdict in TO_WRITE})
    batch.done, batch.touched_at = batch.done + len(rows), timezone.now()
    batch.save(update_fields=["done", "touched_at"])
    return True


def lock_kind(kind: str) -> None:
    """Two lists of one kind write in turns, or both would make the same person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"imports {kind}"])


def finish(batch: Import) -> None:
    batch.counts, batch.state, batch.written_at = store.counts(batch.pk), Import.State.WRITTEN, timezone.now()
    batch.touched_at = batch.written_at
    batch.save()
    Source.objects.filter(batch=batch).delete()
    record("imports.written", batch, by=batch.by, unit_id=batch.unit_id, kind=batch.kind, counts=batch.counts)
