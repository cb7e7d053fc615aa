"""The nightly look at everybody: which records may be one person, as rows of DuplicatePair. Set-based; see docs/algorithms/people.md."""

from dataclasses import dataclass

from django.db import connection, transaction

from aoxanh.people import likeness
from aoxanh.people.duplicates import rare
from aoxanh.people.likeness import FACTS, LISTED, LIVING, ONE_TYPO, SHORTER, SWAPPED

SHARED_BY = 200
"""A phone number or a mail address that more records have is a school's or an office's, and says nothing."""

SETTINGS = "SET LOCAL jit = off; SET LOCAL work_mem = '32MB'"

KNOWN = f"""
CREATE TEMP TABLE known AS
SELECT {FACTS}, split_part(p.search_key, ' ', 1) AS first FROM people_person p WHERE {LIVING};
CREATE TEMP TABLE places AS
SELECT DISTINCT m.unit_id, known.id, known.key, known.day FROM people_membership m JOIN known ON known.id = m.person_id;
ANALYZE known; ANALYZE places;
"""  # noqa: S608 -- here and below the text is ours, the values are parameters


def shared(field: str) -> str:
    """Pairs with the same number or address."""
    one = f"SELECT {field} FROM known WHERE {field} <> '' GROUP BY {field} HAVING count(*) BETWEEN 2 AND {SHARED_BY}"  # noqa: S608
    return f"SELECT a.id, b.id FROM known a JOIN known b USING ({field}) WHERE a.id < b.id AND {field} IN ({one})"  # noqa: S608


# The same rules as `duplicates.ALIKE`, for everybody with everybody. Names that differ are compared among those born on one day.
ALIKE = f"""
CREATE TEMP TABLE alike (left_id, right_id) AS
{shared("phone")}
UNION {shared("email")}
UNION SELECT a.id, b.id FROM known a JOIN known b ON a.key = b.key AND a.day = b.day AND a.id < b.id
UNION SELECT a.id, b.id FROM known a JOIN known b ON a.key = b.key AND b.day = {SWAPPED.format(day="a.day")} AND a.id < b.id
UNION SELECT a.id, b.id FROM known a JOIN known b ON a.day = b.day AND a.last = b.last AND a.id < b.id
      WHERE a.key <> b.key AND ({ONE_TYPO} OR {SHORTER})
UNION SELECT a.id, b.id FROM known a JOIN known b ON a.day = b.day AND a.first = b.first AND a.id < b.id
      WHERE a.last <> b.last AND {ONE_TYPO}
UNION SELECT a.id, b.id FROM known a JOIN known b ON a.area_id = b.area_id AND a.key = b.key AND a.id < b.id
      WHERE a.day IS NULL OR b.day IS NULL
UNION SELECT a.id, b.id FROM places a JOIN places b ON a.unit_id = b.unit_id AND a.key = b.key AND a.id < b.id
      WHERE a.day IS NULL OR b.day IS NULL;
"""  # noqa: S608

TOGETHER = """EXISTS (SELECT FROM people_membership m JOIN people_membership n ON n.unit_id = m.unit_id
    WHERE m.person_id = a.id AND n.person_id = b.id)"""

JUDGED = f"""
CREATE TEMP TABLE judged AS
SELECT left_id, right_id, {likeness.score("codes")} AS score, {likeness.agreeing("codes")} AS reasons FROM (
    SELECT left_id, right_id, {likeness.reasons(TOGETHER)} AS codes
    FROM alike JOIN known a ON a.id = left_id JOIN known b ON b.id = right_id OFFSET 0
) AS compared;
"""  # noqa: S608

# What somebody has decided stays as it is; an open pair that no longer looks alike goes.
KEEP = """
DELETE FROM people_duplicatepair d WHERE verdict = 'open' AND NOT EXISTS (
    SELECT FROM judged j WHERE j.left_id = d.left_id AND j.right_id = d.right_id AND j.score >= %(least)s)
"""
NOTE = """
INSERT INTO people_duplicatepair AS d (id, left_id, right_id, score, reasons, verdict, found_at)
SELECT gen_random_uuid(), left_id, right_id, score, reasons, 'open', now() FROM judged WHERE score >= %(least)s
ON CONFLICT (left_id, right_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
WHERE d.verdict = 'open' AND (d.score, d.reasons) IS DISTINCT FROM (excluded.score, excluded.reasons)
"""


@dataclass(frozen=True)
class Swept:
    """What a sweep did: pairs compared, open pairs that went, and those that were noted or changed."""

    compared: int
    closed: int
    noted: int


@transaction.atomic
def sweep() -> Swept:
    """Compare everybody with everybody worth it. Again, it changes nothing; verdicts stay."""
    with connection.cursor() as cursor:
        values = {"rare": rare(cursor), "least": LISTED}
        cursor.execute(SETTINGS)
        cursor.execute(KNOWN)
        cursor.execute(ALIKE)
        compared = cursor.rowcount
        cursor.execute("ANALYZE alike")
        cursor.execute(JUDGED, values)
        cursor.execute(KEEP, values)
        closed = cursor.rowcount
        cursor.execute(NOTE, values)
        noted = cursor.rowcount
        cursor.execute("DROP TABLE known, places, alike, judged")
        return Swept(compared, closed, noted)
