"""Judging rows: what the kind says of each, and whether the file names the same twice."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from aoxanh.imports.models import Import, Row, Verdict
from aoxanh.imports.registry import Job, ListKind, Staged, Work, kind_of
from aoxanh.imports.store import load
from aoxanh.kit.dates import today

NEVER = {Verdict.WRONG, Verdict.SKIPPED}
DAY_CODES = {"not_a_day", "no_such_day", "no_such_month", "no_such_year"}


def job_of(batch: Import) -> Job:
    return Job(batch.pk, batch.unit_id, batch.by, today(), batch.subject_id)


def open_work(batch: Import) -> Work:
    return kind_of(batch.kind).open(job_of(batch))


def judge(work: Work, rows: Sequence[Staged], letters: dict[str, str]) -> None:
    """Every row anew; one that a person left out stays out."""
    for row in rows:
        row.clean, row.notes, row.faults, row.before, row.keys, row.target = {}, {}, {}, {}, [], None
        row.verdict = Verdict.NEW
    work.check(list(rows))
    for row in rows:
        for column, fault in row.faults.items():
            if fault["code"] in DAY_CODES and column in letters:
                cell = f"{letters[column]}{row.number}"
                fault["text"] += " " + _("Correct cell %(cell)s in the file, or type it again here.") % {"cell": cell}
        if row.choice == "skip":
            row.verdict = Verdict.SKIPPED


def mark_twins(kind: ListKind, rows: Sequence[Staged], seen: dict[str, Staged]) -> None:
    """Ask about rows that repeat a key of an earlier row; `seen` goes on from chunk to chunk, without what it does not need."""
    for row in rows:
        if row.verdict in NEVER:
            continue
        earlier = next((key for key in row.keys if key in seen and is_twin(seen[key], row)), None)
        if earlier and not row.choice:
            column, text = kind.twin(earlier, seen[earlier].number)
            row.ask(column, "twin", text)
        for key in row.keys:
            if key not in seen:
                seen[key] = Staged(row.number, {}, target=row.target, clean={"aspect": row.clean.get("aspect", "")})


def is_twin(earlier: Staged, row: Staged) -> bool:
    """Two known records, or one known record in two places (`aspect`), may share a name or a phone; anything else is the same twice."""
    if earlier.number == row.number:
        return False
    if earlier.target and row.target:
        return earlier.target == row.target and earlier.clean["aspect"] == row.clean.get("aspect", "")
    return True


def related(batch: Import, keys: set[str]) -> list[Staged]:
    """The rows of the import that share a key, in the order of the file."""
    rows = Row.objects.filter(batch=batch, keys__overlap=list(keys)) if keys else Row.objects.none()
    return load(rows.filter(is_written=False).order_by("number"))
