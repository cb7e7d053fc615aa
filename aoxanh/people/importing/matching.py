"""Who a row is about: records found by phone, mail, name with birth date, or name within the unit; thousands of rows in four statements.

One record that agrees in name and in one more fact, and contradicts in none, is the person. What only shares a phone, a mail or a name with
a date is asked about.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from aoxanh.kit.vietnamese import sort_key
from aoxanh.people.importing.columns import Said, name_key

FACTS = (
    "p.id, p.full_name, p.search_key, p.sort_key, p.birth_date, p.birth_year, p.phone, p.email, p.area_id, p.address, p.user_id,"
    " p.restricted_at"
)
LIVING = "p.merged_into_id IS NULL AND p.erased_at IS NULL"
BY_PHONE = f"SELECT {FACTS} FROM people_person p WHERE p.phone = ANY(%s) AND p.phone <> '' AND {LIVING}"  # noqa: S608 -- ours
BY_EMAIL = f"SELECT {FACTS} FROM people_person p WHERE p.email = ANY(%s) AND p.email <> '' AND {LIVING}"  # noqa: S608
BY_ID = f"SELECT {FACTS} FROM people_person p WHERE p.id = ANY(%s) AND {LIVING}"  # noqa: S608
BY_BIRTH = f"""
SELECT {FACTS} FROM people_person p JOIN unnest(%s::date[], %s::text[]) AS wanted(born, key)
ON p.birth_date = wanted.born AND p.search_key = wanted.key WHERE {LIVING}
"""  # noqa: S608
BY_UNIT = f"""
SELECT {FACTS} FROM people_person p WHERE p.search_key = ANY(%s) AND {LIVING} AND EXISTS (
    SELECT FROM people_membership m WHERE m.person_id = p.id AND m.unit_id = ANY(%s) AND m.during @> %s::date
    UNION ALL
    SELECT FROM people_appointment a JOIN org_post o ON o.id = a.post_id
    WHERE a.person_id = p.id AND o.unit_id = ANY(%s) AND a.during @> %s::date
)
"""  # noqa: S608
UNDATED_BY_UNIT = BY_UNIT.replace("WHERE p.search_key", "WHERE p.birth_date IS NULL AND p.search_key")
"""For rows with a birth date: whoever has the same one was found by it, so only records without are left to find."""
OWN = """
SELECT m.person_id FROM people_membership m WHERE m.person_id = ANY(%s) AND m.unit_id = ANY(%s) AND m.during @> %s::date
UNION
SELECT a.person_id FROM people_appointment a JOIN org_post o ON o.id = a.post_id
WHERE a.person_id = ANY(%s) AND o.unit_id = ANY(%s) AND a.during @> %s::date
"""


@dataclass(slots=True)
class Known:
    """A record as far as a list can speak of it. `is_own`: it belongs to a unit of the importing one; `is_claimed`: an account holds it."""

    id: UUID
    full_name: str
    search_key: str
    sort_key: str
    birth_date: date | None
    birth_year: int | None
    phone: str
    email: str
    area_id: UUID | None
    address: str
    user_id: UUID | None
    restricted_at: datetime | None = None
    is_own: bool = False

    @property
    def born(self) -> int | None:
        return self.birth_date.year if self.birth_date else self.birth_year


@dataclass(frozen=True)
class Found:
    """What was found for a row: the one record that is meant, or those to ask about."""

    sure: Known | None = None
    asked: tuple[Known, ...] = ()


class Records:
    """Records that a chunk of rows may mean."""

    def __init__(self, said: Sequence[Said], chosen: Iterable[UUID], *, units: list[UUID], on: date) -> None:
        self.by_id: dict[UUID, Known] = {}
        self.phones, self.emails = defaultdict[str, list[Known]](list), defaultdict[str, list[Known]](list)
        self.births, self.names = defaultdict[tuple[date, str], list[Known]](list), defaultdict[str, list[Known]](list)
        keys = [name_key(one.full_name) for one in said]
        dated = [(one.birth_date, key) for one, key in zip(said, keys, strict=True) if one.birth_date and key]
        with connection.cursor() as cursor:
            self.cursor = cursor
            for known in self.ask(BY_PHONE, [[one.phone for one in said if one.phone]]):
                self.phones[known.phone].append(known)
            for known in self.ask(BY_EMAIL, [[one.email for one in said if one.email]]):
                self.emails[known.email.lower()].append(known)
            for known in self.ask(BY_BIRTH, [[born for born, _ in dated], [key for _, key in dated]]):
                self.births[known.birth_date, known.search_key].append(known)  # type: ignore[index]
            undated = {key for one, key in zip(said, keys, strict=True) if key and not one.birth_date}
            for sql, names in ((BY_UNIT, undated), (UNDATED_BY_UNIT, {key for _, key in dated} - undated)):
                for known in self.ask(sql, [list(names), units, on, units, on]):
                    self.names[known.search_key].append(known)
            self.ask(BY_ID, [list(chosen)])
            everyone = list(self.by_id)
            cursor.execute(OWN, [everyone, units, on, everyone, units, on])
            for (person_id,) in cursor.fetchall():
                self.by_id[person_id].is_own = True

    def ask(self, sql: str, parameters: list[Any]) -> list[Known]:
        """The records of a statement, each once and the same in every index; a statement about nothing is not sent."""
        if not parameters[0]:
            return []
        self.cursor.execute(sql, parameters)
        found = {row[0]: row for row in self.cursor.fetchall()}
        return [self.by_id.setdefault(pk, Known(*row)) for pk, row in found.items()]

    def find(self, said: Said) -> Found:
        """The record that the row means. Several that could be meant, or one that contradicts, are asked about."""
        key = name_key(said.full_name)
        near = [
            *self.phones.get(said.phone, []),
            *self.emails.get(said.email, []),
            *(self.births.get((said.birth_date, key), []) if said.birth_date else []),
            *self.names.get(key, []),
        ]
        candidates = list({known.id: known for known in near}.values())
        sure = best([known for known in candidates if is_same(said, key, known)], said)
        if len(sure) > 1:
            return Found(asked=tuple(sure))
        asked = tuple(known for known in candidates if known not in sure and is_like(said, key, known))
        if sure and not asked:
            return Found(sure[0])
        if sure and holds_what_is_shared(sure[0], said):
            return Found(sure[0])
        return Found(asked=(*sure, *asked))


def is_same(said: Said, key: str, known: Known) -> bool:
    """The name and one more fact agree, none contradicts; a changed phone is believed within the unit."""
    if known.search_key != key or contradicts(said, known):
        return False
    if (said.phone and said.phone == known.phone) or (said.email and said.email == known.email.lower()):
        return True
    if said.birth_date and said.birth_date == known.birth_date:
        return known.is_own or not (said.phone and known.phone)
    return known.is_own and not (said.phone and known.phone)


def contradicts(said: Said, known: Known) -> bool:
    """Two birth dates that differ, or a year that is another."""
    if said.birth_date and known.birth_date:
        return said.birth_date != known.birth_date
    year = said.birth_date.year if said.birth_date else said.birth_year
    return bool(year and known.born and year != known.born)


def is_like(said: Said, key: str, known: Known) -> bool:
    """Shares a phone, a mail, or name and birth date: worth a question."""
    shares = (said.phone and said.phone == known.phone) or (said.email and said.email == known.email.lower())
    return bool(shares or (said.birth_date and said.birth_date == known.birth_date and known.search_key == key))


def holds_what_is_shared(known: Known, said: Said) -> bool:
    """The sure record has that phone and mail itself, so others who have them too (a family's one phone) raise no question."""
    return (not said.phone or said.phone == known.phone) and (not said.email or said.email == known.email.lower())


def best(found: list[Known], said: Said) -> list[Known]:
    """Of several, those that agree in more: the phone or mail too, then the tones of the name, then the unit."""
    if len(found) < 2:
        return found
    tones = sort_key(said.full_name)
    for test in (
        lambda known: bool(said.phone and known.phone == said.phone) or bool(said.email and known.email.lower() == said.email),
        lambda known: known.sort_key == tones,
        lambda known: known.is_own,
    ):
        if len(found) > 1 and any(map(test, found)):
            found = [known for known in found if test(known)]
    return found
