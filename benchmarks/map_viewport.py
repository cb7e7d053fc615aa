"""A view of the digital map, each one new to the server: numbers and single pins of a part of the country, at some zoom, with some filters.

The baseline groups the same spots of the same views in PostgreSQL, by a grid of degrees over the table, without the columns in memory.
"""

import gzip
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from aoxanh.places import boundaries
from aoxanh.places.actions import load_areas
from aoxanh.places.cells import cell_of
from aoxanh.places.models import Area, Layer, Level
from aoxanh.places.queries import areas_on
from benchmarks.figures import Figure
from benchmarks.ground import scratch_database, serving
from benchmarks.load import Load, Request, load
from benchmarks.subtree import percentile

SIZE, LARGE = 100_000, 1_000_000
VIEWS, WARM = 300, 20
UNITS = 3_000
KINDS = ("repair", "road", "health", "teaching", "digital", "traffic", "gift", "tree_planting")
WORDS = ("sua bep an ban tru", "don duong thon", "kham suc khoe", "day tieng viet", "huong dan dich vu cong")
SCREEN = (1040, 836)
OK = 200
BROWSER = {"Accept-Encoding": "gzip", "Accept-Language": "vi"}
COPY = """
    COPY places_spot (object_id, layer, is_public, urgent, cell, latitude, longitude, starts_at, ends_at, weight, goods, unit_id, area_id,
                      kind, skills, title, slug, search_key) FROM STDIN
"""
BASELINE = """
    SELECT floor(latitude / %(step)s), floor(longitude / %(step)s), layer, count(*), count(*) FILTER (WHERE urgent), sum(weight),
           avg(latitude), avg(longitude), min(latitude), max(latitude), min(longitude), max(longitude)
    FROM places_spot
    WHERE gone_at IS NULL AND is_public AND ends_at > now() AND (layer <> 1 OR weight > 0 OR goods > 0)
      AND latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s
    GROUP BY 1, 2, 3
"""

type View = tuple[int, tuple[float, float, float, float], dict[str, str]]


def run() -> Iterator[Figure]:
    """100,000 spots around all 3,321 communes, then 1,000,000; 300 views of a screen from the whole country to a street, a third of them
    filtered; one client, one answer after the other, none from the shelf."""
    with scratch_database() as database:
        load_areas()
        random = Random(1)
        areas = list(areas_on(Level.COMMUNE, boundaries.EDITION))
        views = [view(random, areas) for _ in range(VIEWS)]
        fill(random, areas, SIZE)
        plain = [grouped(*one) for one in views]
        small = measured(database, views)
        fill(random, areas, LARGE - SIZE)
        large = measured(database, views)
    bodies = [gzip.decompress(answer.body) for answer in small.answers]
    yield Figure("p95_ms", p95(small), "ms", "≤ 50", percentile(plain))
    yield Figure("payload_kb", max(map(len, bodies)) / 1024, "KB", "≤ 60")
    yield Figure("p95_ms_1m", p95(large), "ms")
    yield Figure("median_ms", sorted(times(small))[VIEWS // 2], "ms")
    yield Figure("cpu_ms", small.cpu_ms, "ms")
    yield Figure("cpu_ms_1m", large.cpu_ms, "ms")
    yield Figure("payload_gzip_kb", max(len(answer.body) for answer in small.answers) / 1024, "KB")


def fill(random: Random, areas: Sequence[Area], number: int) -> None:
    """So many spots, more where the list of communes begins, within some kilometres of their points."""
    now, units = timezone.now(), [UUID(int=number) for number in range(UNITS)]
    with connection.cursor() as cursor:
        with cursor.copy(COPY) as copy:
            for made in range(number):
                copy.write_row(row(random, areas[int(len(areas) * random.random() ** 1.3)], now, units, made))
        cursor.execute("VACUUM ANALYZE places_spot")


def row(random: Random, area: Area, now: datetime, units: Sequence[UUID], number: int) -> tuple[object, ...]:
    latitude, longitude = area.latitude + random.gauss(0, 0.03), area.longitude + random.gauss(0, 0.03)
    starts = now + timedelta(days=random.randint(-5, 40))
    layer = random.choice((Layer.NEED, Layer.NEED, Layer.NEED, Layer.ACTIVITY, Layer.ACTIVITY, Layer.UNIT))
    words = random.choice(WORDS)
    return (
        UUID(int=random.getrandbits(128)),
        int(layer),
        True,
        random.random() < 0.1,
        cell_of(latitude, longitude),
        latitude,
        longitude,
        starts,
        starts + timedelta(days=random.randint(0, 20)),
        random.randint(0, 30),
        random.randint(0, 2),
        random.choice(units),
        area.pk,
        random.choice(KINDS),
        "{}",
        "Sửa bếp ăn bán trú điểm trường",
        f"sua-bep-an-{number}",
        f"{words} {area.search_key}",
    )


def view(random: Random, areas: Sequence[Area]) -> View:
    """A screen around a commune, at a zoom at which people look, every third with filters."""
    zoom, middle = random.choice((5, 6, 7, 8, 9, 10, 11, 12, 13, 14)), random.choice(areas)
    per_degree = 512 * 2**zoom / 360
    width, height = SCREEN[0] * 1.3 / per_degree, SCREEN[1] * 1.3 / per_degree
    box = (
        middle.longitude - width / 2,
        max(middle.latitude - height / 2, -80),
        middle.longitude + width / 2,
        min(middle.latitude + height / 2, 80),
    )
    filters = random.choice(({"gap": "1"}, {"loai": "road"}, {"khi": "tuan", "nguoi": "1"}, {"tim": "kham"}, {"vat": "1", "loai": "gift"}))
    return zoom, box, filters if random.random() < 1 / 3 else {}


def asked(zoom: int, box: tuple[float, float, float, float], filters: dict[str, str]) -> Request:
    query = {**filters, "lop": "nhu-cau.hoat-dong.don-vi", "khung": ",".join(f"{edge:.4f}" for edge in box), "z": str(zoom)}
    return Request(f"{reverse('portal:map_points')}?{urlencode(query)}", headers=BROWSER)


def measured(database: str, views: Sequence[View]) -> Load:
    """One process, so that what it keeps is warm after the first answers; every answer is a whole one."""
    warm = (asked(zoom, (west + 0.01, south, east, north), filters) for zoom, (west, south, east, north), filters in views)
    with serving(database, workers=1) as site:
        load(site, islice(warm, WARM), clients=1)
        found = load(site, (asked(*one) for one in views), clients=1)
    assert set(found.statuses) == {OK}, found.statuses
    return found


def times(found: Load) -> list[float]:
    return [answer.seconds * 1000 for answer in found.answers]


def p95(found: Load) -> float:
    return percentile(times(found))


def grouped(zoom: int, box: tuple[float, float, float, float], filters: dict[str, str]) -> float:
    """Milliseconds that PostgreSQL takes to group the view (its filters left out)."""
    west, south, east, north = box
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(BASELINE, {"step": 60 * 360 / (512 * 2**zoom), "west": west, "south": south, "east": east, "north": north})
        cursor.fetchall()
    return (time.perf_counter() - start) * 1000
