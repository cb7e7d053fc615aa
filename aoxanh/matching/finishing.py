"""What becomes of an answer: it takes the place of the last one, whole, or as far as it got."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.kit.refusals import Refused
from aoxanh.matching.actions.runs import settled
from aoxanh.matching.models import Assignment, Interim, Proposal, Shortfall

Status = Proposal.Status

DROP_DECIDED = """
DELETE FROM matching_assignment a USING matching_interim i
WHERE a.proposal_id = %(proposal)s AND NOT a.pinned AND a.offer_id IS NULL
  AND i.proposal_id = a.proposal_id AND i.person_id IS NULL AND i.shift_id = a.shift_id"""

# A place of the last answer in a part that was not decided goes where the new one has its person elsewhere: hours and weeks would not fit.
DROP_DOUBLE = """
DELETE FROM matching_assignment a
WHERE a.proposal_id = %(proposal)s AND NOT a.pinned AND a.offer_id IS NULL
  AND EXISTS (SELECT FROM matching_interim i WHERE i.proposal_id = a.proposal_id AND i.person_id = a.person_id)"""

DROP_ALL = "DELETE FROM matching_assignment a WHERE a.proposal_id = %(proposal)s AND NOT a.pinned AND a.offer_id IS NULL"

TAKE_IN = """
INSERT INTO matching_assignment
    (proposal_id, person_id, shift_id, role_id, points, why, else_shift_id, else_points, pinned, by_hand, not_sent)
SELECT proposal_id, person_id, shift_id, role_id, points, why, else_shift_id, else_points, false, false, ''
FROM matching_interim WHERE proposal_id = %(proposal)s AND person_id IS NOT NULL
ON CONFLICT (proposal_id, person_id, shift_id) DO NOTHING"""

CHANGED = """
SELECT count(*) FROM matching_assignment a WHERE a.proposal_id = %(proposal)s AND NOT a.pinned AND a.offer_id IS NULL
AND NOT EXISTS (
    SELECT FROM matching_interim i WHERE i.proposal_id = a.proposal_id AND i.person_id = a.person_id AND i.shift_id = a.shift_id)
AND EXISTS (SELECT FROM matching_interim i WHERE i.proposal_id = a.proposal_id AND i.person_id IS NULL AND i.shift_id = a.shift_id)"""


@transaction.atomic
def keep_answer(
    proposal: Proposal,
    *,
    shortfalls: Sequence[Shortfall],
    value: int,
    bound: int,
    facts: dict[str, Any],
    seconds: float,
    note: str,
    complete: bool,
) -> None:
    """Put a run's answer in the place of the last one; where it is not complete, what it did not decide stays as it was."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    facts = facts | {"moved": replace_answer(proposal, complete=complete), "pins": told_pins(proposal)}
    proposal.value, proposal.bound, proposal.facts, proposal.seconds = value, bound, facts, round(seconds, 2)
    proposal.note, proposal.status = note, Status.READY
    settle(proposal)
    Shortfall.objects.filter(proposal=proposal).delete()
    Shortfall.objects.bulk_create(shortfalls, batch_size=2000)


def replace_answer(proposal: Proposal, *, complete: bool) -> int:
    """How many of the former places are no more."""
    values = {"proposal": proposal.pk}
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, values)
        moved = cursor.fetchone()[0]
        for query in (DROP_ALL,) if complete else (DROP_DECIDED, DROP_DOUBLE):
            cursor.execute(query, values)
        cursor.execute(TAKE_IN, values)
    Interim.objects.filter(proposal=proposal).delete()
    return int(moved)


def settle(proposal: Proposal) -> None:
    """Nothing runs any more; the pages know an older revision."""
    proposal.progress, proposal.process_id, proposal.stop_asked_at = 1000, None, None
    proposal.solved_at, proposal.revision = timezone.now(), proposal.revision + 1
    proposal.save()


@transaction.atomic
def keep_finished(proposal: Proposal, *, status: Proposal.Status, note: str) -> None:
    """After a run that was ended: its finished parts take the place of what they decide, all else stays."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if not proposal.is_running:
        return
    if not Interim.objects.filter(proposal=proposal).exists():
        proposal.status = settled(proposal) if status == Status.STOPPED else status
        proposal.note, proposal.progress, proposal.process_id, proposal.stop_asked_at = note, 0, None, None
        proposal.save()
        return
    decided = set(Interim.objects.filter(proposal=proposal, person=None).values_list("shift", flat=True))
    proposal.facts = {"moved": replace_answer(proposal, complete=False), "pins": told_pins(proposal), "decided": len(decided)}
    proposal.value = proposal.bound = None
    proposal.status, proposal.note = status, note
    settle(proposal)
    Shortfall.objects.filter(proposal=proposal).delete()
    Shortfall.objects.bulk_create(still_short(proposal), batch_size=2000)


def still_short(proposal: Proposal) -> Iterable[Shortfall]:
    """Free places after a run that was ended, by shift: why was not asked any more."""
    from aoxanh.matching.queries.board import board  # The board reads what is written here.

    for row in board(proposal).rows:
        if row.missing:
            yield Shortfall(proposal=proposal, shift=row.shift, missing=row.missing, reasons=[("stopped", 0, {})])


def infeasible(proposal: Proposal) -> list[tuple[Assignment, Refused]]:
    """Pins that break a hard rule by now (a skill or consent withdrawn, the shift moved, the person gone), with what they break."""
    from aoxanh.matching.checking import check_move  # It reads the rules of sign-ups, which are many: only where there are pins.

    pins = Assignment.objects.filter(proposal=proposal, pinned=True, offer=None).select_related("person", "shift__activity")
    found = []
    for pin in pins:
        verdict = check_move(proposal, person=pin.person, shift=pin.shift, leaving=pin.shift)
        if verdict.refusal:
            found.append((pin, verdict.refusal))
    return found


def told_pins(proposal: Proposal) -> list[dict[str, str]]:
    """Each pin that could not be kept, in words; it stays in the proposal for the coordinator to decide."""
    text = _("%(name)s is pinned to “%(title)s”, but: %(reason)s")
    return [
        {
            "person": str(pin.person_id),
            "shift": str(pin.shift_id),
            "code": reason.code,
            "text": text % {"name": pin.person.full_name, "title": pin.shift.activity.title, "reason": reason.message},
        }
        for pin, reason in infeasible(proposal)
    ]
