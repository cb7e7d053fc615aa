"""Finding people among a million, as fast as one types: rules, indexes and figures are in docs/algorithms/people.md."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from aoxanh.kit.phones import PUNCTUATION, NotAPhoneError, e164
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.people.models import Person
from aoxanh.people.spelling import Reading, misread, readings

MOST = 20
BATCHES = (30, 800, 8000)
"""How many names are looked up before asking which of them the reader may see."""

FEW, FEW_UNITS, MANY_UNITS = 3000, 12, 500
"""A part of the tree with at most so many people (in at most so many units) is searched by going through them. Where there are many units,
most of those who are found are in one of them.
"""

PHONE = re.compile(r"\+?\d{6,15}")
YEAR = re.compile(r"(?:19|20)\d\d")
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)")

TONED = "string_to_array(lower(full_name), ' ') @> %s::text[]"
TONED_AMONG_FEW = "string_to_array(lower(full_name), ' ') || '{}'::text[] @> %s::text[]"
"""The same, which no index answers: for where the name itself leaves few."""

BORN = "(birth_date BETWEEN make_date(%s, 1, 1) AND make_date(%s, 12, 31) OR birth_year = %s)"
STEADY = "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL enable_seqscan = off"
AS_BEFORE = "RESET jit; RESET max_parallel_workers_per_gather; RESET enable_seqscan"
PEOPLE, SAMPLE = "people_person", " TABLESAMPLE SYSTEM (1) REPEATABLE (1)"

MEMBERS = """
SELECT person_id FROM (
    SELECT person_id FROM people_membership WHERE unit_id = ANY(%(units)s)
    UNION ALL
    SELECT a.person_id FROM people_appointment a JOIN org_post p ON p.id = a.post_id WHERE p.unit_id = ANY(%(units)s)
) AS each LIMIT %(most)s
"""

SCOPE = "scope AS MATERIALIZED (SELECT %s::uuid[] AS units)"

# Scalars, so that the database asks them of each name that it finds and never lists all members.
WITHIN = """coalesce(
    (SELECT true FROM people_membership m
     WHERE m.person_id = people_person.id AND m.unit_id = ANY((SELECT units FROM scope)::uuid[]) LIMIT 1),
    (SELECT p.unit_id = ANY((SELECT units FROM scope)::uuid[]) FROM people_appointment a JOIN org_post p ON p.id = a.post_id
     WHERE a.person_id = people_person.id ORDER BY 1 DESC LIMIT 1), false)"""

FEW_PEOPLE = "few AS MATERIALIZED (SELECT * FROM people_person WHERE id = ANY(%s))"

type Condition = tuple[str, tuple[Any, ...]]
"""In SQL, with its values."""


@dataclass(frozen=True, slots=True)
class Arm:
    """Where to look for which names. The database opens one arm after the other and stops when it has enough."""

    where: Condition
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """People, the best first. `read_as` is what was searched for where that is not what was typed; `more`: there were too many to list."""

    people: list[Person]
    read_as: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """What was typed of a name: its key, its words in small letters, a year or a day of birth beside it."""

    key: str
    words: tuple[str, ...]
    year: int | None = None
    day: date | None = None

    @property
    def toned(self) -> list[str]:
        """The words that were typed with tones."""
        return [word for word in self.words if word != search_key(word)]

    @property
    def birth(self) -> list[Condition]:
        if self.day:
            return [("birth_date = %s", (self.day,))]
        return [(BORN, (self.year, self.year, self.year))] if self.year else []


def find_people(typed: str, visible: QuerySet[Person], *, units: RawSQL | None = None, most: int = MOST) -> Found:
    """The people among `visible` whom the typed text means: a phone number in any form or its beginning, a mail address or its beginning,
    a date of birth, or words of a name, in any order, the last one perhaps unfinished, with or without tones, one letter mistyped, and a
    year or date of birth beside them. Who bears the typed tones comes first, then whole names, beginnings, endings, the rest.

    `visible` has to ask of each person by itself (EXISTS, not IN over all). `units` is a subquery of the ids of the units in which the
    reader sees people, where there is one: then names of others are passed over at once, and who belongs to no unit is not found.
    """
    text = tidy(typed)
    number = PUNCTUATION.sub("", text)
    if "@" in text:
        return among(visible.filter(email__startswith=text.lower()).exclude(email=""), most)
    if PHONE.fullmatch(number) and not DAY.fullmatch(text):
        return among(visible.filter(phone__startswith=as_stored(number)).exclude(phone=""), most)
    name = parse(text)
    if not name.key:
        return among(visible.filter(birth_date=name.day), most) if name.day else Found([])
    return Search(name, visible, reach_of(units), most).run()


def among(people: QuerySet[Person], most: int) -> Found:
    rows = list(people.order_by("sort_key", "id")[: most + 1])
    return Found(rows[:most], more=len(rows) > most)


def as_stored(number: str) -> str:
    """A phone number, or its beginning, as it is stored."""
    try:
        return e164(number)
    except NotAPhoneError:
        return "+84" + re.sub(r"^(?:\+|00)?84|^0", "", number) if not number.startswith("+") or number.startswith("+84") else number


def parse(text: str) -> Name:
    day, year = DAY.search(text), YEAR.search(text)
    rest = DAY.sub(" ", text) if day else YEAR.sub(" ", text)
    words = tuple(word for word in re.split(r"[\s,;]+", rest.lower()) if word)
    return Name(search_key(" ".join(words)), words, int(year[0]) if year and not day else None, as_day(day) if day else None)


def as_day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def reach_of(units: RawSQL | None) -> list[UUID] | None:
    if units is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(units.sql, units.params)
        return [found for (found,) in cursor.fetchall()]


def few_of(units: list[UUID]) -> list[UUID] | None:
    """Who is, or was, in the units, when they are few; None when they are many."""
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, {"units": units, "most": FEW + 1})
        ids = [found for (found,) in cursor.fetchall()]
    return ids if len(ids) <= FEW else None


@dataclass
class Search:
    """One search for a name, within units where some are named; `few` are the people in them, where they are few."""

    name: Name
    visible: QuerySet[Person]
    units: list[UUID] | None
    most: int
    few: list[UUID] | None = field(init=False)

    def __post_init__(self) -> None:
        self.few = few_of(self.units) if self.units is not None and len(self.units) <= FEW_UNITS else None

    def run(self) -> Found:
        read = readings(self.name.key)
        found = self.look(read, [arm for each in read for arm in arms(each, self.name)])
        if found.people or not read or self.is_a_name(read[0]):
            return found
        others = misread(read[0])
        found = self.look(others, [Arm(("search_key = ANY(%s)", ([each.key for each in others],)))])
        return found if found.people else self.look(others, [anywhere(each) for each in others])

    def is_a_name(self, reading: Reading) -> bool:
        """Whether somebody is called so, seen or not: then nothing is misspelt."""
        return Person.objects.filter(search_key__startswith=reading.key).exists()

    def look(self, read: list[Reading], arms: list[Arm]) -> Found:
        """Ever more names, until enough of them belong to people whom the reader may see."""
        found = Found([])
        for batch in BATCHES if self.few is None else BATCHES[-1:]:
            limit = max(batch, self.most + self.most // 2)
            ids = self.rows(arms, limit)
            found = self.ranked(ids, read, is_cut=len(ids) >= limit)
            if len(found.people) >= self.most or not found.more:
                break
        return found

    def rows(self, arms: list[Arm], limit: int) -> list[UUID]:
        """Ids from the arms, those of the first arm first. One statement with its settings, which end with it."""
        if not arms:
            return []
        beside, table, first, given_first = self.name.birth, PEOPLE, "", []
        if self.few is not None:
            table, first, given_first = "few AS people_person", f"WITH {FEW_PEOPLE}", [self.few]
        elif self.units is not None and len(self.units) <= MANY_UNITS:
            beside, first, given_first = [*beside, (WITHIN, ())], f"WITH {SCOPE}", [self.units]
        wholes = [(both(arm.where, *beside), SAMPLE if arm.is_sample and self.few is None else "") for arm in arms]
        parts = " UNION ALL ".join(f"(SELECT id FROM {table}{sample} WHERE {sql} LIMIT %s)" for (sql, _), sample in wholes)  # noqa: S608
        values = [value for (_, given), _ in wholes for value in (*given, limit)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"{STEADY}; {first} SELECT id FROM ({parts}) AS each LIMIT %s; {AS_BEFORE}",  # noqa: S608 -- ours
                [*given_first, *values, limit],
            )
            while not cursor.description:
                cursor.nextset()
            return [found for (found,) in cursor.fetchall()]

    def ranked(self, ids: list[UUID], read: list[Reading], *, is_cut: bool) -> Found:
        people = sorted(self.visible.filter(pk__in=set(ids)), key=lambda person: self.rank(person, read))
        read_as = read[0].key if people and self.name.key not in {each.key for each in read} else ""
        return Found(people[: self.most], read_as, is_cut or len(people) > self.most)

    def rank(self, person: Person, read: list[Reading]) -> tuple[bool, int, str, str]:
        *whole, last = self.name.words
        borne = person.full_name.lower().split(" ")
        has_tones = set(whole) <= set(borne) and any(word.startswith(last) for word in borne)
        return not has_tones, min(standing(person.search_key, each) for each in read), person.sort_key, str(person.pk)


def standing(key: str, reading: Reading) -> int:
    """How the name stands to what was typed: 0 it is, 1 begins so, 2 ends so, 3 has the words somewhere."""
    if key == reading.key:
        return 0
    if key.startswith(reading.key):
        return 1
    return 2 if any(key.endswith(" ".join([*reading.whole, ending])) for ending in reading.endings) else 3


def arms(reading: Reading, name: Name) -> list[Arm]:
    """In the order of rank, each answered by one index: with the typed tones, then without. Of frequent words a part is enough."""
    whole, loose = ordered(reading), anywhere(reading)
    if not name.toned:
        return [*whole, *loosely(loose, reading, name)]
    few = TONED_AMONG_FEW if len(name.words) > 2 else TONED
    with_tones = [replace(arm, where=both(arm.where, (few, (name.toned,)))) for arm in whole]
    with_tones += loosely(replace(loose, where=both(loose.where, (TONED, (name.toned,)))), reading, name)
    others: Condition = (f"NOT ({TONED_AMONG_FEW})", (name.toned,))
    return with_tones + [replace(arm, where=both(arm.where, others)) for arm in (*whole, *loosely(loose, reading, name))]


def loosely(arm: Arm, reading: Reading, name: Name) -> list[Arm]:
    return [replace(arm, is_sample=True), arm] if reading.is_frequent and not name.birth else [arm]


def ordered(reading: Reading) -> list[Arm]:
    """The whole name, names that begin so, names that end so."""
    begins = like(reading.key)
    return [
        Arm(("search_key = %s", (reading.key,))),
        Arm(("search_key LIKE %s AND search_key <> %s", (begins, reading.key))),
        *(Arm(("reverse(search_key) LIKE %s AND search_key NOT LIKE %s", (end, begins))) for end in ends(reading)),
    ]


def ends(reading: Reading) -> list[str]:
    """Patterns of the reversed names that end so."""
    return [like(" ".join(["", *reading.whole, ending])[::-1]) for ending in reading.endings[:3]]


def anywhere(reading: Reading) -> Arm:
    """All words, in any order, of names that do not stand in one of the ordered arms."""
    whole, endings = list(reading.whole), list(reading.endings)
    having: list[Condition] = [("name_words @> %s::varchar[]", (whole + (endings if len(endings) == 1 else []),))]
    having += [("name_words && %s::varchar[]", (endings,))] if len(endings) > 1 else []
    others: Condition = ("search_key NOT LIKE ALL(%s) AND reverse(search_key) NOT LIKE ALL(%s)", ([like(reading.key)], ends(reading)))
    return Arm(both(*(each for each in having if each[1][0]), others))


def both(*conditions: Condition) -> Condition:
    return " AND ".join(sql for sql, _ in conditions), tuple(value for _, values in conditions for value in values)


def like(text: str) -> str:
    """A pattern of LIKE for what begins with the text."""
    return re.sub(r"([\\%_])", r"\\\1", text) + "%"
