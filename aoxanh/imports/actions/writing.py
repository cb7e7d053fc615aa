"""Writing the good rows, judged once more because the world went on since the preview."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.imports import store
from aoxanh.imports.actions.passes import Pass, begin, carry
from aoxanh.imports.judging import judge
from aoxanh.imports.models import TO_WRITE, Import, Row, Source
from aoxanh.imports.registry import Staged, Work
from aoxanh.kit.refusals import Refused


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
    return begin(batch, WRITING, whole=batch.to_write)


def write(import_id: UUID) -> None:
    """Carry out a commit."""
    carry(import_id, WRITING)


def waiting(batch: Import) -> QuerySet[Row]:
    return Row.objects.filter(batch=batch, verdict__in=TO_WRITE, is_written=False).order_by("number")


def write_rows(work: Work, batch: Import, rows: list[Staged]) -> set[UUID]:
    judge(work, rows, batch.facts.get("letters", {}))
    good = [row for row in rows if row.verdict in TO_WRITE]
    work.write(good)
    return {row.id for row in good if row.verdict in TO_WRITE}


def finish(batch: Import) -> None:
    batch.counts, batch.state, batch.written_at = store.counts(batch.pk), Import.State.WRITTEN, timezone.now()
    batch.touched_at = batch.written_at
    batch.save()
    Source.objects.filter(batch=batch).delete()
    record("imports.written", batch, by=batch.by, unit_id=batch.unit_id, kind=batch.kind, counts=batch.counts)


WRITING = Pass(Import.State.WRITING, waiting, write_rows, finish)
