"""Jobs of an import: one at a time for each, and found again when a worker died."""

from procrastinate.contrib.django import app

from aoxanh.imports.models import Import

READ, WRITE, UNDO = "imports.read", "imports.write", "imports.undo"
JOB_OF = {Import.State.READING: READ, Import.State.WRITING: WRITE, Import.State.UNDOING: UNDO}


def enqueue(task: str, batch: Import) -> None:
    """The job is a row of the same transaction; the worker hears of it at the commit."""
    name = f"{task} {batch.pk}"
    app.configure_task(task, queueing_lock=name, lock=f"imports {batch.pk}").defer(import_id=str(batch.pk))
