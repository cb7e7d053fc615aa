"""Putting rows right before they are written: typing a cell again, leaving a row out, saying who is meant."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.imports import store
from aoxanh.imports.judging import judge, mark_twins, open_work, related
from aoxanh.imports.models import Import, Row
from aoxanh.imports.registry import Staged, kind_of
from aoxanh.kit.refusals import Refused
from aoxanh.kit.sheets.cells import plain

ROUNDS = 3


@transaction.atomic
def fix(row: Row, *, cells: dict[str, str], by: User) -> Row:
    """Take other texts for these cells and judge the row anew, with those that it repeats. Refused: `not_open`, `row_written`."""
    batch, staged = held(row)
    known = {field.code for field in kind_of(batch.kind).fields}
    for column in cells.keys() & known:
        if text := plain(cells[column]):
            staged.cells[column] = text
        else:
            staged.cells.pop(column, None)
    staged.choice, staged.chosen = "", None
    return settle(batch, staged)


@transaction.atomic
def leave_out(row: Row, *, by: User) -> Row:
    """The row will not be written. Refused: `not_open`, `row_written`."""
    batch, staged = held(row)
    staged.choice, staged.chosen = "skip", None
    return settle(batch, staged)


@transaction.atomic
def put_back(row: Row, *, by: User) -> Row:
    """What was decided about the row no longer holds. Refused: `not_open`, `row_written`."""
    batch, staged = held(row)
    staged.choice, staged.chosen = "", None
    return settle(batch, staged)


@transaction.atomic
def decide(row: Row, *, same_as: UUID | None, by: User) -> Row:
    """The row is about `same_as`, or with None about somebody else. Refused: `not_open`, `row_written`, `unknown_candidate`."""
    batch, staged = held(row)
    if same_as and str(same_as) not in {str(one["id"]) for one in kind_of(batch.kind).compare(row)}:
        raise Refused("unknown_candidate", _("That record is no longer among those to compare with. Look at the row again."))
    staged.choice, staged.chosen = ("same", same_as) if same_as else ("other", None)
    return settle(batch, staged)


def held(row: Row) -> tuple[Import, Staged]:
    """The import, locked, and the row as it is now."""
    batch = Import.objects.select_for_update(of=("self",)).select_related("by").get(pk=row.batch_id)
    if not batch.is_open:
        raise Refused("not_open", _("This list is no longer to be looked at. Bring the file again."))
    row.refresh_from_db()
    if row.is_written:
        raise Refused("row_written", _("This row is written already. Change the record itself, or take the whole import back."))
    return batch, store.staged(row)


def settle(batch: Import, changed: Staged) -> Row:
    """Judge the row and every row that repeats it or did; count anew."""
    rows = {changed.id: changed}
    work, letters = open_work(batch), batch.facts.get("letters", {})
    keys, judged = set(changed.keys), set[UUID]()
    for _round in range(ROUNDS):
        fresh = [row for row in rows.values() if row.id not in judged]
        judge(work, fresh, letters)
        judged |= {row.id for row in fresh}
        keys |= {key for row in fresh for key in row.keys}
        rows = {row.id: row for row in related(batch, keys)} | rows
        if rows.keys() == judged:
            break
    mark_twins(kind_of(batch.kind), sorted((rows[pk] for pk in judged), key=lambda row: row.number), {})
    store.save(rows[pk] for pk in judged)
    batch.counts = store.counts(batch.pk)
    batch.save(update_fields=["counts"])
    return Row.objects.get(pk=changed.id)
