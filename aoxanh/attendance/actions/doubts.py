"""What an organiser says of scans that no rule could decide: keep, change the time, drop. Nothing is decided twice."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance.actions.handing_in import IN, OUT, WALK_IN, WORDS, hold_shifts, judge_all, remark_of
from aoxanh.attendance.batches.doubts import catch_up
from aoxanh.attendance.batches.finding import Found, find
from aoxanh.attendance.batches.reading import Sent
from aoxanh.attendance.batches.verdicts import NOT_IN, OUT_BEFORE_IN, RECORDED, SEEN, SEEN_TWICE, Outcome, come, go_out, move
from aoxanh.attendance.batches.walk_ins import seat, seat_somebody
from aoxanh.attendance.batches.writing import write_outcome
from aoxanh.attendance.entries import add_entries, entries_for
from aoxanh.attendance.models import Doubt, Remark
from aoxanh.attendance.rules import EARLY, LATE, arrival_of, lacks_consent, leaving_of
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused

Decision = Doubt.Decision
ASKS_TIME = (NOT_IN, OUT_BEFORE_IN)
"""Of these keeping says too little: a time has to be named."""


@transaction.atomic
def keep(doubt: Doubt, *, by: User) -> Doubt:
    """It was as the phone said: what it saw counts from when it saw it. Refuses with `time_missing`, and with what `carry_out` refuses."""
    doubt, is_open = held(doubt)
    if not is_open:
        return doubt
    if doubt.code in ASKS_TIME:
        raise Refused("time_missing", _("The two do not fit. Change the time: say when the person came or left."))
    if doubt.code == "handed_over":
        accept([doubt], by=by)
        return doubt
    if doubt.code != SEEN_TWICE:
        carry_out(doubt, doubt.scan.at, is_said=False, by=by)
    return settled(doubt, Decision.KEPT, "", by=by)


@transaction.atomic
def change(doubt: Doubt, *, at: datetime, word: str = "", by: User) -> Doubt:
    """It was at another time: of a leaving without an arrival, that of the arrival. Refuses with `not_in_shift`, `out_before_in`, and with
    what `carry_out` refuses."""
    doubt, is_open = held(doubt)
    if not is_open:
        return doubt
    shift = doubt.shift
    if not shift.starts_at - EARLY <= at <= shift.ends_at + LATE:
        raise Refused("not_in_shift", _("That is more than two hours before or after the shift. Read the time again."))
    carry_out(doubt, at, is_said=True, by=by)
    return settled(doubt, Decision.CHANGED, word, by=by)


@transaction.atomic
def drop(doubt: Doubt, *, word: str, by: User) -> Doubt:
    """It counts for nothing; the scan stays. Refuses with `word_missing`."""
    doubt, is_open = held(doubt)
    if not is_open:
        return doubt
    if not word.strip():
        raise Refused("word_missing", _("Say in a word why it does not count. Whoever asks later reads it here."))
    return settled(doubt, Decision.DROPPED, word, by=by)


@transaction.atomic
def accept_all(activity: Activity, *, by: User) -> int:
    """All that somebody else handed over for the activity, as if who scanned it had sent it; how many count now. What a rule then says
    stays on the list under its own name."""
    mine = Doubt.objects.filter(shift__activity=activity, code="handed_over", settled_at=None)
    return accept(mine.select_for_update(of=("self",)).select_related("scan", "shift__activity").order_by("pk"), by=by)


def accept(doubts: Iterable[Doubt], *, by: User) -> int:
    by_scan = {doubt.scan_id: doubt for doubt in doubts}
    hold_shifts(doubt.shift_id for doubt in by_scan.values())
    for device in {doubt.scan.device_id for doubt in by_scan.values()}:
        scans = [sent(doubt) for doubt in by_scan.values() if doubt.scan.device_id == device]
        found = find(scans, {}, ids=[doubt.signup_id for doubt in by_scan.values() if doubt.signup_id])
        outcome = Outcome(device)
        outcome.meant = {scan.id: found.by_id[pk] for scan in scans if (pk := by_scan[scan.id].signup_id)}
        outcome.meant |= seat([scan for scan in scans if scan.kind == WALK_IN], found, by=by)
        judge_all(scans, found, outcome, lambda scan: "")
        write_words([scan for scan in scans if scan.kind in WORDS], outcome)
        catch_up(outcome)
        write_outcome(outcome, {scan.id: scan for scan in scans}, by=by)
        for scan in scans:
            answer(by_scan[scan.id], scan, by=by)
    return sum(doubt.settled_at is not None for doubt in by_scan.values())


def write_words(scans: list[Sent], outcome: Outcome) -> None:
    Remark.objects.bulk_create(remark_of(scan, outcome) for scan in scans)
    for scan in scans:
        scan.verdict = RECORDED


def answer(doubt: Doubt, scan: Sent, *, by: User) -> None:
    """What the rules say of a scan that was accepted: done, or another doubt."""
    if scan.verdict == RECORDED or scan.verdict in SEEN:
        settled(doubt, Decision.KEPT, "", by=by)
    else:
        doubt.code = scan.verdict
        doubt.save(update_fields=["code"])


def carry_out(doubt: Doubt, at: datetime, *, is_said: bool, by: User) -> None:
    """Write the arrival or leaving. Refuses with `nobody_meant`, `not_running`, `guardian_consent_missing`, `not_in`, `out_before_in`."""
    scan = sent(doubt)
    if scan.kind in WORDS:
        write_words([scan], Outcome(doubt.scan.device_id))
        return
    hold_shifts([doubt.shift_id])
    found = find([scan], {}, ids=[doubt.signup_id] if doubt.signup_id else [])
    outcome = Outcome(doubt.scan.device_id)
    signup = place_of(doubt, scan, found, by=by)
    was_absent = signup.outcome == Signup.Outcome.ABSENT
    if doubt.code == NOT_IN:
        come(signup, arriving(scan, at), outcome)
    elif scan.kind in (IN, WALK_IN):
        scan.at = at
        arrive_at(signup, scan, outcome, is_said=is_said)
    scan.at = doubt.scan.at if doubt.code == NOT_IN else at
    if scan.kind == OUT and not arrival_of(signup):
        raise Refused("not_in", _("No arrival was recorded. Check in first, then check out."))
    if scan.kind == OUT and not leaving_of(signup):
        go_out(signup, scan, outcome)
    if (leaving := leaving_of(signup)) and leaving.at < signup.check_in.at:
        raise Refused(OUT_BEFORE_IN, _("Then the person would leave before arriving. Read the times again."))
    catch_up(outcome)
    write_outcome(outcome, {scan.id: scan}, by=by)
    if was_absent:
        add_entries(entries_for([signup], by=by))


def arriving(scan: Sent, at: datetime) -> Sent:
    """The arrival that goes with a leaving: by hand, at the time that the organiser says."""
    return Sent(**(vars(scan) | {"kind": IN, "at": at}))


def arrive_at(signup: Signup, scan: Sent, outcome: Outcome, *, is_said: bool) -> None:
    """A time that somebody says counts; one that a phone saw counts where it is the earlier."""
    seen = arrival_of(signup)
    if not seen:
        come(signup, scan, outcome)
    elif is_said or scan.at < seen.at:
        move(seen, scan, outcome)


def place_of(doubt: Doubt, scan: Sent, found: Found, *, by: User) -> Signup:
    """The place in the shift of the one who is meant; who has none there gets one."""
    if doubt.shift.activity.status == Activity.Status.RECORDED:
        raise Refused("not_running", _("The results of the activity are published. Reopen them first."))
    if scan.kind == WALK_IN:
        signup = seat([scan], found, by=by).get(scan.id)
        if not signup:
            text = _("A guardian has to agree first. Then sign the child up, and check them in from the list.")
            raise Refused("guardian_consent_missing", text)
        return signup
    signup = found.by_id.get(doubt.signup_id) if doubt.signup_id else None
    if not signup:
        raise Refused("nobody_meant", _("It is not known who this was. Check the person in from the list of the shift, then drop this."))
    if signup.shift_id != doubt.shift_id or signup.status != Signup.Status.CONFIRMED:
        signup = seat_somebody(signup.person, doubt.shift, found, request_id=scan.id, by=by)
    if lacks_consent(signup):
        raise Refused("guardian_consent_missing", _("Under 16, and no guardian agrees at present. Ask them first."))
    return signup


def sent(doubt: Doubt) -> Sent:
    """The scan as it was handed in."""
    scan = doubt.scan
    facts: dict[str, Any] = {
        "kind": scan.kind,
        "shift_id": doubt.shift_id,
        "signup_id": doubt.signup_id,
        "text": scan.text,
        "method": scan.method,
    }
    return Sent(id=scan.pk, device_at=scan.device_at, by_id=scan.by_id, details=dict(scan.details), at=scan.at, **facts)


def held(doubt: Doubt) -> tuple[Doubt, bool]:
    """The row as it is now, and whether it is still open."""
    doubt = Doubt.objects.select_for_update(of=("self",)).select_related("scan", "shift__activity").get(pk=doubt.pk)
    return doubt, doubt.settled_at is None


def settled(doubt: Doubt, decision: str, word: str, *, by: User) -> Doubt:
    doubt.decision, doubt.word, doubt.settled_at, doubt.settled_by = decision, word.strip()[:300], timezone.now(), by
    doubt.save(update_fields=["decision", "word", "settled_at", "settled_by"])
    record("attendance.doubt_settled", doubt, by=by, unit_id=doubt.shift.activity.unit_id, code=doubt.code, decision=decision)
    return doubt
