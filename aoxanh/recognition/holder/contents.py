"""What of a record is shown: the same plain words for a paper, for the page behind a link, and for its preview."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from aoxanh.kit.dates import local
from aoxanh.people.models import Person
from aoxanh.recognition.holder.record import Part, PersonRecord
from aoxanh.recognition.models import NameForm, Share

type Contents = dict[str, Any]
"""JSON: `name`, and whatever was chosen of `born`, `total`, `years`, `parts`, `reported`, `certificates`, `skills`. Days are ISO texts."""


@dataclass(frozen=True)
class Choices:
    """What the holder chose. `activities` and `certificates` are ids."""

    name_form: str = NameForm.FULL
    born: bool = False
    total: bool = False
    years: bool = False
    reported: bool = False
    skills: bool = False
    activities: Collection[UUID] = field(default_factory=frozenset)
    certificates: Collection[UUID] = field(default_factory=frozenset)

    @property
    def is_nothing(self) -> bool:
        """Whether a name would stand alone."""
        return not any((self.total, self.years, self.reported, self.skills, self.activities, self.certificates))


def choices_of(share: Share) -> Choices:
    """What stands in the row; two queries."""
    return Choices(
        name_form=share.name_form,
        total=share.shows_total,
        years=share.shows_years,
        skills=share.shows_skills,
        activities=set(share.activities.values_list("pk", flat=True)),
        certificates=set(share.certificates.values_list("pk", flat=True)),
    )


def name_shown(person: Person, form: str) -> str:
    """The name as its holder chose that others read it."""
    return person.given_name if form == NameForm.GIVEN else person.full_name


def contents_of(record: PersonRecord, choices: Choices) -> Contents:
    """No more than was chosen; a section that would be empty is left out."""
    person = record.person
    found: Contents = {
        "name": name_shown(person, choices.name_form),
        "born": person.birth_date.isoformat() if choices.born and person.birth_date else "",
        "total": asdict(record.total) if choices.total else None,
        "years": [{"year": year, **asdict(figures)} for year, figures in record.years] if choices.years else [],
        "parts": [part_row(part) for part in record.parts if part.activity.pk in choices.activities],
        "reported": [asdict(one) | {"on": one.on.isoformat()} for one in record.reported] if choices.reported else [],
        "certificates": certificates(record, choices),
        "skills": skills(record) if choices.skills else [],
    }
    if found["parts"] and choices.total:
        found["of_parts"] = len(record.parts)
    return {key: value for key, value in found.items() if value}


def part_row(part: Part) -> Contents:
    activity = part.activity
    return {
        "title": activity.title,
        "slug": activity.slug,
        "unit": activity.unit.name,
        "place": activity.area.name if activity.area else "",
        "roles": ", ".join(part.roles),
        "first": part.first_on.isoformat(),
        "last": part.last_on.isoformat(),
        "turns": part.turns,
        "minutes": part.minutes,
    }


def certificates(record: PersonRecord, choices: Choices) -> list[Contents]:
    return [
        {
            "title": one.activity_title,
            "unit": one.unit_name,
            "number": one.number_text,
            "issued": one.issued_on.isoformat(),
            "code": one.code,
        }
        for one in record.certificates
        if one.pk in choices.certificates
    ]


def skills(record: PersonRecord) -> list[Contents]:
    return [
        {
            "name": str(row.skill),
            "degree": str(row.get_degree_display()),
            "paper": row.proof,
            "seen": local(row.proved_at).date().isoformat() if row.proved_at else "",
            "until": row.valid_until.isoformat() if row.valid_until else "",
        }
        for row in record.skills
    ]


def texts_of(contents: Contents) -> list[str]:
    """Every text that would be printed."""
    found = [str(contents["name"])]
    for section in ("parts", "reported", "certificates", "skills"):
        found += [value for row in contents.get(section, []) for value in row.values() if isinstance(value, str) and value]
    return found
