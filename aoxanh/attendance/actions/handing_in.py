"""Taking over what a phone kept: one transaction a request, and an answer for every scan."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from aoxanh.accounts.models import User
from aoxanh.attendance import policies
from aoxanh.attendance.batches.arrays import array
from aoxanh.attendance.batches.clocks import kept, offset_of, place_in_time
from aoxanh.attendance.batches.doubts import catch_up, write_doubts
from aoxanh.attendance.batches.finding import Found, codes_in, find
from aoxanh.attendance.batches.reading import Batch, Sent, uuid_or_none
from aoxanh.attendance.batches.verdicts import RECORDED, Authority, Outcome, in_order, judge, kind_of, meant_by
from aoxanh.attendance.batches.walk_ins import seat
from aoxanh.attendance.batches.writing import write_outcome, write_scans
from aoxanh.attendance.models import Device, Remark, Scan
from aoxanh.attendance.queries.preparing import moment

TRIES = 3
HOLD_SHIFTS = "SELECT pg_advisory_xact_lock(hashtextextended(k, 5)) FROM unnest(%s::text[]) AS k"
ANSWERED = """
SELECT c.id, c.verdict, c.at, coalesce(p.full_name, '') FROM attendance_scan c
LEFT JOIN activities_signup s ON s.id = c.signup_id LEFT JOIN people_person p ON p.id = s.person_id
WHERE c.id = ANY(%s::uuid[])
"""
IN, OUT, WALK_IN = Scan.Kind.IN, Scan.Kind.OUT, Scan.Kind.WALK_IN
WORDS = (Scan.Kind.NOTE, Scan.Kind.HEADCOUNT)


@dataclass(frozen=True)
class Answered:
    """What became of a scan. `name` is empty where nobody is meant, `at` None where nothing was kept."""

    id: str
    verdict: str
    at: datetime | None = None
    name: str = ""

    def as_json(self) -> dict[str, Any]:
        at = moment(self.at) if self.at else None
        return {"id": self.id, "verdict": self.verdict, "kind": kind_of(self.verdict), "at": at, "name": self.name}


@dataclass(frozen=True)
class Receipt:
    """An answer to every scan in the order in which they came, and how far the device's clock is ahead."""

    answers: list[Answered]
    offset_ms: int


class TakenMeanwhileError(Exception):
    """Another request wrote some of these scans while this one looked."""


def hand_in(batch: Batch, *, at: datetime, by: User) -> Receipt:
    """Take over a batch that was received at `at`. A scan sent again, from wherever and however often, gets the same answer and changes
    nothing. Whoever is signed in may send; what they may not record themselves waits for an organiser."""
    for _attempt in range(TRIES - 1):
        try:
            return taken(batch, at=at, by=by)
        except TakenMeanwhileError:
            continue
    return taken(batch, at=at, by=by)


@transaction.atomic
def taken(batch: Batch, *, at: datetime, by: User) -> Receipt:
    device = held_device(batch, by=by)
    hold_shifts(scan.shift_id for scan in batch.scans.values())
    answers = answered(batch.scans)
    fresh = {pk: scan for pk, scan in batch.scans.items() if pk not in answers}
    offset = offset_of(device, batch.sent_at, at)
    if fresh:
        names = work(fresh, device, [offset, kept(device) or offset], at=at, by=by)
        answers |= {pk: Answered(str(pk), scan.verdict, scan.at, names.get(pk, "")) for pk, scan in fresh.items()}
    note_call(device, batch, offset, at=at)
    named = [(name, uuid_or_none(name)) for name in batch.order]
    listed = [answers[pk] if pk in answers else Answered(name, "unreadable") for name, pk in named]
    return Receipt(listed, round(offset / timedelta(milliseconds=1)))


def held_device(batch: Batch, *, by: User) -> Device:
    """The device's row, held: two tabs of one phone wait for each other."""
    Device.objects.get_or_create(pk=batch.device, defaults={"user": by, "name": batch.name})
    return Device.objects.select_for_update().get(pk=batch.device)


def hold_shifts(ids: Iterable[UUID | None]) -> None:
    """Batches for the same shifts go one after the other; sign-ups and single scans are not held up by it."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_SHIFTS, [array(sorted({str(pk) for pk in ids if pk}))])


def answered(scans: Iterable[UUID]) -> dict[UUID, Answered]:
    """The answers that some of these scans got before."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED, [array(scans)])
        return {pk: Answered(str(pk), verdict, at, name) for pk, verdict, at, name in cursor.fetchall()}


def note_call(device: Device, batch: Batch, offset: timedelta, *, at: datetime) -> None:
    device.clock_ms, device.called_at, device.waiting = round(offset / timedelta(milliseconds=1)), at, batch.waiting
    device.version, device.name = batch.version or device.version, batch.name or device.name
    device.save(update_fields=["clock_ms", "called_at", "waiting", "version", "name"])


def work(scans: dict[UUID, Sent], device: Device, offsets: list[timedelta], *, at: datetime, by: User) -> dict[UUID, str]:
    """Judge and write scans that nobody has seen; the names of those that are meant."""
    whole = [scan for scan in scans.values() if not scan.verdict]
    acts = [scan for scan in whole if scan.kind in (IN, OUT)]
    codes = codes_in(acts)
    found = find(scans.values(), codes)
    authority = authority_of(scans.values(), device, by=by)
    for scan in scans.values():
        settle_place(scan, found, device, offsets, at=at)
    outcome = Outcome(device.pk)
    mean(whole, codes, found, authority, outcome, by=by)
    judge_all(whole, found, outcome, authority.objection)
    write(scans, device, outcome, at=at, by=by)
    return {pk: signup.person.full_name for pk, signup in outcome.meant.items()}


def judge_all(scans: list[Sent], found: Found, outcome: Outcome, objection: Callable[[Sent], str]) -> None:
    """Arrivals before leavings, the earlier first: so the order in which they came does not matter."""
    meant = [scan for scan in scans if scan.id in outcome.meant and scan.kind not in WORDS]
    for scan in (*in_order(scan for scan in meant if scan.kind != OUT), *in_order(scan for scan in meant if scan.kind == OUT)):
        judge(scan, objection(scan), found, outcome)


def authority_of(scans: Iterable[Sent], device: Device, *, by: User) -> Authority:
    """Which shifts each who scanned may take now. A name that is none is kept beside the scan, which then is handed over."""
    scans = list(scans)
    named = {scan.by_id for scan in scans if scan.by_id}
    scanners = set(User.objects.filter(pk__in=named).values_list("pk", flat=True))
    for scan in scans:
        if scan.by_id and scan.by_id not in scanners:
            scan.noted["claimed_by"], scan.by_id = str(scan.by_id), None
    wanted = {scan.shift_id for scan in scans if scan.shift_id}
    mine = set(policies.takeable_shifts(by).filter(pk__in=wanted).values_list("pk", flat=True))
    return Authority(by.pk, mine, was_prepared=device.prepared_at is not None)


def settle_place(scan: Sent, found: Found, device: Device, offsets: list[timedelta], *, at: datetime) -> None:
    """Where and when: the shift as we know it, and our estimate of the moment."""
    shift = found.shifts.get(scan.shift_id) if scan.shift_id else None
    if not shift:
        scan.noted |= {"shift": str(scan.shift_id)} if scan.shift_id else {}
        scan.shift_id, scan.verdict = None, scan.verdict or "unknown_shift"
    place_in_time(scan, shift, offsets, since=device.prepared_at, received=at)


def mean(scans: list[Sent], codes: dict[UUID, str], found: Found, authority: Authority, outcome: Outcome, *, by: User) -> None:
    """Whom each scan means. Sets the verdict of words, of walk-ins that wait, and of scans that mean nobody."""
    walk_ins = []
    for scan in scans:
        if scan.verdict:
            continue
        objection = authority.objection(scan)
        if scan.kind in WORDS:
            scan.verdict = objection or RECORDED
            if scan.signup_id in found.by_id:
                outcome.meant[scan.id] = found.by_id[scan.signup_id]
        elif scan.kind == WALK_IN and not objection:
            walk_ins.append(scan)
        elif scan.kind == WALK_IN:
            scan.verdict = objection
        elif signup := meant_by(scan, codes[scan.id], found):
            outcome.meant[scan.id] = signup
    outcome.meant |= seat(walk_ins, found, by=by)


def write(scans: dict[UUID, Sent], device: Device, outcome: Outcome, *, at: datetime, by: User) -> None:
    """All rows of the batch. TakenMeanwhileError when some of its scans are there by now: then nothing of it stays."""
    new = write_scans(scans.values(), device.pk, meant=outcome.meant, sender=by, received=at)
    if new != len(scans):
        raise TakenMeanwhileError
    catch_up(outcome)
    write_outcome(outcome, scans, by=by)
    write_doubts(scans.values(), outcome, received=at)
    remarks = [remark_of(scan, outcome) for scan in scans.values() if scan.kind in WORDS and scan.verdict == RECORDED]
    Remark.objects.bulk_create(remarks)


def remark_of(scan: Sent, outcome: Outcome) -> Remark:
    facts: dict[str, Any] = {"words": scan.details.get("words", ""), "heads": scan.details.get("heads"), "at": scan.at}
    facts |= {"shift_id": scan.shift_id, "by_id": scan.by_id}
    return Remark(scan_id=scan.id, signup=outcome.meant.get(scan.id), **facts)
