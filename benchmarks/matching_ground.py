"""People, shifts and what is known of them, in the 3,321 communes of the country: written by the database, made once for each size.

A ninth of the communes, the towns, have half of the people and of the shifts. Two shifts in five have a role that asks for a skill, one in
eight lasts all day; people have two skills of fourteen, one in twelve is under 18. Two shifts in five answer a need, one in ten an urgent
one. A tenth of the people has a place already, a twentieth waits for one. The days begin with the Monday after this week.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from aoxanh.places.actions import load_areas
from benchmarks.ground import SAFE
from tests import bench

SKILLS = 14
SOURCES = [Path(__file__)]


@dataclass(frozen=True)
class Size:
    """How many people and shifts, over how many days, in how many of the 34 provinces."""

    people: int
    shifts: int
    days: int
    provinces: int


UNITS = """
CREATE TEMP TABLE place ON COMMIT DROP AS
SELECT a.id AS area_id, a.parent_id AS province, a.latitude, a.longitude, row_number() OVER (ORDER BY a.code) - 1 AS n,
       row_number() OVER (ORDER BY a.code) % 9 = 0 AS town, dense_rank() OVER (ORDER BY p.code) AS rank
FROM places_area a JOIN places_area p ON p.id = a.parent_id WHERE a.level = 'commune' AND upper_inf(a.during) AND p.level = 'province';
DELETE FROM place WHERE rank > {provinces};
CREATE TEMP TABLE draw ON COMMIT DROP AS
SELECT *, row_number() OVER (ORDER BY n) - 1 AS seat, count(*) OVER () AS seats
FROM (SELECT p.* FROM place p UNION ALL SELECT p.* FROM place p, generate_series(1, 7) WHERE p.town) twice;
CREATE INDEX ON draw (seat);
INSERT INTO org_unit (id, kind, code, slug, name, short_name, english_name, abbreviation, signing_name, search_key, area_id, address,
                      email, phone, during)
SELECT md5('unit ' || area_id)::uuid, CASE WHEN level = 'province' THEN 'provincial_union' ELSE 'commune_union' END, 'B' || area_code,
       'b-' || area_code, 'Đoàn ' || name, 'Đoàn ' || name, '', 'ĐTN', '', 'doan', area_id, '', '', '', daterange('2020-01-01', NULL)
FROM (SELECT p.area_id, a.level, a.code || 'c' AS area_code, a.name FROM place p JOIN places_area a ON a.id = p.area_id
      UNION SELECT a.id, a.level, a.code, a.name FROM place p JOIN places_area a ON a.id = p.province) every;
INSERT INTO org_unit (id, kind, code, slug, name, short_name, english_name, abbreviation, signing_name, search_key, area_id, address,
                      email, phone, during)
VALUES (md5('unit centre')::uuid, 'central_union', 'BTW', 'b-tw', 'Trung ương Đoàn', 'Trung ương', '', 'TW', '', 'tw', NULL, '', '', '',
        daterange('2020-01-01', NULL));
INSERT INTO org_parentage (id, child_id, parent_id, during)
SELECT gen_random_uuid(), md5('unit ' || area_id)::uuid, md5('unit ' || province)::uuid, daterange('2020-01-01', NULL) FROM place
UNION ALL SELECT gen_random_uuid(), md5('unit ' || province)::uuid, md5('unit centre')::uuid, daterange('2020-01-01', NULL)
FROM (SELECT DISTINCT province FROM place) p;
INSERT INTO accounts_user (id, password, email, is_active, is_staff, is_superuser, date_joined)
VALUES (md5('user')::uuid, '', 'ban@bench.example', true, false, false, now());
"""

CROWD = """
CREATE TEMP TABLE crowd ON COMMIT DROP AS
SELECT g.n, d.area_id, md5('person ' || g.n)::uuid AS id, random() AS luck,
       CASE WHEN g.young < 0.08 THEN date '2009-01-01' + (random() * 900)::int ELSE date '1990-01-01' + (random() * 6500)::int END AS born
FROM (SELECT n, floor(random() * (SELECT max(seats) FROM draw)) AS seat, random() AS young FROM generate_series(1, {people}) n) g
JOIN draw d USING (seat);
INSERT INTO people_person (id, full_name, sort_key, search_key, birth_date, phone, email, area_id, address, overseas_country,
                           transport, emergency_name, emergency_phone, noted_at, is_demo)
SELECT id, 'Nguyễn Văn ' || n, 'n' || n, 'nguyen van ' || n, born, '', '', area_id, '', '',
       (array['', 'motorbike', 'motorbike', 'bicycle', 'car'])[1 + floor(luck * 5)::int], '', '', now(), true FROM crowd;
INSERT INTO people_membership (id, person_id, unit_id, kind, during)
SELECT gen_random_uuid(), id, md5('unit ' || area_id)::uuid, 'volunteer', daterange('2023-09-01', NULL) FROM crowd;
INSERT INTO people_consent (id, person_id, purpose, version, at, channel)
SELECT gen_random_uuid(), id, 'volunteering', '2026-11', now(), 'web' FROM crowd WHERE luck < 0.98;
INSERT INTO people_guardianship (id, child_id, full_name, relation, phone, email, invitation, invited_at, invited_until, identity_note,
                                 version, user_id, consented_at)
SELECT gen_random_uuid(), id, 'Mẹ', 'mother', '+84900000000', '', md5(id::text), now(), now(), '', 'gh', md5('user')::uuid, now()
FROM crowd WHERE born > date '2009-01-01' AND luck < 0.7;
INSERT INTO people_skill (id, code, name, english_name, "group", needs_proof, "order")
SELECT md5('skill ' || n)::uuid, 'bench-' || n, 'Kỹ năng ' || n, 'Skill ' || n, 'event', false, n FROM generate_series(1, {skills}) n;
INSERT INTO people_personskill (id, person_id, skill_id, degree, proof, proved_at)
SELECT gen_random_uuid(), c.id, md5('skill ' || s)::uuid, 1 + floor(random() * 3)::int, '', CASE WHEN random() < 0.5 THEN now() END
FROM crowd c, generate_series(1, {skills}) s WHERE random() < 0.15;
INSERT INTO people_availability (id, person_id, weekday, part)
SELECT gen_random_uuid(), c.id, d, part FROM crowd c, generate_series(0, 6) d, unnest(array['morning', 'afternoon', 'evening']) part
WHERE luck < 0.5 AND random() < CASE WHEN d > 4 THEN 0.6 ELSE 0.25 END;
"""

WORK = """
CREATE TEMP TABLE works ON COMMIT DROP AS
SELECT g.n, d.area_id, md5('activity ' || g.n)::uuid AS id, md5('shift ' || g.n)::uuid AS shift_id,
       d.latitude + (random() - 0.5) * 0.04 AS latitude, d.longitude + (random() - 0.5) * 0.04 AS longitude, random() AS kind,
       CASE WHEN random() < 0.6 THEN 5 + floor(random() * 2)::int ELSE 0 END + floor(random() * {days})::int % {days} AS day,
       random() AS part, 6 + floor(random() * 27)::int AS places, random() AS skilled, random() AS needed,
       date_trunc('week', now() AT TIME ZONE 'Asia/Ho_Chi_Minh' + interval '7 days') AS monday
FROM (SELECT n, floor(random() * (SELECT max(seats) FROM draw)) AS seat FROM generate_series(1, {shifts}) n) g JOIN draw d USING (seat);
ALTER TABLE works ADD starts timestamptz, ADD ends timestamptz;
UPDATE works SET starts = (monday + day % {days} * interval '1 day' + CASE WHEN kind < 0.12 THEN interval '7 hours 30 minutes'
    WHEN part < 0.4 THEN interval '7 hours' WHEN part < 0.75 THEN interval '13 hours 30 minutes' WHEN part < 0.85 THEN interval '9 hours'
    ELSE interval '18 hours' END) AT TIME ZONE 'Asia/Ho_Chi_Minh';
UPDATE works SET ends = starts + CASE WHEN kind < 0.12 THEN interval '8 hours' WHEN part < 0.4 THEN interval '4 hours'
    WHEN part < 0.75 THEN interval '3 hours 30 minutes' ELSE interval '3 hours' END;
INSERT INTO needs_need (id, unit_id, slug, title, description, kind, people_wanted, met_people, materials_wanted, materials_begun,
                        materials_lacking, urgent, starts_on, ends_on, address, latitude, longitude, area_id, status, source, source_name,
                        request_id, published_at, published_by_id, confirmed_at)
SELECT md5('need ' || n)::uuid, md5('unit ' || area_id)::uuid, 'b-' || n, 'Nhu cầu ' || n, '', 'other', places, 0, 0, 0, 0, needed < 0.1,
       monday, monday + interval '20 days', '', latitude, longitude, area_id, 'open', 'focal_point', '', md5('need ' || n)::uuid, now(),
       md5('user')::uuid, now() FROM works WHERE needed < 0.4;
INSERT INTO activities_activity (id, unit_id, slug, need_id, kind, title, description, place_name, meeting_point, latitude, longitude,
    area_id, min_age, insured, insurance_note, guided, foreign_partner, approvals_wanted, offer_hours, starts_at, ends_at, status,
    request_id,
    created_at, created_by_id)
SELECT id, md5('unit ' || area_id)::uuid, 'b-' || n, CASE WHEN needed < 0.4 THEN md5('need ' || n)::uuid END, 'kind' || n % 8,
       'Hoạt động ' || n, '', '', '', latitude, longitude, area_id, CASE WHEN skilled > 0.95 THEN 18 ELSE 15 END, true, '', n % 3 > 0,
       '', 1, 24, starts, ends, 'open', id, now(), md5('user')::uuid FROM works;
INSERT INTO activities_shift (id, activity_id, name, starts_at, ends_at, places, least, taken, held, withheld, extra, meeting_point,
                              transport)
SELECT shift_id, id, '', starts, ends, places, (places * 0.6)::int, 0, 0, 0, 0, '', '' FROM works;
INSERT INTO activities_shiftrole (id, shift_id, name, places, least, taken, held, skill_id, degree, must_be_proved, leads, equipment,
                                  "order")
SELECT md5('role ' || n)::uuid, shift_id, 'Vai ' || n, CASE WHEN skilled < 0.26 THEN places ELSE 3 END, 2, 0, 0,
       md5('skill ' || 1 + n % {skills})::uuid, 1 + n % 2, n % 10 = 0, false, '', 0 FROM works WHERE skilled < 0.4;
INSERT INTO activities_activity_skills (activity_id, skill_id)
SELECT id, md5('skill ' || 1 + (n + 5) % {skills})::uuid FROM works WHERE skilled > 0.6;
"""

PAST = """
INSERT INTO activities_signup (id, shift_id, person_id, status, outcome, code, request_id, at, was_late)
SELECT gen_random_uuid(), w.shift_id, c.id, 'confirmed', '', upper(substr(md5('code ' || c.n), 1, 8)), gen_random_uuid(), now(), false
FROM crowd c JOIN LATERAL (SELECT shift_id FROM works w WHERE w.area_id = c.area_id ORDER BY md5(w.n::text || c.n) LIMIT 1) w ON true
WHERE c.luck < 0.1 ON CONFLICT DO NOTHING;
UPDATE activities_shift s SET taken = least(q.taken, s.places) FROM
    (SELECT shift_id, count(*) AS taken FROM activities_signup GROUP BY shift_id) q WHERE q.shift_id = s.id;
INSERT INTO activities_team (id, unit_id, name, wanted, during)
SELECT md5('team ' || n)::uuid, md5('unit ' || area_id)::uuid, 'Đội ' || n, 8,
    daterange('2025-01-01', NULL) FROM place WHERE n % 7 = 0;
INSERT INTO activities_teammember (id, team_id, person_id, joined_at)
SELECT gen_random_uuid(), md5('team ' || p.n)::uuid, c.id, now() FROM place p JOIN crowd c ON c.area_id = p.area_id
WHERE p.n % 7 = 0 AND c.luck > 0.7;
INSERT INTO activities_waiting (id, shift_id, person_id, number, status, request_id, at)
SELECT gen_random_uuid(), w.shift_id, c.id, row_number() OVER (PARTITION BY w.shift_id ORDER BY c.n), 'waiting', gen_random_uuid(), now()
FROM crowd c JOIN LATERAL (SELECT shift_id FROM works w WHERE w.area_id = c.area_id ORDER BY md5(c.n || 'w' || w.n) LIMIT 1) w ON true
WHERE c.luck BETWEEN 0.5 AND 0.55;
"""


@contextmanager
def crowd(size: Size) -> Iterator[None]:
    """A database of one's own that holds them, swept as after a night."""
    bench.start_server("bench-pg", SAFE)
    label = "match" + "x".join(map(str, astuple(size)))
    with bench.copy(bench.filled(label, lambda: fill(size), SOURCES), "matching") as name, bench.using(name):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        yield


@transaction.atomic
def fill(size: Size) -> None:
    load_areas()
    with connection.cursor() as cursor:
        fill_in(cursor)
        cursor.execute("SELECT setseed(0.25)")
        facts = {"people": size.people, "shifts": size.shifts, "days": size.days, "provinces": size.provinces, "skills": SKILLS}
        for text in (UNITS, CROWD, WORK, PAST):
            cursor.execute(text.format(**facts))
        cursor.execute("ANALYZE")


EMPTY = {"boolean": "false", "integer": "0", "smallint": "0", "text": "''", "character varying": "''", "jsonb": "'{}'", "ARRAY": "'{}'"}


def fill_in(cursor: CursorWrapper) -> None:
    """The emptiest value by default for what a row must have: this file names what it means to write, also when columns come later."""
    cursor.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE is_nullable = 'NO' AND column_default IS NULL "
        "AND is_identity = 'NO' AND is_generated = 'NEVER' AND table_name ~ '^(accounts|activities|needs|people|org)_' "
        "AND data_type = ANY(%s)",
        [list(EMPTY)],
    )
    for table, column, kind in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} ALTER "{column}" SET DEFAULT {EMPTY[kind]}')
