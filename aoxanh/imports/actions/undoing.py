"""Taking a whole import back, for seven days: rows on which something was built since stay, and say why."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.imports import queue, store
from aoxanh.imports.actions.writing import AT_ONCE, CHUNK, lock_kind
from aoxanh.imports.judging import open_work
from aoxanh.imports.models import UNDO_DAYS, Import, Row
from aoxanh.imports.registry import Work
from aoxanh.kit.refusals import Refused


@transaction.atomic
def undo(batch: Import, *, by: User) -> Import:
    """Take back what the import wrote. Refused: `not_written`, `too_late`. Pressed twice, the second changes nothing."""
    batch = Import.objects.select_for_update(of=("self",)).select_related("by").get(pk=batch.pk)
    if batch.state in {Import.State.UNDOING, Import.State.UNDONE}:
        return batch
    if batch.state != Import.State.WRITTEN:
        raise Refused("not_written", _("Nothing of this list is written, so there is nothing to take back."))
    if not batch.can_be_undone:
        raise Refused("too_late", _("An import can be taken back for %(days)d days. Change the records one by one.") % {"days": UNDO_DAYS})
    batch.state, batch.done, batch.whole, batch.touched_at = Import.State.UNDOING, 0, batch.written, timezone.now()
    batch.save()
    record("imports.undoing", batch, by=by, unit_id=batch.unit_id, kind=batch.kind)
    if batch.whole > AT_ONCE:
        queue.enqueue(queue.UNDO, batch)
    else:
        carry_undo(batch.pk)
        batch.refresh_from_db()
    return batch


def carry_undo(import_id: UUID) -> None:
    """Carry out an undo; resumed, it goes on where it stopped."""
    batch = Import.objects.select_related("by").get(pk=import_id)
    with override(batch.by.language):
        work = open_work(batch)
        while undo_chunk(import_id, work):
            pass


@transaction.atomic
def undo_chunk(import_id: UUID, work: Work) -> bool:
    """The next rows, the last of the file first; whether there may be others."""
    batch = Import.objects.select_for_update(of=("self",)).select_related("by").get(pk=import_id)
    if batch.state != Import.State.UNDOING:
        return False
    lock_kind(batch.kind)
    rows = store.load(Row.objects.filter(batch=batch, is_written=True, stays="").order_by("-number")[:CHUNK])
    if not rows:
        finish(batch)
        return False
    work.undo(rows)
    store.save(rows, written={row.id for row in rows if row.stays})
    batch.done, batch.touched_at = batch.done + len(rows), timezone.now()
    batch.save(update_fields=["done", "touched_at"])
    return True


def finish(batch: Import) -> None:
    batch.counts, batch.state, batch.undone_at = store.counts(batch.pk), Import.State.UNDONE, timezone.now()
    batch.save()
    record("imports.undone", batch, by=batch.by, unit_id=batch.unit_id, kind=batch.kind, counts=batch.counts)
