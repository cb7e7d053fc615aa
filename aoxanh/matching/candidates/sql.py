"""The tables and the one query of all eligible pairs. Each table is a SELECT: a temporary table in bulk, a WITH where few are asked for.

The hard rules are those of `activities.eligibility` and `activities.fitting`, said once more in sets; a test lets both decide about people
and shifts at random. Overlaps, ways and ceilings are left to the solver's arrays, which know them anyway.
"""

KM_A_DEGREE = 111.195
CELL_STRETCH = 1.1
"""Cells are wider from west to east: a degree is at least so much shorter there, up to 24° north."""

LIVING = """p.merged_into_id IS NULL AND p.erased_at IS NULL AND p.restricted_at IS NULL AND p.birth_date IS NOT NULL
    AND EXISTS (SELECT FROM people_consent c WHERE c.person_id = p.id AND c.purpose = 'volunteering' AND c.withdrawn_at IS NULL)"""

CONSENTED = """EXISTS (SELECT FROM people_guardianship g WHERE g.child_id = p.id AND g.consented_at IS NOT NULL AND g.withdrawn_at IS NULL
    AND NOT EXISTS (SELECT FROM people_guardianship n WHERE n.child_id = g.child_id AND n.withdrawn_at >= g.consented_at))"""

MEMBERS = "p.id IN (SELECT m.person_id FROM people_membership m WHERE m.unit_id = ANY(%(units)s) AND m.during @> %(today)s::date)"
THESE = "p.id = ANY(%(people)s)"
CLOSE_BY = "p.area_id = ANY(%(areas)s)"

HOME = """coalesce(p.area_id, (SELECT u.area_id FROM people_membership m JOIN org_unit u ON u.id = m.unit_id
    WHERE m.person_id = p.id AND m.during @> %(today)s::date ORDER BY m.id LIMIT 1))"""
"""Where somebody lives; of who has not said so, where a unit of theirs is."""


def person(which: str) -> str:
    return f"""
SELECT (row_number() OVER (ORDER BY q.id) - 1)::int AS number, q.*, a.latitude, a.longitude FROM (
    SELECT p.id, p.birth_date, p.transport, {HOME} AS area_id,
           CASE WHEN p.birth_date > %(grown)s THEN {CONSENTED} ELSE true END AS consented
    FROM people_person p WHERE {which} AND {LIVING}
) q JOIN places_area a ON a.id = q.area_id"""  # noqa: S608 -- here and below the text is ours, the values are parameters


SLOT = """
SELECT * FROM unnest(%(numbers)s::int[], %(shift_numbers)s::int[], %(shifts)s::uuid[], %(latitudes)s::float8[], %(longitudes)s::float8[],
                     %(born_from)s::date[], %(born_until)s::date[], %(grown_by)s::date[], %(classes)s::int[], %(trainings)s::int[])
    AS s (number, shift, shift_id, latitude, longitude, born_from, born_until, grown, class, training)"""

SHIFT = "SELECT DISTINCT shift_id, shift AS number FROM slot"

FITS = """
SELECT p.number AS person, c.number AS class
FROM unnest(%(class_numbers)s::int[], %(class_skills)s::uuid[], %(class_degrees)s::int[], %(class_proved)s::bool[], %(class_days)s::date[])
    AS c (number, skill_id, degree, proved, day)
JOIN people_personskill k ON k.skill_id = c.skill_id AND k.degree >= c.degree
    AND (NOT c.proved OR (k.proved_at IS NOT NULL AND (k.valid_until IS NULL OR k.valid_until >= c.day)))
JOIN person p ON p.id = k.person_id"""

# Who has a place there, was asked and has not answered, said no, or was marked as not fitting.
BARRED = """
SELECT u.person_id, u.shift_id FROM activities_signup u JOIN shift USING (shift_id) WHERE u.status = 'confirmed'
UNION SELECT o.person_id, o.shift_id FROM activities_offer o JOIN shift USING (shift_id) WHERE o.answer IN ('', 'declined')
UNION SELECT b.person_id, b.shift_id FROM matching_ban b WHERE b.proposal_id = %(proposal)s"""

KM = """%(km)s * sqrt((s.latitude - a.latitude) ^ 2 + ((s.longitude - a.longitude) * cos(radians((s.latitude + a.latitude) / 2))) ^ 2)"""

# A grid as wide as the reach: who is within reach is in one of the nine cells around.
NEAR = f"""
SELECT area_id, slot, km FROM (
    SELECT a.area_id, s.number AS slot, {KM} AS km
    FROM (SELECT DISTINCT area_id, latitude, longitude FROM person) a
    JOIN (SELECT slot.*, floor(latitude / %(up)s)::int + dy AS y, floor(longitude / %(across)s)::int + dx AS x
          FROM slot, generate_series(-1, 1) dy, generate_series(-1, 1) dx) s
      ON s.y = floor(a.latitude / %(up)s)::int AND s.x = floor(a.longitude / %(across)s)::int
) every WHERE km <= %(reach)s"""  # noqa: S608

EVERYWHERE = f"SELECT a.area_id, s.number AS slot, {KM} AS km FROM (SELECT DISTINCT area_id, latitude, longitude FROM person) a, slot s"  # noqa: S608

FIT = """p.birth_date BETWEEN s.born_from AND s.born_until AND (p.consented OR p.birth_date <= s.grown)
    AND (s.training < 0 OR (p.number, s.training) IN (SELECT person, class FROM fits))
    AND NOT EXISTS (SELECT FROM barred b WHERE b.person_id = p.id AND b.shift_id = s.shift_id)"""

PAIRS = f"""
SELECT p.number, s.number, round(n.km * 10)::int FROM slot s JOIN near n ON n.slot = s.number JOIN person p ON p.area_id = n.area_id
WHERE s.class < 0 AND {FIT}
UNION ALL
SELECT p.number, s.number, round(n.km * 10)::int
FROM slot s JOIN near n ON n.slot = s.number JOIN fits f ON f.class = s.class JOIN person p ON p.number = f.person AND p.area_id = n.area_id
WHERE s.class >= 0 AND {FIT}"""  # noqa: S608

# What counts for points, and what people are in already.
PEOPLE = """
SELECT p.id, (p.birth_date - date '1900-01-01')::int, coalesce(array_position(%(transports)s::text[], p.transport::text), 1)::int - 1,
       p.latitude, p.longitude
FROM person p ORDER BY p.number"""

SKILLS = """
SELECT p.number, array_position(%(skills)s::uuid[], k.skill_id)::int - 1, k.degree::int
FROM people_personskill k JOIN person p ON p.id = k.person_id WHERE k.skill_id = ANY(%(skills)s)"""

FREE = """
SELECT p.number, (v.weekday * 3 + array_position(array['morning', 'afternoon', 'evening'], v.part::text) - 1)::int
FROM people_availability v JOIN person p ON p.id = v.person_id"""

TURNS = """
SELECT p.number, count(*)::int FROM activities_signup u JOIN activities_shift f ON f.id = u.shift_id JOIN person p ON p.id = u.person_id
WHERE u.status = 'confirmed' AND u.outcome <> 'absent' AND f.starts_at > %(month_ago)s AND f.starts_at < %(until)s GROUP BY p.number"""

DONE = """
SELECT DISTINCT p.number, array_position(%(kinds)s::text[], y.kind::text)::int - 1
FROM activities_signup u JOIN activities_shift f ON f.id = u.shift_id JOIN activities_activity y ON y.id = f.activity_id
JOIN person p ON p.id = u.person_id WHERE u.outcome = 'came' AND y.kind = ANY(%(kinds)s)"""

WISHES = """
SELECT p.number, s.number FROM activities_waiting w JOIN shift s USING (shift_id) JOIN person p ON p.id = w.person_id
WHERE w.status = 'waiting'"""

FORMER = """
SELECT p.number, s.number FROM matching_assignment m JOIN shift s USING (shift_id) JOIN person p ON p.id = m.person_id
WHERE m.proposal_id = %(proposal)s"""

TEAMS = """
SELECT DISTINCT ON (p.number) p.number, dense_rank() OVER (ORDER BY t.id)::int
FROM activities_teammember m JOIN activities_team t ON t.id = m.team_id AND t.during @> %(today)s::date JOIN person p ON p.id = m.person_id
WHERE m.left_at IS NULL ORDER BY p.number, t.id"""

# What keeps a person from elsewhere: confirmed places, and places offered that they may still take.
HELD = """
SELECT p.number, extract(epoch FROM f.starts_at - %(midnight)s)::int / 60, extract(epoch FROM f.ends_at - %(midnight)s)::int / 60,
       y.latitude, y.longitude
FROM (SELECT person_id, shift_id FROM activities_signup WHERE status = 'confirmed'
      UNION SELECT person_id, shift_id FROM activities_offer WHERE answer = '' AND until > now()) u
JOIN activities_shift f ON f.id = u.shift_id AND f.starts_at < %(until)s AND f.ends_at > %(since)s
JOIN activities_activity y ON y.id = f.activity_id AND y.status NOT IN ('cancelled', 'postponed', 'withdrawn')
JOIN person p ON p.id = u.person_id"""

ADULTS = """
SELECT DISTINCT s.number FROM activities_signup u JOIN shift s USING (shift_id)
JOIN activities_shift f ON f.id = u.shift_id JOIN people_person p ON p.id = u.person_id
WHERE u.status = 'confirmed' AND p.birth_date + %(adult)s * interval '1 year' <= (f.starts_at AT TIME ZONE %(zone)s)::date"""

# Of people around slots that stay short: what keeps each who is not among the pairs, the first that holds. Beyond the reach only who fits.
BARRED_BY = """
SELECT p.number AS person, q.shift_id, min(q.code) AS code FROM (
    SELECT u.person_id, u.shift_id, 'there' AS code FROM activities_signup u JOIN shift USING (shift_id) WHERE u.status = 'confirmed'
    UNION ALL SELECT o.person_id, o.shift_id, CASE WHEN o.answer = '' THEN 'asked' ELSE 'declined' END
    FROM activities_offer o JOIN shift USING (shift_id) WHERE o.answer IN ('', 'declined')
    UNION ALL SELECT b.person_id, b.shift_id, 'unwilling' FROM matching_ban b WHERE b.proposal_id = %(proposal)s) q
JOIN person p ON p.id = q.person_id GROUP BY 1, 2"""

KEPT_AWAY = """
SELECT slot, array_position(%(codes)s::text[], code)::int - 1, count(*)::int FROM (
    SELECT s.number AS slot, CASE
        WHEN b.code IS NOT NULL THEN CASE WHEN n.km <= %(asked_reach)s THEN b.code END
        WHEN n.km <= %(asked_reach)s AND NOT p.birth_date BETWEEN s.born_from AND s.born_until THEN 'young'
        WHEN NOT p.birth_date BETWEEN s.born_from AND s.born_until THEN NULL
        WHEN s.class >= 0 AND f.person IS NULL THEN CASE WHEN n.km <= %(asked_reach)s THEN 'unable' END
        WHEN s.training >= 0 AND (p.number, s.training) NOT IN (SELECT person, class FROM fits)
            THEN CASE WHEN n.km <= %(asked_reach)s THEN 'unable' END
        WHEN NOT p.consented AND p.birth_date > s.grown THEN CASE WHEN n.km <= %(asked_reach)s THEN 'consent' END
        WHEN n.km > %(asked_reach)s THEN 'far' ELSE 'able' END AS code
    FROM slot s JOIN near n ON n.slot = s.number JOIN person p ON p.area_id = n.area_id
    LEFT JOIN fits f ON f.person = p.number AND f.class = s.class
    LEFT JOIN barred_by b ON b.person = p.number AND b.shift_id = s.shift_id) every
WHERE code = ANY(%(codes)s) GROUP BY 1, 2"""
