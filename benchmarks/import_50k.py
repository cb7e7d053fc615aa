"""A list of 50,000 volunteers in a workbook, read and written by the real worker, among 200,000 people who are known already."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import uuid4

import psutil
from django.db import connection, connections
from uuid_utils.compat import uuid7
from xlsxwriter import Workbook

from aoxanh.access.models import Scope
from aoxanh.accounts.models import User
from aoxanh.demo.names import draw
from aoxanh.imports import actions
from aoxanh.imports.models import Import
from aoxanh.kit.vietnamese import search_key, sort_key
from aoxanh.org.models import Unit
from aoxanh.places.actions import load_areas
from aoxanh.places.models import Area, Level
from benchmarks.figures import Figure
from benchmarks.ground import scratch_database
from tests import server
from tests.cast import grant, make_unit, make_user

KNOWN, ROWS = 200_000, 50_000
SAME, CHANGED, WRONG = 20_000, 5_000, 1_000
HEADING = ("STT", "Họ và tên", "Ngày sinh", "Số điện thoại", "Email", "Xã", "Địa chỉ")
COPY = (
    "COPY people_person (id, full_name, sort_key, search_key, birth_date, phone, email, area_id, address, overseas_country, transport,"
    " emergency_name, emergency_phone, noted_at, is_demo) FROM STDIN"
)

type Someone = tuple[str, date, str, Area]


def someone(dice: Random, number: int, areas: list[Area]) -> Someone:
    """A name that others have too, a birth date, a phone of their own."""
    name = draw(dice, "north").full_name
    return name, date(1985, 1, 1) + timedelta(days=dice.randrange(9000)), f"+849{number:08d}", dice.choice(areas)


def fill(dice: Random, unit: Unit, areas: list[Area]) -> list[Someone]:
    """The people who are known; the first of them belong to the unit."""
    people, keys = [someone(dice, number, areas) for number in range(KNOWN)], [uuid7() for _ in range(KNOWN)]
    names = {name: (sort_key(name), search_key(name)) for name, *_ in people}
    with connection.cursor() as cursor:
        with cursor.copy(COPY) as copy:
            for key, (name, born, phone, area) in zip(keys, people, strict=True):
                copy.write_row((key, name, *names[name], born, phone, "", area.pk, "", "", "", "", "", "now", True))
        with cursor.copy("COPY people_membership (id, person_id, unit_id, kind, during) FROM STDIN") as copy:
            for key in keys[: KNOWN // 2]:
                copy.write_row((uuid7(), key, unit.pk, "volunteer", "[2025-07-01,)"))
        cursor.execute("ANALYZE")
    return people


def workbook(dice: Random, people: list[Someone], areas: list[Area]) -> bytes:
    """Known people as they are, some with another phone, new ones in capitals with phones that lost their zero, and mistakes."""
    file = BytesIO()
    book = Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    sheet.write(0, 0, "DANH SÁCH ĐOÀN VIÊN, THANH NIÊN TÌNH NGUYỆN")
    sheet.write_row(2, 0, HEADING)
    for number in range(ROWS):
        name, born, phone, area = people[number] if number < SAME + CHANGED else someone(dice, KNOWN + number, areas)
        if SAME <= number < SAME + CHANGED:
            phone = f"+848{number:08d}"
        is_new, day = number >= SAME + CHANGED, f"{born:%d/%m/%Y}"
        if number >= ROWS - WRONG:
            day = "31/02/2004"
        cells = (number + 1, name.upper() if is_new else name, day, int(phone[3:]) if is_new else f"0{phone[3:]}", "", area.name, "")
        sheet.write_row(3 + number, 0, cells)
    book.close()
    return file.getvalue()


class Watch(threading.Thread):
    """The most memory that the worker and its connections to the database took together."""

    def __init__(self, pid: int, postmaster: psutil.Process) -> None:
        super().__init__(daemon=True)
        self.pid, self.postmaster, self.most, self.is_over = pid, postmaster, 0.0, False

    def run(self) -> None:
        while not self.is_over:
            self.most = max(self.most, sum(map(taken, [*self.worker(), *self.backends()])))
            time.sleep(0.5)

    def cpu_seconds(self) -> float:
        """What worker and database have worked so far, ended connections included: neighbours steal wall time, not this."""
        ended = self.postmaster.cpu_times()
        living = [process.cpu_times() for process in [*self.worker(), *self.postmaster.children()]]
        return ended.children_user + ended.children_system + sum(one.user + one.system for one in living)

    def worker(self) -> list[psutil.Process]:
        return [psutil.Process(self.pid)] if psutil.pid_exists(self.pid) else []

    def backends(self) -> list[psutil.Process]:
        """The server's processes that answer somebody; what they share is the server's, not the job's."""
        return [process for process in self.postmaster.children() if "copy_bench" in title(process)]


def title(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def taken(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().uss) / 2**20
    except psutil.Error:
        return 0


@contextmanager
def worker(database: str) -> Iterator[Watch]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        postmaster = psutil.Process(cursor.fetchone()[0]).parent()
    assert postmaster
    connections.close_all()
    with TemporaryDirectory() as folder:
        environment = server.settings(database, Path(folder), server.free_port())
        log = Path(folder) / "worker.log"
        with server.process(sys.executable, "-m", "aoxanh.cli", "worker", environment=environment, log=log) as running:
            time.sleep(6)
            watch = Watch(running.pid, postmaster)
            watch.start()
            yield watch
            watch.is_over = True


def until(batch: Import, state: str) -> Import:
    deadline = time.monotonic() + 600
    while batch.state != state:
        assert batch.state in {"reading", "writing"}, batch.refusal
        assert time.monotonic() < deadline, (batch.done, batch.whole)
        time.sleep(0.1)
        batch.refresh_from_db()
    return batch


def coordinator(unit: Unit) -> User:
    user = make_user("dieuphoi@langson.example", "Lâm Quốc Huy")
    grant(user, "coordinator", unit, Scope.SUBTREE)
    return user


def run() -> Iterator[Figure]:
    dice = Random(7)
    with scratch_database() as database:
        load_areas()
        province = Area.objects.get(level=Level.PROVINCE, code="20", during__contains=date(2026, 1, 1))
        areas = list(Area.objects.filter(parent=province, during__contains=date(2026, 1, 1)))
        unit = make_unit("provincial_union", "TD-20", "Tỉnh đoàn Lạng Sơn", "TĐTN", province)
        by = coordinator(unit)
        data = workbook(dice, fill(dice, unit, areas), areas)
        with worker(database) as watch:
            start, cpu = time.perf_counter(), watch.cpu_seconds()
            batch = actions.upload(data, name="danh-sach.xlsx", kind="volunteers", unit_id=unit.pk, request_id=uuid4(), by=by)
            batch = until(batch, "ready")
            yield Figure("preview_seconds", time.perf_counter() - start, "s", "≤ 20")
            yield Figure("preview_cpu_seconds", watch.cpu_seconds() - cpu, "s")
            assert (sum(batch.counts.values()), batch.counts["wrong"]) == (ROWS, WRONG), batch.counts
            assert batch.counts["same"] > SAME * 0.99, batch.counts
            start, cpu = time.perf_counter(), watch.cpu_seconds()
            batch = until(actions.commit(batch, by=by), "written")
            yield Figure("commit_seconds", time.perf_counter() - start, "s", "≤ 60")
            yield Figure("commit_cpu_seconds", watch.cpu_seconds() - cpu, "s")
            assert batch.written > (ROWS - SAME - WRONG) * 0.99, batch.counts
        yield Figure("memory_mb", watch.most, "MB", "≤ 500")
        yield Figure("file_mb", len(data) / 2**20, "MB")
