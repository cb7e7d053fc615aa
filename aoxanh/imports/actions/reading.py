"""Taking a file in and staging its rows."""

from collections import Counter
from itertools import chain
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.imports import queue, store
from aoxanh.imports.judging import judge, mark_twins, open_work
from aoxanh.imports.models import Import, Source
from aoxanh.imports.reading import Listing, chunks, find_list, staged_rows
from aoxanh.imports.registry import Staged, kind_of
from aoxanh.kit.refusals import Refused

AT_ONCE = 1500
"""A list of so many lines is read while its owner waits; a longer one in the background."""
CHUNK = 2500


@transaction.atomic
def upload(data: bytes, *, name: str, kind: str, unit_id: UUID, request_id: UUID, by: User, subject_id: UUID | None = None) -> Import:
    """Take in a file; sent twice, the second is the first. Refused with the codes of `find_list` before anything is kept."""
    if seen := Import.objects.filter(request_id=request_id, by=by).first():
        return seen
    listing = find_list(data, name, kind_of(kind))
    facts = {"unit_id": unit_id, "subject_id": subject_id, "request_id": request_id, "by": by}
    batch = Import.objects.create(kind=kind, file_name=name[:200], sheet=listing.table.sheet.name[:100], **facts)
    Source.objects.create(batch=batch, data=data)
    record("imports.uploaded", batch, by=by, unit_id=unit_id, kind=kind)
    return begin(batch, listing)


def begin(batch: Import, listing: Listing) -> Import:
    batch.facts, batch.whole, batch.done = listing.facts, listing.table.sheet.height, 0
    batch.state, batch.touched_at = Import.State.READING, timezone.now()
    batch.save()
    if batch.whole > AT_ONCE:
        queue.enqueue(queue.READ, batch)
    else:
        stage(batch, listing)
    return batch


@transaction.atomic
def read_sheet(batch: Import, *, sheet: str, by: User) -> Import:
    """Read another sheet of the same file instead. Refused: `not_open`, and the codes of `find_list`."""
    batch = Import.objects.select_for_update(of=("self",)).select_related("by", "source").get(pk=batch.pk)
    if batch.state != Import.State.READY:
        raise Refused("not_open", _("This list is no longer to be looked at. Bring the file again."))
    listing = find_list(bytes(batch.source.data), batch.file_name, kind_of(batch.kind), sheet=sheet)
    batch.sheet = listing.table.sheet.name[:100]
    return begin(batch, listing)


def read(import_id: UUID) -> None:
    """Stage the rows of a file that was taken in; begun again, it begins anew."""
    batch = Import.objects.select_related("by", "source").get(pk=import_id)
    if batch.state != Import.State.READING:
        return
    with override(batch.by.language):
        try:
            stage(batch, find_list(bytes(batch.source.data), batch.file_name, kind_of(batch.kind), sheet=batch.sheet))
        except Refused as refusal:
            refuse(batch, refusal)


def refuse(batch: Import, refusal: Refused) -> None:
    batch.rows.all().delete()
    batch.refusal, batch.state = {"code": refusal.code, "text": str(refusal)}, Import.State.REFUSED
    batch.save()


def give_up(batch: Import) -> None:
    """Say that the list cannot be read, where job after job has failed."""
    with override(batch.by.language):
        text = _("The list could not be read to its end. Save it anew as “Excel Workbook (.xlsx)”, then choose that file.")
        refuse(batch, Refused("gave_up", text))


def stage(batch: Import, listing: Listing) -> None:
    """Judge the rows chunk by chunk; each is written at once and the progress shows."""
    kind, work = kind_of(batch.kind), open_work(batch)
    batch.rows.all().delete()
    notes, seen = Counter[str](), dict[str, Staged]()
    for rows in chunks(staged_rows(listing, kind), CHUNK):
        judge(work, rows, listing.facts["letters"])
        mark_twins(kind, rows, seen)
        notes.update(chain.from_iterable(row.notes.values() for row in rows))
        with transaction.atomic():
            store.add(batch.pk, rows)
            Import.objects.filter(pk=batch.pk).update(done=rows[-1].number, touched_at=timezone.now())
    batch.facts = listing.facts | {"notes": dict(notes)}
    batch.counts, batch.state, batch.touched_at = store.counts(batch.pk), Import.State.READY, timezone.now()
    batch.save()


@transaction.atomic
def drop(batch: Import, *, by: User) -> Import:
    """Give a list up before anything of it was written; its rows and its file are gone. Refused: `not_open`."""
    batch = Import.objects.select_for_update().get(pk=batch.pk)
    if batch.state == Import.State.DROPPED:
        return batch
    if batch.state not in {Import.State.READY, Import.State.REFUSED, Import.State.READING}:
        raise Refused("not_open", _("Something of this list is written already. Take the import back instead."))
    batch.state = Import.State.DROPPED
    batch.save()
    batch.rows.all().delete()
    Source.objects.filter(batch=batch).delete()
    record("imports.dropped", batch, by=by, unit_id=batch.unit_id)
    return batch
