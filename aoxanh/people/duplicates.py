"""Who may be entered twice: candidates for one person or for a whole list, and the nightly sweep over everybody.

Rules, points and what they cost are in docs/algorithms/people.md. All work is done by the database, in one statement a question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.people import likeness
from aoxanh.people.likeness import FACTS, LISTED, LIVING, OFFERED, ONE_TYPO, SAME_FIRST, SAME_LAST, SHORTER, SWAPPED
from aoxanh.people.models import Person

RARE_AT_LEAST, RARE_SHARE = 3, 20_000
"""A word of names is rare when at most 3 records, or one in 20,000, have it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody: `phone` E.164 or "", `email` or "", a date or else a year of birth, a unit they are to be in."""

    full_name: str
    birth_date: date | None = None
    birth_year: int | None = None
    phone: str = ""
    email: str = ""
    unit_id: UUID | None = None
    area_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the same person: points from 0 to 100, and codes of `likeness.REASONS` of what agrees."""

    person_id: UUID
    score: int
    reasons: tuple[str, ...]


ASKED = f"""
SELECT n, key, string_to_array(key, ' ') AS words, split_part(key, ' ', -1) AS last, toned,
       CASE WHEN extract(doy FROM birth) > 1 THEN birth END AS day, coalesce(extract(year FROM birth)::int, year) AS year,
       CASE WHEN extract(doy FROM birth) > 1 THEN {SWAPPED.format(day="birth")} END AS swapped, phone, email, unit_id, area_id
FROM unnest(%(numbers)s::int[], %(keys)s::text[], %(toned)s::text[], %(births)s::date[], %(years)s::int[], %(phones)s::text[],
            %(emails)s::text[], %(units)s::uuid[], %(areas)s::uuid[]) AS t(n, key, toned, birth, year, phone, email, unit_id, area_id)
"""  # noqa: S608 -- here and below the text is ours, the values are parameters

# Those who are in the places that were named, with their names.
AROUND = """
members AS MATERIALIZED (
    SELECT m.unit_id, p.id, p.search_key::text AS key FROM (SELECT DISTINCT unit_id FROM asked WHERE unit_id IS NOT NULL) AS u
    JOIN people_membership m ON m.unit_id = u.unit_id JOIN people_person p ON p.id = m.person_id
), neighbours AS MATERIALIZED (
    SELECT p.area_id, p.id, p.search_key::text AS key FROM (SELECT DISTINCT area_id FROM asked WHERE area_id IS NOT NULL) AS u
    JOIN people_person p ON p.area_id = u.area_id
)
"""

# Who is worth a comparison; each line is answered by one index. No pair outside of these can reach LISTED.
ALIKE = f"""
SELECT a.n, p.id FROM asked a JOIN people_person p ON p.phone = a.phone AND p.phone <> ''
UNION SELECT a.n, p.id FROM asked a JOIN people_person p ON p.email = a.email AND p.email <> ''
UNION SELECT a.n, p.id FROM asked a JOIN people_person p ON p.birth_date = a.swapped AND p.search_key = a.key
UNION SELECT a.n, b.id FROM asked a
      JOIN LATERAL (SELECT p.id, p.search_key::text AS key FROM people_person p WHERE p.birth_date = a.day OFFSET 0) AS b
      ON a.key = b.key OR ({SAME_FIRST} OR {SAME_LAST}) AND ({ONE_TYPO} OR {SHORTER})
UNION SELECT a.n, b.id FROM asked a JOIN neighbours b USING (area_id, key)
UNION SELECT a.n, b.id FROM asked a JOIN members b USING (unit_id, key)
"""  # noqa: S608

# With what reaches OFFERED only: the same name and year.
NAMESAKES = """
UNION SELECT a.n, p.id FROM asked a JOIN people_person p ON p.search_key = a.key
AND coalesce(extract(year FROM p.birth_date), p.birth_year) = a.year
"""

TOGETHER = "EXISTS (SELECT FROM people_membership m WHERE m.person_id = b.id AND m.unit_id = a.unit_id)"

CANDIDATES = f"""
WITH asked AS MATERIALIZED ({ASKED}), {AROUND}, alike AS MATERIALIZED ({ALIKE} {{more}}),
judged AS MATERIALIZED (
    SELECT a.n, b.id, {likeness.reasons(TOGETHER)} AS codes FROM alike JOIN asked a ON a.n = alike.n
    JOIN LATERAL (SELECT {FACTS} FROM people_person p WHERE p.id = alike.id AND {LIVING}) AS b ON true
), scored AS MATERIALIZED (
    SELECT n, id, {likeness.score("codes")} AS score, {likeness.agreeing("codes")} AS codes FROM judged
)
SELECT n, id, score, codes FROM (
    SELECT *, row_number() OVER (PARTITION BY n ORDER BY score DESC, id) AS place FROM scored WHERE score >= %(least)s
) AS ranked WHERE place <= %(each)s ORDER BY n, place
"""  # noqa: S608


def candidates(facts: Facts, *, most: int = 8) -> list[Candidate]:
    """Records that may be this person, the likeliest first: for who is about to enter somebody, by hand or for themselves."""
    return _ask([facts], least=OFFERED, each=most, more=NAMESAKES).get(0, [])


def bulk_candidates(rows: Sequence[Facts], *, least: int = LISTED, each: int = 3) -> dict[int, list[Candidate]]:
    """For each row of a staged list, by its position: up to `each` records that may be the same person, the likeliest first.

    One statement, however many rows (50,000 in about five seconds). Rows without a candidate are left out. Name a row's `unit_id` (the unit
    into which the list goes) or `area_id` where it is known: the same name in the same unit is a candidate even without a date of birth.
    With `likeness.CERTAIN` points or more (name, birth and a phone, mail or place) it is the same person; from `least` on somebody has to
    look. Rows are not compared with each other. Records are found whether or not the asker may see them: show only those that they may.
    """
    return _ask(rows, least=least, each=each, more="") if rows else {}


def facts_of(person: Person, *, unit_id: UUID | None = None) -> Facts:
    """A record as facts."""
    return Facts(person.full_name, person.birth_date, person.birth_year, person.phone, person.email, unit_id, person.area_id)


def _ask(rows: Sequence[Facts], *, least: int, each: int, more: str) -> dict[int, list[Candidate]]:
    values: dict[str, Any] = {
        "numbers": list(range(len(rows))),
        "keys": [search_key(row.full_name) for row in rows],
        "toned": [tidy(row.full_name).lower() for row in rows],
        "births": [row.birth_date for row in rows],
        "years": [row.birth_year for row in rows],
        "phones": [row.phone for row in rows],
        "emails": [row.email.lower() for row in rows],
        "units": [row.unit_id for row in rows],
        "areas": [row.area_id for row in rows],
        "least": least,
        "each": each,
    }
    found: dict[int, list[Candidate]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(CANDIDATES.format(more=more), values | {"rare": rare(cursor)})
        for number, person_id, score, codes in cursor.fetchall():
            found.setdefault(number, []).append(Candidate(person_id, score, tuple(codes)))
    return found


def rare(cursor: CursorWrapper) -> int:
    """How many records may have a word that still counts as rare."""
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'people_person'::regclass")
    return max(RARE_AT_LEAST, int(cursor.fetchone()[0]) // RARE_SHARE)
