"""The port through which floors above people tell what they hold of a person, and give back what lies ahead.

`people` knows nothing of sign-ups, hours or certificates. Each app that holds rows about people registers a section in `AppConfig.ready`:

    dossier.register(Section("signups", _("Sign-ups"), COLUMNS, rows=signups_of, release=give_back, since=signed_up_since))

The copy of one's data prints every section; erasure and the withdrawal of consent call `release`; retention asks `since`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from aoxanh.accounts.models import User
from aoxanh.people.models import Person

type Row = dict[str, Any]
"""A row as plain JSON values, by the keys of the section's columns; what has no column is in the JSON only."""


@dataclass(frozen=True)
class Section:
    """What one app holds of people. `columns` are keys of the rows with their headings.

    `release` ends what lies ahead for the person and gives how many rows that were. `since` gives the ids of people who did something at
    that moment or later. `brief` is one line about the person for the desk, "" where there is nothing. `forget` takes out of rows that stay
    what could tell who an erased person was.
    """

    code: str
    title: str | Promise
    columns: dict[str, str | Promise]
    rows: Callable[[Person], Iterable[Row]]
    release: Callable[[Person, User | None], int] | None = None
    since: Callable[[datetime], QuerySet[Any, UUID]] | None = None
    brief: Callable[[Person], str] | None = None
    order: int = 100
    forget: Callable[[Person], None] | None = None


@dataclass(frozen=True)
class Chapter:
    """A section of one person's copy."""

    code: str
    title: str
    columns: dict[str, str]
    rows: list[Row]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Registered again, the later one stands."""
    _sections[section.code] = section


def sections() -> list[Section]:
    return sorted(_sections.values(), key=lambda section: (section.order, section.code))


def tell(person: Person) -> list[Chapter]:
    """Everything that is held of the person, section by section; also the sections that are empty."""
    return [
        Chapter(
            section.code,
            str(section.title),
            {key: str(heading) for key, heading in section.columns.items()},
            list(section.rows(person)),
        )
        for section in sections()
    ]


def release(person: Person, *, by: User | None) -> int:
    """End everything that lies ahead for the person, in the caller's transaction; how many rows."""
    return sum(section.release(person, by) for section in sections() if section.release)


def forget(person: Person) -> None:
    """Take out what could tell who the person was, in the caller's transaction."""
    for section in sections():
        if section.forget:
            section.forget(person)


def active_since(moment: datetime) -> list[QuerySet[Any, UUID]]:
    """For each section that can say: the ids of people who did something since then."""
    return [section.since(moment) for section in sections() if section.since]


def briefs(person: Person) -> list[tuple[str, str]]:
    """(title, line) of what there is to say about the person at the desk."""
    told = ((str(section.title), section.brief(person)) for section in sections() if section.brief)
    return [(title, line) for title, line in told if line]
