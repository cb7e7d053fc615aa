"""What becomes of each scan of a batch. Plain decisions on what was found: the database is asked nothing here.

The words of a refusal are those of `rules`; what differs from the door is that somebody was let in while no rule could be asked, so
that a rule's no is a doubt for an organiser, never a loss.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from uuid_utils.compat import uuid7

from aoxanh.activities.minors import CONSENT_MISSING
from aoxanh.activities.models import Signup
from aoxanh.attendance import rules
from aoxanh.attendance.batches.finding import Found
from aoxanh.attendance.batches.reading import Sent
from aoxanh.attendance.lookup import tie
from aoxanh.attendance.models import CheckIn, CheckOut, Method, Scan
from aoxanh.kit.refusals import Refused

RECORDED, NOT_IN, OUT_BEFORE_IN, SEEN_TWICE = Scan.RECORDED, "not_in", "out_before_in", "seen_twice"
SEEN = {"already_in", "already_out"}
NOTHING_FOLLOWS = {"not_a_pass", "forged_pass", "foreign_pass", "unknown_shift", "not_yours", "unreadable"}
BY_PASS = {Method.QR, Method.CODE}


def kind_of(verdict: str) -> str:
    """ok, seen, no, or doubt: whatever is none of the others waits for an organiser."""
    if verdict == RECORDED:
        return "ok"
    return "seen" if verdict in SEEN else "no" if verdict in NOTHING_FOLLOWS else "doubt"


@dataclass
class Outcome:
    """What a batch writes: new arrivals, arrivals that turned out to be earlier (with the time before), leavings, and which sign-up
    each scan meant."""

    device: UUID
    arrivals: list[CheckIn] = field(default_factory=list)
    earlier: dict[UUID, tuple[CheckIn, datetime]] = field(default_factory=dict)
    leavings: list[CheckOut] = field(default_factory=list)
    meant: dict[UUID, Signup] = field(default_factory=dict)
    other: dict[UUID, UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class Authority:
    """What the sender may say: the shifts that they may take now, and whether the device was ever prepared."""

    sender: UUID
    takeable: set[UUID]
    was_prepared: bool

    def objection(self, scan: Sent) -> str:
        """ "" where who scanned hands it in and may take the shift; else it is an organiser's to accept, or nobody's."""
        may = scan.shift_id in self.takeable
        if may and scan.by_id == self.sender:
            return ""
        return "handed_over" if may or self.was_prepared else "not_yours"


def in_order(scans: Iterable[Sent]) -> list[Sent]:
    return sorted(scans, key=lambda scan: (scan.at, scan.id))


def meant_by(scan: Sent, code: str, found: Found) -> Signup | None:
    """The sign-up; sets the verdict where there is none or the pass was replaced."""
    by_hand = scan.method == Method.ROSTER and scan.signup_id
    signup = found.by_id.get(by_hand) if by_hand else found.by_code.get(code)
    if not signup and code in found.replaced:
        scan.verdict = "replaced_pass"
        return found.by_id.get(found.replaced[code])
    if not signup:
        scan.verdict = "unknown_code"
    return signup


def judge(scan: Sent, objection: str, found: Found, outcome: Outcome) -> None:
    """The verdict of one arrival or leaving whose sign-up is known. Arrivals are judged before leavings, the earlier first."""
    signup = outcome.meant[scan.id]
    if objection == "not_yours":
        scan.verdict = objection
    elif found.used.get(scan.id, signup.pk) != signup.pk:
        scan.verdict = "reused_scan"
    elif signup.shift_id != scan.shift_id:
        same = signup.shift.activity_id == found.shifts[scan.shift_id].activity_id  # type: ignore[index]
        scan.verdict = "wrong_shift" if same else "wrong_activity"
    elif not scan.verdict:
        take: Take = arrive if scan.kind in (Scan.Kind.IN, Scan.Kind.WALK_IN) else leave
        scan.verdict = take(scan, signup, outcome, objection)


type Take = Callable[[Sent, Signup, Outcome, str], str]


def arrive(scan: Sent, signup: Signup, outcome: Outcome, objection: str = "") -> str:
    seen = rules.arrival_of(signup)
    if seen and (seen.scan_id == scan.id or scan.at >= seen.at):
        return once_more(scan, seen, outcome)
    if refusal := objection or refused_on_arrival(signup, scan):
        return refusal
    if not seen:
        come(signup, scan, outcome)
        return RECORDED
    if signup.is_counted and not rules.leaving_of(signup):  # type: ignore[attr-defined]
        return "settled"
    verdict = SEEN_TWICE if is_shared(scan, seen, outcome) else RECORDED
    outcome.other[scan.id] = seen.scan_id
    move(seen, scan, outcome)
    return verdict


def come(signup: Signup, scan: Sent, outcome: Outcome) -> CheckIn:
    """The arrival is new."""
    arrival = CheckIn(id=uuid7(), signup=signup, scan_id=scan.id, **facts(scan, outcome))
    tie(signup, "check_in", arrival)
    tie(arrival, "check_out", None)
    outcome.arrivals.append(arrival)
    return arrival


def once_more(scan: Sent, seen: CheckIn, outcome: Outcome) -> str:
    """Somebody who is in already: by this very scan, by another at the same door, or, long after, by a pass on a second phone."""
    if seen.scan_id == scan.id:
        return RECORDED
    outcome.other[scan.id] = seen.scan_id
    return SEEN_TWICE if is_shared(scan, seen, outcome) else "already_in"


def refused_on_arrival(signup: Signup, scan: Sent) -> str:
    """The code of the first rule that says no."""
    act = rules.Scan(scan.id, scan.at, scan.method, None, scan.device_at)
    try:
        rules.obey(rules.LATE_RULES, signup, act)
    except Refused as refusal:
        return refusal.code
    return CONSENT_MISSING if rules.lacks_consent(signup) else ""


def is_shared(scan: Sent, seen: CheckIn, outcome: Outcome) -> bool:
    """Whether one pass was shown on two phones so far apart that two people may have shown it."""
    elsewhere = seen.device_id != outcome.device if seen.device_id else seen.by_id != scan.by_id
    apart = abs(scan.at - seen.at) > timedelta(minutes=settings.SEEN_TWICE_MINUTES)
    return elsewhere and apart and {scan.method, seen.method} <= BY_PASS


def move(seen: CheckIn, scan: Sent, outcome: Outcome) -> None:
    """The earlier arrival counts. The row keeps its scan's id: whoever sends that one again gets the same answer."""
    before = outcome.earlier[seen.pk][1] if seen.pk in outcome.earlier else seen.at
    for name, value in facts(scan, outcome).items():
        setattr(seen, name, value)
    outcome.earlier[seen.pk] = seen, before


def leave(scan: Sent, signup: Signup, outcome: Outcome, objection: str = "") -> str:
    seen, left = rules.arrival_of(signup), rules.leaving_of(signup)
    if left:
        return RECORDED if left.scan_id == scan.id else "already_out"
    if objection:
        return objection
    if not seen:
        return NOT_IN
    if scan.at < seen.at:
        outcome.other[scan.id] = seen.scan_id
        return OUT_BEFORE_IN
    if signup.is_counted:  # type: ignore[attr-defined]
        return "settled"
    go_out(signup, scan, outcome)
    return RECORDED


def go_out(signup: Signup, scan: Sent, outcome: Outcome) -> None:
    """The leaving is new; the arrival is known."""
    go(CheckOut(id=uuid7(), check_in=signup.check_in, scan_id=scan.id, **facts(scan, outcome)), outcome)


def go(leaving: CheckOut, outcome: Outcome) -> None:
    tie(leaving.check_in, "check_out", leaving)
    outcome.leavings.append(leaving)


def facts(scan: Sent, outcome: Outcome) -> dict[str, object]:
    return {"at": scan.at, "device_at": scan.device_at, "method": scan.method, "device_id": outcome.device, "by_id": scan.by_id}
