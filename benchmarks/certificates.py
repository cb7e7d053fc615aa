"""PDF/A certificates from frozen rows: how many a second on one core, unsigned and signed; 10,000 from the ledger by the real worker."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.attendance.models import ServiceHours
from aoxanh.documents.actions import add_key
from aoxanh.documents.signing import sign_pdf
from aoxanh.documents.trial_authority import make_authority
from aoxanh.kit.codes import short_code
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Post, Unit
from aoxanh.people.models import Appointment, Person
from aoxanh.recognition import actions, paper
from aoxanh.recognition.models import Certificate, Issue, Paper
from benchmarks.figures import Figure
from benchmarks.ground import scratch_database
from benchmarks.import_50k import worker
from tests.cast import BEGINNING, make_area, make_unit, make_user

WARM, MEASURED, SHEETS = 20, 300, 100
SIGNED, MANY = 150, 10_000
PATIENCE = 3600
NAMES = ["Vi Thị Hạnh", "Lê Quốc Bảo", "Nông Thị Ánh", "Công Tằng Tôn Nữ Hoàng Nguyễn Phương Quỳnh Thương Ánh Nguyệt"]


def certificates(count: int) -> list[Certificate]:
    """Rows that differ in all that certificates of one issue differ in; they are never saved."""
    return [
        Certificate(
            code=short_code(12),
            number=number,
            year=2026,
            number_text=f"{number:02d}-GCN/ĐTN-VL",
            holder_name=f"{NAMES[number % len(NAMES)]} {number}",
            unit_name="Đoàn xã Vạn Linh",
            parent_name="Tỉnh đoàn Lạng Sơn",
            issuer_name="Ban Chấp hành Đoàn xã Vạn Linh",
            signed_for="TM. BAN CHẤP HÀNH",
            issued_in="Vạn Linh",
            activity_title="Sửa bếp ăn bán trú điểm trường Vạn Linh",
            place_text="Điểm trường Vạn Linh, xã Vạn Linh, tỉnh Lạng Sơn",
            starts_on=date(2026, 11, 21),
            ends_on=date(2026, 11, 21),
            minutes=240,
            signer_title="Bí thư",
            signer_name="Đinh Thùy Dương",
            issued_on=date(2026, 11, 22),
            issued_at=datetime(2026, 11, 22, 8, tzinfo=UTC),
        )
        for number in range(1, count + 1)
    ]


def run() -> Iterator[Figure]:
    rows = certificates(WARM + MEASURED)
    for row in rows[:WARM]:
        paper.pdf([row])
    start, cpu, size = time.perf_counter(), time.process_time(), 0
    for row in rows[WARM:]:
        size += len(paper.pdf([row]))
    wall, spent = time.perf_counter() - start, time.process_time() - cpu
    yield Figure("unsigned_per_second", MEASURED / wall, "/s", "≥ 60 a core")
    yield Figure("unsigned_per_cpu_second", MEASURED / spent, "/s", "≥ 60")
    yield Figure("cpu_ms", 1000 * spent / MEASURED, "ms")
    yield Figure("kb", size / MEASURED / 1024, "KB")
    start = time.perf_counter()
    paper.pdf(rows[:SHEETS])
    yield Figure("seconds_100_in_one_file", time.perf_counter() - start, "s")
    with scratch_database() as database:
        unit, officer = signing_unit()
        yield from signed(unit, [paper.pdf([row]) for row in rows[: WARM + SIGNED]])
        yield from end_to_end(unit, officer, database)


def signing_unit() -> tuple[Unit, User]:
    """A unit with a head who signs and a key of an authority for trying out."""
    area = make_area("06505", "Xã Vạn Linh", "Xã", 21.6, 106.4, make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.7, 106.7))
    unit, officer = make_unit("commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", area), make_user("a@example.vn", "Đinh Thùy Dương")
    post = Post.objects.create(unit=unit, title="Bí thư", role="unit_administrator", during=during(BEGINNING))
    Appointment.objects.create(person=officer.person, post=post, during=during(BEGINNING))
    add_key(unit, content=make_authority().unit_key(unit.name, "mat-khau"), password="mat-khau", by=officer)
    return unit, officer


def signed(unit: Unit, plain: list[bytes]) -> Iterator[Figure]:
    """Papers that are set already, signed with an ECDSA P-256 key that stays loaded, without a time-stamp server."""
    for body in plain[:WARM]:
        sign_pdf(body, unit=unit, at=timezone.now())
    start, cpu = time.perf_counter(), time.process_time()
    for body in plain[WARM:]:
        sign_pdf(body, unit=unit, at=timezone.now())
    wall, spent = time.perf_counter() - start, time.process_time() - cpu
    yield Figure("signed_per_second", SIGNED / wall, "/s", "≥ 25 a core")
    yield Figure("signed_per_cpu_second", SIGNED / spent, "/s", "≥ 25")


def serve_hours(unit: Unit) -> None:
    """People with 100 hours each this year, and an address."""
    people = [Person(full_name=f"{NAMES[n % len(NAMES)]} {n}", email=f"nguoi{n}@example.vn") for n in range(MANY)]
    for person in people:
        person.key_name()
    Person.objects.bulk_create(people, batch_size=2000)
    facts = {"unit": unit, "minutes": 6000, "on": today(), "source": "self_reported"}
    ServiceHours.objects.bulk_create([ServiceHours(person=person, **facts) for person in people], batch_size=2000)


def end_to_end(unit: Unit, officer: User, database: str) -> Iterator[Figure]:
    """From the decision to the last signed paper on the disk, by the real worker; holders have an address and are told."""
    serve_hours(unit)
    with worker(database) as watch:
        start, cpu = time.perf_counter(), watch.cpu_seconds()
        facts = {"minutes": 6000, "year": today().year, "with_tree": True, "issued_on": today(), "request_id": uuid4()}
        issue = actions.begin_hours(unit, by=officer, **facts)
        yield Figure("seconds_to_freeze_10000", time.perf_counter() - start, "s")
        wait_until(issue, lambda: issue.done == MANY)
        yield Figure("seconds_to_number_10000", time.perf_counter() - start, "s")
        wait_until(issue, lambda: issue.status == Issue.Status.DONE)
        yield Figure("end_to_end_seconds_10000", time.perf_counter() - start, "s")
        yield Figure("end_to_end_cpu_seconds_10000", watch.cpu_seconds() - cpu, "s")
        yield Figure("memory_mb", watch.most, "MB")
    counts = (Certificate.objects.filter(issue=issue).count(), Paper.objects.exclude(key=None).count())
    assert counts == (MANY, MANY), counts


def wait_until(issue: Issue, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert issue.status in {"waiting", "running"}, issue.trouble
        assert time.monotonic() < deadline, (issue.done, issue.total)
        time.sleep(0.5)
        issue.refresh_from_db()
