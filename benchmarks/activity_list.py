"""The public list of activities, as a stranger's browser asks for it: from the shelf, and rendered anew each time."""

import gzip
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import count, islice, repeat

from django.db import connection, transaction
from django.urls import reverse

from aoxanh.activities.models import Shift
from benchmarks.figures import Figure
from benchmarks.ground import Site, scratch_database, serving
from benchmarks.load import Load, Request, load
from tests.cast import make_activity, make_area, make_unit, make_user, noon

COMMUNES, EACH = 20, 20
ROWS = 20
CLIENTS = 16
CACHED, UNCACHED = 6_000, 800
BROWSER = {"Accept-Encoding": "gzip", "Accept-Language": "vi"}
OK = 200


def run() -> Iterator[Figure]:
    """400 open activities of 20 communes, 800 shifts; 16 clients, two web processes. Uncached: every address is a new one."""
    with scratch_database() as database:
        publish()
        address = reverse("portal:activities")
        anew = (Request(f"{address}?lan={number}", headers=BROWSER) for number in count())
        with serving(database) as site:
            load(site, islice(anew, 60), clients=4)
            uncached = measured(site, islice(anew, UNCACHED))
            cached = measured(site, repeat(Request(address, headers=BROWSER), CACHED))
    yield Figure("cached_per_second", cached.per_second, "/s", "≥ 150")
    yield Figure("cached_cpu_ms", cached.cpu_ms, "ms")
    yield Figure("uncached_per_second", uncached.per_second, "/s", "≥ 40")
    yield Figure("uncached_cpu_ms", uncached.cpu_ms, "ms")
    yield Figure("html_kb", len(cached.answers[-1].body) / 1024, "KB", "≤ 30")


@transaction.atomic
def publish() -> None:
    """Two shifts each, on the days of the next two weeks, some of them half taken."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.77, 106.73)
    for commune in range(COMMUNES):
        area = make_area(f"{6505 + commune:05}", f"Xã Vạn Linh {commune}", "Xã", 21.64, 106.48, province)
        unit = make_unit("commune_union", f"DX-{area.code}", f"Đoàn xã Vạn Linh {commune}", "ĐTN-VL", area)
        officer = make_user(f"canbo{commune}@vanlinh.example", "Đinh Thùy Dương", area=area)
        for number in range(EACH):
            starts = [noon(1 + number % 14) + timedelta(hours=hours) for hours in (0, 5)]
            make_activity(unit, officer, shifts=[(start, start + timedelta(hours=4), 12 + number) for start in starts])
    Shift.objects.filter(places__gte=20).update(taken=10)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measured(site: Site, requests: Iterable[Request]) -> Load:
    """Every answer was the whole list, compressed, or the figures mean nothing."""
    found = load(site, requests, clients=CLIENTS)
    assert set(found.statuses) == {OK}, found.statuses
    assert {gzip.decompress(answer.body).count(b"<article") for answer in found.answers[-CLIENTS:]} == {ROWS}
    return found
