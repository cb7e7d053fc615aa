"""Taking a whole import back, for seven days: rows on which something was built since stay, and say why."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.imports import store
from aoxanh.imports.actions.passes import Pass, begin, carry
from aoxanh.imports.models import UNDO_DAYS, Import, Row
from aoxanh.imports.registry import Staged, Work
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
    record("imports.undoing", batch, by=by, unit_id=batch.unit_id, kind=batch.kind)
    return begin(batch, UNDOING, whole=batch.written)


def carry_undo(import_id: UUID) -> None:
    """Carry out an undo."""
    carry(import_id, UNDOING)


def written(batch: Import) -> QuerySet[Row]:
    """The last of the file first."""
    return Row.objects.filter(batch=batch, is_written=True, stays="").order_by("-number")


def undo_rows(work: Work, batch: Import, rows: list[Staged]) -> set[UUID]:
    work.undo(rows)
    return {row.id for row in rows if row.stays}


def finish(batch: Import) -> None:
    batch.counts, batch.state, batch.undone_at = store.counts(batch.pk), Import.State.UNDONE, timezone.now()
    batch.save()
    record("imports.undone", batch, by=batch.by, unit_id=batch.unit_id, kind=batch.kind, counts=batch.counts)


UNDOING = Pass(Import.State.UNDOING, written, undo_rows, finish)
