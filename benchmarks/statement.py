"""A person with 2,000 entries opens the statement of hours: the first page, one in the middle, and the whole of it as a PDF."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.models import ServiceHours
from aoxanh.attendance.queries.statements import BY, Period, entries_of
from aoxanh.attendance.statements import person_file
from aoxanh.kit.codes import short_code
from aoxanh.kit.dates import local
from aoxanh.kit.paging import page_after
from benchmarks.figures import Figure
from benchmarks.ground import scratch_database, serving, signed_in
from benchmarks.load import Request, load
from tests.cast import make_activity, make_area, make_unit, make_user

ENTRIES, OTHERS, ASKED = 2000, 8000, 100


def run() -> Iterator[Figure]:
    """2,000 entries of one person beside 8,000 of others; what a page takes by itself, with one browser that asks on and on."""
    with scratch_database() as database:
        user = ledger()
        rows = entries_of(user.person, Period())
        middle = page_after(rows, by=BY, size=ENTRIES // 2).next
        headers, address = signed_in(user), reverse("hours:mine")
        paper = set_on_paper(user)
        with serving(database) as site:
            load(site, [Request(address, headers=headers)] * 20, clients=1)
            first = load(site, [Request(address, headers=headers)] * ASKED, clients=1)
            later = load(site, [Request(f"{address}?sau={middle}", headers=headers)] * ASKED, clients=1)
    assert set(first.statuses) == set(later.statuses) == {200}
    yield Figure("ms", first.percentile(50) * 1000, "ms", "≤ 50")
    yield Figure("p95_ms", first.percentile(95) * 1000, "ms")
    yield Figure("middle_ms", later.percentile(50) * 1000, "ms", "≤ 50")
    yield Figure("cpu_ms", first.cpu_ms, "ms")
    yield Figure("pdf_s", paper, "s")


def set_on_paper(user: User) -> float:
    """Seconds until all entries stand in a PDF."""
    start = time.perf_counter()
    person_file(user.person, entries_of(user.person, Period()), Period(), "pdf")
    return time.perf_counter() - start


def ledger() -> User:
    """A person with a turn a day for years, of an activity every ten, and others beside."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.77, 106.73)
    unit = make_unit(
        "commune_union", "DX-1", "Đoàn xã Vạn Linh", "ĐTN-VL", make_area("06505", "Xã Vạn Linh", "Xã", 21.64, 106.48, province)
    )
    officer, user = make_user("bithu@vanlinh.example", "Đinh Thùy Dương"), make_user("hanh@tinhnguyen.example", "Vi Thị Hạnh")
    activities = [make_activity(unit, officer, title=f"Dọn chợ {number}", status=Activity.Status.RECORDED) for number in range(40)]
    turns(user, activities, ENTRIES)
    turns(make_user("bao@tinhnguyen.example", "Lê Quốc Bảo"), activities, OTHERS)
    return user


def turns(user: User, activities: list[Activity], number: int) -> None:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    shifts = [
        Shift(activity=activities[day % len(activities)], starts_at=at, ends_at=at + timedelta(hours=4), places=9)
        for day in range(number)
        for at in [now - timedelta(days=day % 3000 + 1)]
    ]
    Shift.objects.bulk_create(shifts, batch_size=2000)
    facts = {"person": user.person, "by": user}
    signups = [Signup(shift=shift, code=short_code(8), request_id=shift.pk, **facts) for shift in shifts]
    Signup.objects.bulk_create(signups, batch_size=2000)
    entries = []
    for signup in signups:
        day = {"on": local(signup.shift.starts_at).date(), "starts_at": signup.shift.starts_at, "ends_at": signup.shift.ends_at}
        entries.append(ServiceHours.of_turn(signup, minutes=240, source="check_out", **day))
    ServiceHours.objects.bulk_create(entries, batch_size=2000)
