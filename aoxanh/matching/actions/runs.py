"""Having a proposal solved, and stopping that. The work is done in a process of its own: see `runs`."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.matching.models import Assignment, Interim, Proposal

SOLVE = "matching.solve"
Status = Proposal.Status


@transaction.atomic
def start_run(proposal: Proposal, *, by: User) -> Proposal:
    """Queue it to be solved; the last answer stays until the next one is complete. Asked again while it runs, nothing changes.

    Refused: `published`.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.status == Status.PUBLISHED:
        raise Refused("published", _("This proposal was sent. Make a follow-up for what is still short."))
    if proposal.is_running:
        return proposal
    proposal.status, proposal.progress, proposal.note = Status.QUEUED, 0, ""
    proposal.queued_at, proposal.stop_asked_at, proposal.process_id = timezone.now(), None, None
    proposal.save(update_fields=["status", "progress", "note", "queued_at", "stop_asked_at", "process_id"])
    Interim.objects.filter(proposal=proposal).delete()
    record("matching.run_asked", proposal, by=by, unit_id=proposal.unit_id)
    enqueue(proposal.pk)
    return proposal


def enqueue(proposal_id: UUID) -> None:
    """One run a proposal: the lock keeps a second one waiting, runs of other proposals go on."""
    name = f"{SOLVE} {proposal_id}"
    try:
        with transaction.atomic():
            app.configure_task(SOLVE, queueing_lock=name, lock=name).defer(proposal_id=str(proposal_id))
    except AlreadyEnqueued:
        return


@transaction.atomic
def stop_run(proposal: Proposal, *, by: User) -> Proposal:
    """Ask the run to end: what is finished is kept. Refused: `not_running`."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if not proposal.is_running:
        raise Refused("not_running", _("Nothing is being solved any more."))
    proposal.stop_asked_at = proposal.stop_asked_at or timezone.now()
    if proposal.status == Status.QUEUED:
        proposal.status, proposal.note = settled(proposal), _("Stopped before it began.")
    proposal.save(update_fields=["stop_asked_at", "status", "note"])
    record("matching.run_stopped", proposal, by=by, unit_id=proposal.unit_id)
    return proposal


def settled(proposal: Proposal) -> Proposal.Status:
    """What a proposal is whose run left nothing new: ready where there is an answer from before."""
    has_answer = proposal.solved_at is not None or Assignment.objects.filter(proposal=proposal).exists()
    return Status.READY if has_answer else Status.DRAFT
