"""A run seen from outside: the worker starts a process, watches the clock and the wish to stop, and settles what is left when it ends."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from aoxanh.matching.finishing import keep_finished
from aoxanh.matching.models import Proposal
from aoxanh.matching.process import OUT_OF_MEMORY

Status = Proposal.Status
LOOK_EVERY = 0.2
GRACE = 60
"""Seconds beyond the limit in which a run may still write; then it is ended."""


def run(proposal_id: UUID) -> None:
    """Solve a queued proposal in a process of its own; returns once it is settled."""
    if not Proposal.objects.filter(pk=proposal_id, status=Status.QUEUED).update(status=Status.SOLVING, stop_asked_at=None):
        return
    proposal = Proposal.objects.get(pk=proposal_id)
    child = start(proposal)
    Proposal.objects.filter(pk=proposal_id).update(process_id=child.pid)
    ended = watched(child, proposal)
    if ended != 0:
        settle(proposal, ended)


def start(proposal: Proposal) -> subprocess.Popen[bytes]:
    """The process leads a group of its own, so that its solvers end with it."""
    environment = {**os.environ, "DATABASE_URL": address(), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "aoxanh.matching.process", str(proposal.pk)]
    return subprocess.Popen(command, env=environment, start_new_session=True)


def address() -> str:
    """Of the database that this process is connected to."""
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    found = {key: connection.settings_dict.get(name) for key, name in names.items()}
    return make_conninfo(**{key: str(value) for key, value in found.items() if value})


def watched(child: subprocess.Popen[bytes], proposal: Proposal) -> int | None:
    """How the process ended; None where it was ended here. Whoever asks for a stop sees it within a moment."""
    until = time.monotonic() + settings.MATCHING_SECONDS + GRACE
    try:
        while (ended := child.poll()) is None:
            time.sleep(LOOK_EVERY)
            asked = Proposal.objects.filter(pk=proposal.pk).values_list("stop_asked_at", flat=True).first()
            if asked or time.monotonic() > until:
                return None
        return ended
    finally:
        end(child)


def end(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def settle(proposal: Proposal, ended: int | None) -> None:
    """What is finished is kept, with a sentence that says what happened."""
    proposal.refresh_from_db()
    if proposal.stop_asked_at:
        keep_finished(proposal, status=Status.STOPPED, note=_("Stopped. What was finished is kept."))
    elif ended is None:
        keep_finished(proposal, status=Status.STOPPED, note=_("Time was over. What was finished is kept; choose fewer units or days."))
    elif ended in (OUT_OF_MEMORY, -signal.SIGKILL):
        keep_finished(proposal, status=Status.FAILED, note=_("Memory did not suffice. The last answer stands; choose fewer units or days."))
    else:
        keep_finished(proposal, status=Status.FAILED, note=_("It could not be solved. The last answer stands; try again, or tell support."))


def find_lost() -> None:
    """Runs whose worker died: nobody watches them any more."""
    late = timezone.now() - timedelta(seconds=settings.MATCHING_SECONDS + 2 * GRACE)
    for proposal in Proposal.objects.filter(status=Status.SOLVING, queued_at__lt=late):
        keep_finished(proposal, status=Status.FAILED, note=_("It was broken off. The last answer stands; solve it again."))
