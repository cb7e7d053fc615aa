"""How alike two records are: what agrees, and how many points that is worth. The rules stand in docs/algorithms/people.md.

Texts of SQL that `duplicates` puts together. `a` and `b` are rows with the columns of FACTS; all values are parameters.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POINTS = {
    "same_name_tones": 37,
    "same_name": 35,
    "near_name": 20,
    "like_name": 8,
    "other_name": -25,
    "same_birth_date": 40,
    "swapped_birth_date": 25,
    "same_birth_year": 12,
    "other_birth": -20,
    "same_phone": 35,
    "same_email": 35,
    "same_unit": 15,
    "same_area": 15,
}
"""A pair has at most one of each: name, birth, phone, mail, place."""

LISTED = 50
"""From so many points on a pair goes to the work list."""

OFFERED = 45
"""From so many on a record is shown to who is about to enter somebody: name and year alone are enough to have a look."""

CERTAIN = 90
"""From so many on a row of a list and a record are the same person, and nobody has to look."""

REASONS: dict[str, Promise] = {
    "same_name_tones": _("same name"),
    "same_name": _("same name without tones"),
    "near_name": _("one letter of the name mistyped"),
    "like_name": _("similar name"),
    "same_birth_date": _("same date of birth"),
    "swapped_birth_date": _("day and month of birth swapped"),
    "same_birth_year": _("same year of birth"),
    "same_phone": _("same phone number"),
    "same_email": _("same e-mail address"),
    "same_unit": _("same unit"),
    "same_area": _("same commune"),
}

LIVING = "p.merged_into_id IS NULL AND p.erased_at IS NULL AND p.restricted_at IS NULL"

# The first of January is what lists write of whom only the year is known: it counts as a year.
FACTS = """p.id, p.search_key::text AS key, p.name_words::text[] AS words, split_part(p.search_key, ' ', -1) AS last,
    lower(p.full_name) AS toned, CASE WHEN extract(doy FROM p.birth_date) > 1 THEN p.birth_date END AS day,
    coalesce(extract(year FROM p.birth_date)::int, p.birth_year) AS year, p.phone, lower(p.email) AS email, p.area_id"""

# Day and month the other way round, where that is another day.
SWAPPED = """CASE WHEN extract(day FROM {day}) <= 12 AND extract(day FROM {day}) <> extract(month FROM {day})
    THEN make_date(extract(year FROM {day})::int, extract(day FROM {day})::int, extract(month FROM {day})::int) END"""

# One letter more, less, other, or two neighbours the wrong way round.
ONE_TYPO = """(levenshtein_less_equal(a.key, b.key, 1) <= 1 OR length(a.key) = length(b.key) AND levenshtein_less_equal(a.key, b.key, 2) = 2
    AND EXISTS (SELECT FROM generate_series(1, length(a.key) - 1) AS i
                WHERE overlay(a.key PLACING substr(a.key, i + 1, 1) || substr(a.key, i, 1) FROM i FOR 2) = b.key))"""

# Family name and given name stand at the ends.
SAME_FIRST = "starts_with(b.key, a.words[1] || ' ')"
SAME_LAST = "right(b.key, length(a.last) + 1) = ' ' || a.last"

# One name is the other with a middle word more: "Lê Hương" and "Lê Thị Hương".
SHORTER = f"({SAME_FIRST} AND {SAME_LAST} AND (a.words <@ string_to_array(b.key, ' ') OR string_to_array(b.key, ' ') <@ a.words))"

# Hoa and Hoan are two names; Huong and Huomg are one, mistyped: hardly anybody is called Huomg. Quy and Qui are written either way.
MISTYPED = """(translate(a.key, 'y', 'i') = translate(b.key, 'y', 'i') OR EXISTS (
    SELECT FROM unnest(a.words || b.words) AS t(one) WHERE (t.one = ANY(a.words)) <> (t.one = ANY(b.words))
    AND NOT EXISTS (SELECT FROM people_nameword k WHERE k.word = t.one AND k.count > %(rare)s)))"""

NAME = f"""CASE WHEN a.toned = b.toned THEN 'same_name_tones' WHEN a.key = b.key THEN 'same_name'
    WHEN {ONE_TYPO} THEN CASE WHEN {MISTYPED} THEN 'near_name' ELSE 'like_name' END
    WHEN {SHORTER} THEN 'like_name' ELSE 'other_name' END"""

BIRTH = f"""CASE WHEN a.day = b.day THEN 'same_birth_date' WHEN a.day = {SWAPPED.format(day="b.day")} THEN 'swapped_birth_date'
    WHEN a.day <> b.day OR a.year <> b.year THEN 'other_birth' WHEN a.year = b.year THEN 'same_birth_year' END"""

PHONE = "CASE WHEN a.phone = b.phone AND a.phone <> '' THEN 'same_phone' END"
EMAIL = "CASE WHEN a.email = b.email AND a.email <> '' THEN 'same_email' END"


def reasons(together: str) -> str:
    """An array of codes of POINTS for the rows `a` and `b`; `together` is a condition that holds when both are of one unit."""
    place = f"CASE WHEN {together} THEN 'same_unit' WHEN a.area_id = b.area_id THEN 'same_area' END"
    return f"array_remove(ARRAY[{NAME}, {BIRTH}, {PHONE}, {EMAIL}, {place}], NULL)"


def score(codes: str) -> str:
    """The points of an array of codes, between 0 and 100."""
    values = ", ".join(f"('{code}', {points})" for code, points in POINTS.items())
    points = f"SELECT sum(points) FROM unnest({codes}) AS r JOIN (VALUES {values}) AS t(code, points) ON r = code"  # noqa: S608 -- ours
    return f"least(100, greatest(0, ({points})))::int"


def agreeing(codes: str) -> str:
    """The codes of what agrees."""
    return f"array_remove(array_remove({codes}, 'other_name'), 'other_birth')"
