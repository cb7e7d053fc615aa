"""The sign-ups that the scans of a batch mean, held and read in a few queries, however many there are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.passes import read_pass
from aoxanh.attendance.batches.arrays import array
from aoxanh.attendance.batches.reading import Sent
from aoxanh.attendance.lookup import tie
from aoxanh.attendance.models import CheckIn, CheckOut, Method
from aoxanh.kit.codes import typed
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

COLUMNS: dict[type[Model], list[str]] = {
    Signup: ["id", "shift_id", "person_id", "status", "outcome", "code"],
    Person: ["id", "full_name", "birth_date"],
    CheckIn: ["id", "signup_id", "scan_id", "at", "device_at", "method", "device_id", "by_id"],
    CheckOut: ["id", "check_in_id", "scan_id", "at", "by_id"],
}
HOLD = "SELECT id FROM activities_signup WHERE id = ANY(%s::uuid[]) OR code = ANY(%s::text[]) ORDER BY id FOR NO KEY UPDATE"
READ = """
SELECT {columns}, EXISTS (
    SELECT 1 FROM people_guardianship g WHERE g.child_id = s.person_id AND g.consented_at IS NOT NULL AND g.withdrawn_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM people_guardianship n WHERE n.child_id = g.child_id AND n.withdrawn_at >= g.consented_at)
), EXISTS (SELECT 1 FROM attendance_servicehours t WHERE t.signup_id = s.id)
FROM activities_signup s
JOIN people_person p ON p.id = s.person_id
LEFT JOIN attendance_checkin i ON i.signup_id = s.id
LEFT JOIN attendance_checkout o ON o.check_in_id = i.id
WHERE s.id = ANY(%s::uuid[])
""".format(columns=", ".join(f"{alias}.{name}" for alias, names in zip("spio", COLUMNS.values(), strict=True) for name in names))  # noqa: S608
"""Arrivals are read once the sign-ups are held, so that one that was taken meanwhile is seen."""
REPLACED = "SELECT code, signup_id FROM activities_replacedpass WHERE code = ANY(%s::text[])"
USED = """
SELECT scan_id, signup_id FROM attendance_checkin WHERE scan_id = ANY(%s::uuid[])
UNION ALL SELECT o.scan_id, i.signup_id FROM attendance_checkout o JOIN attendance_checkin i ON i.id = o.check_in_id
WHERE o.scan_id = ANY(%s::uuid[])
"""


@dataclass
class Found:
    """Sign-ups by id and by code, codes that were replaced, the shifts of all with their activities, and for which sign-up a scan was used
    at the door already."""

    by_id: dict[UUID, Signup] = field(default_factory=dict)
    by_code: dict[str, Signup] = field(default_factory=dict)
    replaced: dict[str, UUID] = field(default_factory=dict)
    shifts: dict[UUID, Shift] = field(default_factory=dict)
    used: dict[UUID, UUID] = field(default_factory=dict)

    def add(self, signups: Iterable[Signup]) -> None:
        for signup in signups:
            self.by_id[signup.pk] = signup
            self.by_code[signup.code] = signup


def code_of(scan: Sent) -> str:
    """The code that the scan names; "" for a row of the roster. Refused: what `read_pass` refuses."""
    if scan.method == Method.ROSTER:
        return ""
    return read_pass(scan.text) if scan.method == Method.QR else typed(scan.text)


def find(scans: Iterable[Sent], codes: dict[UUID, str], *, ids: Iterable[UUID] = ()) -> Found:
    """Everything that these scans mean. The sign-ups are held until the end of the transaction, always in the same order."""
    scans = list(scans)
    named = {code for code in codes.values() if code}
    replaced = pairs(REPLACED, [array(named)])
    wanted_ids = {scan.signup_id for scan in scans if scan.signup_id} | set(replaced.values()) | set(ids)
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [array(wanted_ids), array(named)])
        held = [row[0] for row in cursor.fetchall()]
        cursor.execute(READ, [array(held)])
        signups = [assembled(row) for row in cursor.fetchall()]
    wanted = {scan.shift_id for scan in scans if scan.shift_id} | {signup.shift_id for signup in signups}
    found = Found(replaced=replaced, shifts=shifts_by_id(wanted), used=used(scan.id for scan in scans))
    for signup in signups:
        signup.shift = found.shifts[signup.shift_id]
    found.add(signups)
    return found


def used(scans: Iterable[UUID]) -> dict[UUID, UUID]:
    """The sign-up for which each of these scans was taken one by one, with a signal."""
    ids = array(scans)
    return pairs(USED, [ids, ids])


def pairs(statement: str, values: list[str]) -> dict[Any, UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())


def shifts_by_id(ids: Iterable[UUID]) -> dict[UUID, Shift]:
    return {shift.pk: shift for shift in Shift.objects.filter(pk__in=list(ids)).select_related("activity")}


def assembled(row: tuple[Any, ...]) -> Signup:
    """The models of one row, tied together; the shift is set by who asks."""
    values = iter(row)
    signup, person, check_in, check_out = (read(model, values) for model in COLUMNS)
    signup.person = person
    tie(signup, "check_in", check_in)
    if check_in:
        tie(check_in, "check_out", check_out)
    signup.consented, signup.is_counted = values
    return signup


def read(model: type[Model], values: Iterator[Any]) -> Any:
    """The next columns as a model; None where the join found nothing."""
    taken = [next(values) for _name in COLUMNS[model]]
    return model.from_db(connection.alias, COLUMNS[model], taken) if taken[0] else None


def codes_in(scans: Iterable[Sent]) -> dict[UUID, str]:
    """The code of each scan by its id; one that is refused has its verdict now."""
    codes: dict[UUID, str] = {}
    for scan in scans:
        try:
            codes[scan.id] = code_of(scan)
        except Refused as refusal:
            scan.verdict = refusal.code
    return codes
