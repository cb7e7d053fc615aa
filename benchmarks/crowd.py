"""A million made-up people in 3,321 communes of 34 provinces, with the mistakes that lists have: written by the database, made once.

The names are drawn as the demo draws them, so that words and names are as frequent as in life. 20,000 records are a second entry of
somebody else, each marred in one of the ways of `MARRED`; the benchmark of duplicates asks how many of them are found.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from django.db import connection, transaction

from aoxanh.demo.names import draw
from aoxanh.kit.vietnamese import search_key, sort_key
from benchmarks.ground import SAFE
from tests import bench

PEOPLE, TWICE = 980_000, 20_000
PROVINCES, COMMUNES = 34, 3321
REGIONS = {"north": 20, "coast": 70, "highland": 10}
TYPOS = 0.01
MARRED = ("same", "without tones", "year only", "day and month swapped", "one letter", "no birth, same unit", "phone, one letter")
SOURCES = [Path(__file__), Path(__file__).parent.parent / "aoxanh" / "demo" / "names.py"]

PLACES = """
INSERT INTO places_area (id, level, code, name, kind, short_name, search_key, slug, latitude, longitude, parent_id, during)
SELECT md5('area ' || n)::uuid, CASE WHEN n < {provinces} THEN 'province' ELSE 'commune' END, lpad(n::text, 5, '0'), 'Xã ' || n, 'Xã',
       n::text, 'xa ' || n, 'xa-' || n, 16, 106, CASE WHEN n >= {provinces} THEN md5('area ' || n % {provinces})::uuid END, '[2020-01-01,)'
FROM generate_series(0, {provinces} + {communes} - 1) AS n;
INSERT INTO org_unit (id, kind, code, slug, name, short_name, english_name, abbreviation, signing_name, search_key, area_id, address,
                      email, phone, during)
SELECT md5('unit ' || n)::uuid, CASE WHEN n < {provinces} THEN 'provincial_union' ELSE 'commune_union' END, 'U' || n, 'u-' || n,
       'Đoàn ' || n, 'Đoàn ' || n, '', 'ĐTN', '', 'doan ' || n, md5('area ' || n)::uuid, '', '', '', '[2020-01-01,)'
FROM generate_series(0, {provinces} + {communes} - 1) AS n;
INSERT INTO org_parentage (id, child_id, parent_id, during)
SELECT gen_random_uuid(), md5('unit ' || n)::uuid, md5('unit ' || n % {provinces})::uuid, '[2020-01-01,)'
FROM generate_series({provinces}, {provinces} + {communes} - 1) AS n;
"""

# In the order in which lists came in: commune by commune. Of 100 people 80 have a birth date, 3 of them the first of January, 15 a year
# and 5 nothing; 65 have a phone, a tenth of these one of the family's; 25 have an address for mail.
CROWD = """
CREATE TEMP TABLE crowd ON COMMIT DROP AS
SELECT *, {provinces} + (n * {communes}::bigint / {people})::int AS home,
       date '1990-01-01' + (random() * 7300)::int AS born, random() AS how, random() AS phoned, random() AS mailed
FROM (SELECT name, sort_key, search_key, row_number() OVER (ORDER BY random()) - 1 AS n FROM drawn, generate_series(1, times)) AS each;
INSERT INTO people_person (id, full_name, sort_key, search_key, birth_date, birth_year, phone, email, area_id, address, overseas_country,
                           transport, emergency_name, emergency_phone, noted_at, is_demo)
SELECT ('0190' || lpad(to_hex(n), 8, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid, name, sort_key, search_key,
       CASE WHEN how < 0.77 THEN born WHEN how < 0.8 THEN date_trunc('year', born)::date END,
       CASE WHEN how >= 0.8 AND how < 0.95 THEN extract(year FROM born) END,
       CASE WHEN phoned < 0.65 THEN '+849' || lpad(((n - (phoned < 0.065)::int) * 97 % 100000000)::text, 8, '0') ELSE '' END,
       CASE WHEN mailed < 0.25 THEN 'nguoi' || n || '@tinhnguyen.example' ELSE '' END,
       md5('area ' || home)::uuid, '', '', '', '', '', now(), true
FROM crowd ORDER BY n;
INSERT INTO people_membership (id, person_id, unit_id, kind, during)
SELECT ('0191' || lpad(to_hex(n), 8, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
       ('0190' || lpad(to_hex(n), 8, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
       md5('unit ' || home)::uuid, 'volunteer', '[2023-09-01,)'
FROM crowd ORDER BY n;
"""

# Every 49th person once more, in one of seven ways; the id tells which (0195…) and of whom.
SECOND = """
CREATE TEMP TABLE again ON COMMIT DROP AS
SELECT *, row_number() OVER (ORDER BY id) % 7 AS way, '0195' || substr(id::text, 5) AS new_id
FROM people_person WHERE birth_date IS NOT NULL AND extract(doy FROM birth_date) > 1 AND extract(day FROM birth_date) < 12
AND extract(day FROM birth_date) <> extract(month FROM birth_date) AND cardinality(name_words) > 2 AND length(name_words[3]) > 3
AND phone <> ''
ORDER BY md5(id::text) LIMIT {twice};
INSERT INTO people_person (id, full_name, sort_key, search_key, birth_date, birth_year, phone, email, area_id, address, overseas_country,
                           transport, emergency_name, emergency_phone, noted_at, is_demo)
SELECT new_id::uuid, CASE way WHEN 1 THEN search_key WHEN 4 THEN mar(full_name) WHEN 6 THEN mar(full_name) ELSE full_name END, sort_key,
       CASE WHEN way IN (4, 6) THEN mar(search_key) ELSE search_key END,
       CASE WHEN way IN (0, 1, 4) THEN birth_date WHEN way = 3 THEN
            make_date(extract(year FROM birth_date)::int, extract(day FROM birth_date)::int, extract(month FROM birth_date)::int) END,
       CASE WHEN way = 2 THEN extract(year FROM birth_date) END,
       CASE WHEN way = 6 THEN phone ELSE '' END, '', area_id, '', '', '', '', '', now(), true
FROM again;
INSERT INTO people_membership (id, person_id, unit_id, kind, during)
SELECT gen_random_uuid(), new_id::uuid, md5('unit ' || substr(a.code, 1, 5)::int)::uuid, 'union', '[2024-09-01,)'
FROM again JOIN places_area a ON a.id = again.area_id;
CREATE TABLE planted AS SELECT new_id::uuid AS second, way::int AS way FROM again;
"""

MAR = """
CREATE FUNCTION pg_temp.mar(name text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT overlay(name PLACING 'w' FROM length(name) - 1 FOR 1) $$
"""


@contextmanager
def crowded() -> Iterator[None]:
    """A database of one's own that holds them, swept and counted as after a night."""
    bench.start_server("bench-pg", SAFE)
    with bench.copy(bench.filled("million", fill, SOURCES), "crowd") as name, bench.using(name):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        yield


@transaction.atomic
def fill() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute("CREATE TEMP TABLE drawn (name text, sort_key text, search_key text, times int) ON COMMIT DROP")
        with cursor.copy("COPY drawn FROM STDIN") as rows:
            for name, times in names().items():
                rows.write_row((name, sort_key(name), search_key(name), times))
        facts = {"provinces": PROVINCES, "communes": COMMUNES, "people": PEOPLE, "twice": TWICE}
        cursor.execute(PLACES.format(**facts))
        cursor.execute(CROWD.format(**facts))
        cursor.execute(MAR)
        cursor.execute(SECOND.format(**facts).replace("mar(", "pg_temp.mar("))
        cursor.execute("ANALYZE")


def names() -> Counter[str]:
    """How often each name is borne; one in a hundred is misspelt."""
    dice = Random(7)
    regions = dice.choices(list(REGIONS), list(REGIONS.values()), k=PEOPLE)
    return Counter(misspelt(draw(dice, region).full_name, dice) for region in regions)


def misspelt(name: str, dice: Random) -> str:
    if dice.random() > TYPOS:
        return name
    spot = dice.randrange(1, len(name) - 1)
    return name[:spot] + dice.choice(["", name[spot] * 2, "w", name[spot + 1] + name[spot]]) + name[spot + 1 :]
