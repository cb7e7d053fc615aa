"""PDF/A certificates made from frozen rows: how many a second on one core, unsigned."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

from aoxanh.kit.codes import short_code
from aoxanh.recognition import paper
from aoxanh.recognition.models import Certificate
from benchmarks.figures import Figure

WARM, MEASURED, SHEETS = 20, 300, 100


def certificates(count: int) -> list[Certificate]:
    """Rows that differ in all that certificates of one issue differ in; they are never saved."""
    names = ["Vi Thị Hạnh", "Lê Quốc Bảo", "Nông Thị Ánh", "Công Tằng Tôn Nữ Hoàng Nguyễn Phương Quỳnh Thương Ánh Nguyệt"]
    return [
        Certificate(
            code=short_code(12),
            number=number,
            year=2026,
            number_text=f"{number:02d}-GCN/ĐTN-VL",
            holder_name=f"{names[number % len(names)]} {number}",
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
