"""The national reorganisation of 01/07/2025 as one event, with members and officers everywhere, and Đồng Nai's after it."""

import time
from collections.abc import Iterator

from django.db import connection

from aoxanh.org import country
from aoxanh.org.models import Unit
from aoxanh.org.queries import active
from aoxanh.people.models import Appointment, Membership
from aoxanh.places.actions import load_areas
from aoxanh.places.models import Level
from benchmarks.figures import Figure
from benchmarks.ground import scratch_database
from benchmarks.memory import peak

MEMBERS = 100_000

PEOPLE = """
INSERT INTO people_person (id, full_name, sort_key, search_key, phone, email, address, overseas_country, transport,
    emergency_name, emergency_phone, noted_at, is_demo, area_id)
SELECT gen_random_uuid(), 'Vi Thị ' || n, 'vi ' || n, 'vi thi ' || n, '', '', '', '', '', '', '', now(), true,
    CASE WHEN n %% 2 = 0 THEN u.area_id END
FROM (
    SELECT id, area_id, row_number() OVER (ORDER BY code) AS place, count(*) OVER () AS number
    FROM org_unit WHERE kind = 'commune_union'
) u
JOIN generate_series(1, %s) n ON n %% u.number + 1 = u.place
"""
MEMBERSHIPS = """
INSERT INTO people_membership (id, person_id, unit_id, kind, during)
SELECT gen_random_uuid(), p.id, u.id, 'union', daterange('2023-01-01', NULL)
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM people_person) p
JOIN (SELECT id, row_number() OVER (ORDER BY code) AS place, count(*) OVER () AS number FROM org_unit WHERE kind = 'commune_union') u
ON p.n % u.number + 1 = u.place
"""
POSTS = """
INSERT INTO org_post (id, unit_id, title, rank, seats, role, role_scope, dedicated, focal_point, during)
SELECT gen_random_uuid(), id, 'Bí thư', 'head', 1, '', 'unit', false, false, daterange(NULL, NULL) FROM org_unit
"""
APPOINTMENTS = """
INSERT INTO people_appointment (id, person_id, post_id, seat, during, decision, ended_why)
SELECT gen_random_uuid(), p.id, o.id, 1, daterange('2023-01-01', NULL), '', ''
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM people_person) p
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM org_post) o ON o.n = p.n
"""


def run() -> Iterator[Figure]:
    """10,795 units, 100,000 members (half with an address), 10,795 officers: read, plan, check, write, and let everything follow."""
    with scratch_database():
        load_areas()
        land = country.read_country()
        country.found_union(land)
        populate()
        with peak() as memory:
            start = time.monotonic()
            event = country.reorganise_2025(land)
            seconds = time.monotonic() - start
            country.make_dong_nai_a_city(land.heirs["75"])
            city = time.monotonic() - start - seconds
        check(event.counts)
    yield Figure("seconds", seconds, "s", "≤ 120")
    yield Figure("memory_mb", memory.mb, "MB", "≤ 500")
    yield Figure("units_touched", event.counts["founded"] + event.counts["ended"], "")
    yield Figure("members_moved", event.counts["people.memberships"], "")
    yield Figure("one_unit_seconds", city, "s")


def populate() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [MEMBERS])
        for statement in (MEMBERSHIPS, POSTS, APPOINTMENTS):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def check(counts: dict[str, int]) -> None:
    """What must have come of it, or the figures mean nothing."""
    on = country.REORGANISED
    assert active(on).filter(kind="commune_union").count() == 3321, counts
    assert active(on).filter(kind="provincial_union").count() == 34
    assert not active(on).filter(kind="district_union").exists()
    assert Membership.objects.filter(during__contains=on).values("person").distinct().count() == MEMBERS
    assert not Appointment.objects.filter(during__contains=on, post__unit__area__level=Level.DISTRICT).exists()
    assert Unit.objects.get(code="TD-75").name == "Thành đoàn Đồng Nai"
